package io.karyo.archive;

import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How a karyogram is drawn and what happens to the picture.
 *
 * @param layout rows by "|", groups by a space, places by a comma
 * @param font of the numbers, with its size for a chromosome width of about 14 px
 */
record Style(
    String layout,
    Font font,
    boolean numbersAbove,
    Across across,
    Down down,
    double gap,
    double placeGap,
    boolean lines,
    boolean letters,
    boolean title,
    boolean footer,
    Frames frames,
    double scale,
    double blur,
    double noise,
    double jpeg,
    int paper,
    double gradient,
    boolean black) {

  enum Across {
    LEFT,
    CENTRE,
    JUSTIFIED
  }

  enum Down {
    BOTTOM,
    CENTROMERE,
    TOP
  }

  enum Frames {
    NONE,
    PAGE,
    ROWS
  }

  /** Layouts that the reader was developed with. */
  static final List<String> LAYOUTS =
      List.of(
          "1,2,3 4,5|6,7,8,9,10,11,12|13,14,15 16,17,18|19,20 21,22 X,Y",
          "1,2,3,4,5|6,7,8,9,10,11,12|13,14,15,16,17,18|19,20,21,22,X,Y",
          "1,2,3,4,5,6,7|8,9,10,11,12,13,14,15|16,17,18,19,20,21,22,X,Y",
          "1,2,3 4,5|6,7,8,9,10|11,12 13,14,15|16,17,18 19,20|21,22 X,Y",
          "1,2,3 4,5|6,7,8,9,10,11,12 X|13,14,15 16,17,18|19,20 21,22 Y");

  /** Layouts that it was not. */
  static final List<String> OTHER_LAYOUTS =
      List.of(
          "1,2,3,4|5,6,7,8,9,10|11,12,13,14,15,16|17,18,19,20,21,22|X,Y",
          "1,2,3,4,5,6|7,8,9,10,11,12,13|14,15,16,17,18,19,20|21,22 X,Y",
          "1,2 3,4,5 6,7,8|9,10 11,12 13,14,15,16|17,18,19 20,21,22 X Y");

  /** Draws a style. */
  static Style draw(SplittableRandom random, List<String> layouts, List<Font> fonts) {
    Font font = fonts.get(random.nextInt(fonts.size()));
    int weight =
        (random.nextInt(3) == 0 ? Font.BOLD : 0) | (random.nextInt(5) == 0 ? Font.ITALIC : 0);
    // A font file has one weight.
    Font sized = font.deriveFont(weight, (float) (11 + 10 * random.nextDouble()));
    boolean tight = random.nextInt(4) == 0;
    return new Style(
        layouts.get(random.nextInt(layouts.size())),
        sized,
        random.nextInt(6) == 0,
        Across.values()[random.nextInt(3)],
        Down.values()[random.nextInt(3)],
        tight ? -1 + 2 * random.nextDouble() : 2 + 5 * random.nextDouble(),
        tight ? 6 + 6 * random.nextDouble() : 10 + 25 * random.nextDouble(),
        random.nextInt(3) == 0,
        random.nextInt(3) == 0,
        random.nextInt(2) == 0,
        random.nextInt(2) == 0,
        random.nextInt(2) == 0 ? Frames.NONE : Frames.values()[random.nextInt(3)],
        0.7 * Math.pow(3 / 0.7, random.nextDouble()),
        random.nextInt(3) == 0 ? random.nextDouble() : 0,
        random.nextInt(3) == 0 ? 6 * random.nextDouble() : 0,
        random.nextInt(2) == 0 ? 0.5 + 0.45 * random.nextDouble() : 1,
        random.nextInt(2) == 0 ? 255 : 215 + random.nextInt(41),
        random.nextInt(4) == 0 ? 40 * random.nextDouble() : 0,
        random.nextInt(8) == 0);
  }

  /** The places of the layout: rows of groups of labels. */
  List<List<List<String>>> rows() {
    List<List<List<String>>> rows = new ArrayList<>();
    for (String row : layout.split("\\|")) {
      rows.add(Arrays.stream(row.split(" ")).map(group -> List.of(group.split(","))).toList());
    }
    return rows;
  }

  @Override
  public String toString() {
    return String.format(
        "%s %s %.0f pt style %d, numbers %s, %s %s, gap %.1f/%.1f%s%s%s%s, frames %s, scale %.2f,"
            + " blur %.2f, noise %.1f, jpeg %.2f, paper %d, gradient %.0f%s",
        layout,
        font.getFontName(),
        font.getSize2D(),
        font.getStyle(),
        numbersAbove ? "above" : "below",
        across,
        down,
        gap,
        placeGap,
        lines ? ", lines" : "",
        letters ? ", letters" : "",
        title ? ", title" : "",
        footer ? ", footer" : "",
        frames,
        scale,
        blur,
        noise,
        jpeg,
        paper,
        gradient,
        black ? ", black" : "");
  }
}
