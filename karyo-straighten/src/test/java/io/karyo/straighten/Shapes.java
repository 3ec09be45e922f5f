package io.karyo.straighten;

import io.karyo.image.ChromosomeImage;
import java.util.Arrays;

/** Chromosomes drawn with ground truth: banded bars with rounded ends, and other shapes. */
final class Shapes {

  static final int LENGTH = 90;
  static final int WIDTH = 15;

  private Shapes() {}

  /** The stain of a row of {@link #bar}: broad bands, unlike from end to end. */
  static float band(double row, int length) {
    double share = row / length;
    return (float) (0.55 + 0.25 * Math.sin(14 * share * share + 5 * share) - 0.1 * share);
  }

  static float[] bandProfile(int length) {
    float[] profile = new float[length];
    for (int row = 0; row < length; row++) {
      profile[row] = band(row, length);
    }
    return profile;
  }

  /** An upright bar on white with two pixels of margin. */
  static ChromosomeImage bar(int length, int width) {
    float[] stain = new float[(length + 4) * (width + 4)];
    double radius = width / 2.0;
    for (int row = 0; row < length; row++) {
      double beyond = Math.max(0, Math.max(radius - (row + 0.5), row + 0.5 - (length - radius)));
      for (int column = 0; column < width; column++) {
        if (Math.hypot(column + 0.5 - radius, beyond) <= radius) {
          stain[(row + 2) * (width + 4) + column + 2] = band(row, length);
        }
      }
    }
    return onWhite(stain, width + 4);
  }

  static ChromosomeImage bar() {
    return bar(LENGTH, WIDTH);
  }

  /**
   * Draws a picture of characters, each a pixel: space is background, 1 to 9 are tenths of stain.
   */
  static ChromosomeImage picture(String... rows) {
    int width = Arrays.stream(rows).mapToInt(String::length).max().orElseThrow();
    float[] stain = new float[rows.length * width];
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length(); x++) {
        stain[y * width + x] = rows[y].charAt(x) == ' ' ? 0 : (rows[y].charAt(x) - '0') / 10f;
      }
    }
    return onWhite(stain, width);
  }

  static float[] stain(ChromosomeImage image) {
    float[] stain = new float[image.width() * image.height()];
    for (int i = 0; i < stain.length; i++) {
      stain[i] = image.stain(i / image.width(), i % image.width());
    }
    return stain;
  }

  static ChromosomeImage onWhite(float[] stain, int width) {
    float[] grey = new float[stain.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = 1 - stain[i];
    }
    return ChromosomeImage.of(stain.length / width, width, grey);
  }

  static ChromosomeImage onBlack(float[] stain, int width) {
    return ChromosomeImage.of(stain.length / width, width, stain);
  }

  static ChromosomeImage mirrored(ChromosomeImage image) {
    float[] stain = new float[image.width() * image.height()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        stain[y * image.width() + x] = image.stain(y, image.width() - 1 - x);
      }
    }
    return onWhite(stain, image.width());
  }

  /** Adds a disc or a bar: the stain of all pixels within a distance of a line. */
  static ChromosomeImage withStroke(
      ChromosomeImage image,
      double x0,
      double y0,
      double x1,
      double y1,
      double radius,
      float level) {
    float[] stain = stain(image);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        double along = (x - x0) * (x1 - x0) + (y - y0) * (y1 - y0);
        double squared = Math.max(1e-9, (x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0));
        double share = Math.min(1, Math.max(0, along / squared));
        if (Math.hypot(x - x0 - share * (x1 - x0), y - y0 - share * (y1 - y0)) <= radius) {
          stain[y * image.width() + x] = level;
        }
      }
    }
    return onWhite(stain, image.width());
  }

  static ChromosomeImage blank(int width, int height) {
    return onWhite(new float[width * height], width);
  }
}
