package io.karyo.cli.output;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws a contact sheet: chromosomes as they were, beside their straightened selves. */
public final class Sheet {

  private static final int WIDTH = 1200;
  private static final int MARGIN = 12;
  private static final int GAP = 4;
  private static final int BETWEEN = 18;

  /**
   * One chromosome.
   *
   * @param original as it was
   * @param straightened as it became
   * @param label what is written below, in the letters of {@link Lettering}
   * @param colour of the label
   */
  public record Tile(
      ChromosomeImage original, Straightened straightened, String label, Color colour) {

    int pictureWidth() {
      return original.width() + GAP + straightened.width();
    }

    int width() {
      return Math.max(pictureWidth(), Lettering.width(label));
    }

    int height() {
      return Math.max(original.height(), straightened.length());
    }
  }

  private Sheet() {}

  /**
   * Draws tiles in rows, in their order.
   *
   * @param tiles the tiles
   * @return the picture
   */
  public static BufferedImage of(List<Tile> tiles) {
    List<List<Tile>> rows = rows(tiles);
    int height = MARGIN;
    for (List<Tile> row : rows) {
      height += rowHeight(row) + GAP + Lettering.HEIGHT + BETWEEN;
    }
    BufferedImage sheet = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, height);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    int y = MARGIN;
    for (List<Tile> row : rows) {
      int x = MARGIN;
      int bottom = y + rowHeight(row);
      for (Tile tile : row) {
        int left = x + (tile.width() - tile.pictureWidth()) / 2;
        graphics.drawImage(picture(tile.original()), left, bottom - tile.original().height(), null);
        graphics.drawImage(
            picture(tile.straightened()),
            left + tile.original().width() + GAP,
            bottom - tile.straightened().length(),
            null);
        graphics.setColor(tile.colour());
        Lettering.draw(
            graphics,
            tile.label(),
            x + (tile.width() - Lettering.width(tile.label())) / 2,
            bottom + GAP);
        x += tile.width() + BETWEEN;
      }
      y = bottom + GAP + Lettering.HEIGHT + BETWEEN;
    }
    graphics.dispose();
    return sheet;
  }

  private static List<List<Tile>> rows(List<Tile> tiles) {
    List<List<Tile>> rows = new ArrayList<>();
    int used = WIDTH;
    for (Tile tile : tiles) {
      used += BETWEEN + tile.width();
      if (used > WIDTH - MARGIN) {
        rows.add(new ArrayList<>());
        used = MARGIN + tile.width();
      }
      rows.get(rows.size() - 1).add(tile);
    }
    return rows;
  }

  private static int rowHeight(List<Tile> row) {
    return row.stream().mapToInt(Tile::height).max().orElse(0);
  }

  /**
   * Draws a straightened chromosome dark on white, whatever it was dyed with.
   *
   * @param straightened the chromosome
   * @return a grey picture, a pixel each
   */
  public static BufferedImage picture(Straightened straightened) {
    float[] stain = straightened.toArray();
    byte[] grey = new byte[stain.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) Math.round(255 * (1 - stain[i]));
    }
    return picture(grey, straightened.width(), straightened.length());
  }

  /**
   * Draws a chromosome as it is.
   *
   * @param image the chromosome
   * @return a grey picture, a pixel each
   */
  public static BufferedImage picture(ChromosomeImage image) {
    return picture(image.greyLevels(), image.width(), image.height());
  }

  static BufferedImage picture(byte[] grey, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, width, height, grey);
    return picture;
  }
}
