package io.karyo.network;

import io.karyo.model.Require;

/**
 * A picture as it goes into a U-Net: with ground at its right and below, so that its sides are
 * multiples of {@link UNetShape#unit}.
 *
 * <p><b>Thread safety:</b> immutable, if its {@link #stain} is left alone.
 */
public final class UNetPicture {

  private final int height;
  private final int width;
  private final int rows;
  private final int columns;
  private final float[] stain;

  /**
   * Widens a picture.
   *
   * @param shape the network's
   * @param stain {@code height · width} values, row-major: 0 for the ground
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @throws IllegalArgumentException if a side is less than 1 or there are too few values
   */
  public UNetPicture(UNetShape shape, float[] stain, int height, int width) {
    this.height = Require.atLeast("height", height, 1);
    this.width = Require.atLeast("width", width, 1);
    Require.that(stain.length == height * width, "stain", "of height · width values", stain.length);
    rows = widened(height, shape.unit());
    columns = widened(width, shape.unit());
    this.stain = new float[rows * columns];
    for (int y = 0; y < height; y++) {
      System.arraycopy(stain, y * width, this.stain, y * columns, width);
    }
  }

  private static int widened(int side, int unit) {
    return (side + unit - 1) / unit * unit;
  }

  /** {@return the rows of what goes in} */
  public int rows() {
    return rows;
  }

  /** {@return the columns of what goes in} */
  public int columns() {
    return columns;
  }

  /** {@return what goes in, {@code rows · columns} values, row-major; not a copy} */
  public float[] stain() {
    return stain;
  }

  /**
   * Turns what comes out into probabilities, by the softmax of each pixel.
   *
   * @param logits {@code [CLASSES, rows, columns]}, row-major
   * @return {@link UNetShape#CLASSES} planes of {@code height · width} probabilities, row-major
   */
  public float[][] probabilities(float[] logits) {
    float[][] planes = new float[UNetShape.CLASSES][height * width];
    double[] exponentials = new double[UNetShape.CLASSES];
    for (int i = 0; i < height * width; i++) {
      int from = i / width * columns + i % width;
      float most = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < UNetShape.CLASSES; k++) {
        most = Math.max(most, logits[k * rows * columns + from]);
      }
      double sum = 0;
      for (int k = 0; k < UNetShape.CLASSES; k++) {
        exponentials[k] = Math.exp(logits[k * rows * columns + from] - most);
        sum += exponentials[k];
      }
      for (int k = 0; k < UNetShape.CLASSES; k++) {
        planes[k][i] = (float) (exponentials[k] / sum);
      }
    }
    return planes;
  }
}
