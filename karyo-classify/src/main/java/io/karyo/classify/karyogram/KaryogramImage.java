package io.karyo.classify.karyogram;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * The image of one chromosome in a karyogram: dark on transparent, p arm up, cropped except for an
 * empty border of 1 px, which avoids a hard edge when it is enlarged.
 *
 * @param image black of an opacity that is the stain times the gain
 * @param centromere its distance from the upper edge in px, at most the image's height
 */
record KaryogramImage(BufferedImage image, double centromere) {

  static final int BORDER = 1;

  /** So many pixels of a row or a column must be stained; fewer are specks beside a chromosome. */
  private static final int SPECK = 3;

  /**
   * Draws a straightened chromosome. Its rows are kept, columns without stain at its sides are not.
   *
   * @param upright with its p arm up
   * @param type what it is; empty for a marker
   */
  static KaryogramImage straight(Straightened upright, Optional<ChromosomeType> type, double gain) {
    Stain stain = new Stain(upright.width(), upright.length(), upright.toArray());
    Box columns = stain.box();
    return new KaryogramImage(
        stain.draw(new Box(columns.left, 0, columns.right, upright.length() - 1), gain),
        BORDER + Centromere.row(upright, type));
  }

  /**
   * Draws a chromosome as it was photographed, turned by 180 degrees if its p arm is down.
   *
   * @param centromere how far down the centromere is, as a share of the chromosome's length
   */
  static KaryogramImage original(
      ChromosomeImage original, Polarity polarity, double centromere, double gain) {
    byte[] levels = original.stainLevels();
    float[] stain = new float[levels.length];
    for (int i = 0; i < stain.length; i++) {
      int from = polarity == Polarity.P_UP ? i : stain.length - 1 - i;
      stain[i] = (levels[from] & 0xff) / 255f;
    }
    Stain all = new Stain(original.width(), original.height(), stain);
    Box box = all.box();
    return new KaryogramImage(
        all.draw(box, gain), BORDER + centromere * (box.bottom - box.top + 1));
  }

  /** A part of an image; all edges are in it. */
  private record Box(int left, int top, int right, int bottom) {}

  /** An image as the library keeps it. */
  private static final class Stain {

    private final int width;
    private final int height;
    private final float[] values;

    Stain(int width, int height, float[] values) {
      this.width = width;
      this.height = height;
      this.values = values;
    }

    /** Finds what is stained, or all if nothing is. */
    Box box() {
      int[] columns = new int[width];
      int[] rows = new int[height];
      for (int i = 0; i < values.length; i++) {
        if (values[i] > Straightened.FAINT) {
          columns[i % width]++;
          rows[i / width]++;
        }
      }
      int[] across = ends(columns);
      int[] along = ends(rows);
      return new Box(across[0], along[0], across[1], along[1]);
    }

    /** Returns the first and the last place with more than a speck, or those of all. */
    private static int[] ends(int[] counts) {
      int first = 0;
      while (first < counts.length && counts[first] < SPECK) {
        first++;
      }
      if (first == counts.length) {
        return new int[] {0, counts.length - 1};
      }
      int last = counts.length - 1;
      while (counts[last] < SPECK) {
        last--;
      }
      return new int[] {first, last};
    }

    BufferedImage draw(Box box, double gain) {
      int columns = box.right - box.left + 1;
      int rows = box.bottom - box.top + 1;
      BufferedImage image =
          new BufferedImage(columns + 2 * BORDER, rows + 2 * BORDER, BufferedImage.TYPE_INT_ARGB);
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          double dark = values[(y + box.top) * width + x + box.left] * gain;
          image.setRGB(x + BORDER, y + BORDER, (int) Math.round(255 * Math.min(1, dark)) << 24);
        }
      }
      return image;
    }
  }
}
