package io.karyo.cli.output;

import java.awt.Graphics2D;
import java.util.Locale;

/**
 * Writes labels: digits, X, Y, MAR and a few signs, drawn from dots, because a machine without a
 * desktop may have no fonts.
 */
final class Lettering {

  private static final String SIGNS = "0123456789XY.%>- ?MAR";

  /** The rows of all signs, 6 columns each. */
  private static final String[] ROWS = {
    " ###    #    ###   ###     #  #####  ###  #####  ###   ###  #   # #   #       ##  #       "
        + "             ###  #   #  ###  ####  ",
    "#   #  ##   #   # #   #   ##  #     #         # #   # #   # #   # #   #       ##  #   #   "
        + "            #   # ## ## #   # #   # ",
    "#   #   #       #     #  # #  ####  #        #  #   # #   #  # #   # #           #     #  "
        + "                # # # # #   # #   # ",
    "#   #   #     ##   ###  #  #      # ####    #    ###   ####   #     #           #       # "
        + " ####          #  # # # ##### ####  ",
    "#   #   #    #        # #####     # #   #   #   #   #     #  # #    #          #       #  "
        + "              #   #   # #   # # #   ",
    "#   #   #   #     #   #    #  #   # #   #  #    #   #     # #   #   #    ##   #  ##   #   "
        + "                  #   # #   # #  #  ",
    " ###   ###  #####  ###     #   ###   ###   #     ###   ###  #   #   #    ##   #  ##  #    "
        + "              #   #   # #   # #   # ",
  };

  private static final int COLUMNS = 6;
  private static final int SCALE = 2;

  /** The height of a label in px. */
  static final int HEIGHT = 7 * SCALE;

  private Lettering() {}

  /** Returns the width of a label in px. */
  static int width(String label) {
    return label.length() * COLUMNS * SCALE;
  }

  /** Writes a label; what has no sign stays blank. */
  static void draw(Graphics2D graphics, String label, int left, int top) {
    String signs = label.toUpperCase(Locale.ROOT);
    for (int n = 0; n < signs.length(); n++) {
      int sign = SIGNS.indexOf(signs.charAt(n));
      for (int row = 0; sign >= 0 && row < ROWS.length; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          if (ROWS[row].charAt(sign * COLUMNS + column) == '#') {
            graphics.fillRect(
                left + (n * COLUMNS + column) * SCALE, top + row * SCALE, SCALE, SCALE);
          }
        }
      }
    }
  }
}
