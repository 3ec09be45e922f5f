package io.karyo.straighten.internal;

import io.karyo.chromosome.Straightened;

/**
 * A straightened chromosome under construction: stain, and how much of each pixel is chromosome.
 *
 * <p><b>Shapes:</b> {@code [rows][columns]}, row-major; 0 to 1.
 */
public final class Strip {

  /** The least cover of a pixel in an outermost column. */
  private static final float MIN_COVER = 0.25f;

  public final int rows;
  public final int columns;
  public final float[] stain;
  public final float[] cover;

  public Strip(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    stain = new float[rows * columns];
    cover = new float[rows * columns];
  }

  /** Fills one pixel from a place of the original, by bilinear interpolation. */
  public void sample(Silhouette from, int row, int column, double x, double y) {
    sampleRow(from, row, column, column, x, y, 0, 0);
  }

  /**
   * Fills the columns {@code first} to {@code last} of a row from places of the original that start
   * at (x, y) and go on by (stepX, stepY), by bilinear interpolation.
   */
  void sampleRow(
      Silhouette from,
      int row,
      int first,
      int last,
      double x,
      double y,
      double stepX,
      double stepY) {
    short[] samples = from.samples;
    int width = from.width;
    int lastX = width - 2;
    int lastY = from.height - 2;
    int to = row * columns + first;
    for (int k = 0; k <= last - first; k++, to++) {
      float atX = (float) (x + k * stepX);
      float atY = (float) (y + k * stepY);
      int x0 = (int) atX;
      int y0 = (int) atY;
      // The outermost pixels are margin. One sign for all four comparisons.
      if (((x0 - 1) | (y0 - 1) | (lastX - x0) | (lastY - y0)) < 0) {
        continue;
      }
      int i = y0 * width + x0;
      int s00 = samples[i];
      int s01 = samples[i + 1];
      int s10 = samples[i + width];
      int s11 = samples[i + width + 1];
      if ((s00 | s01 | s10 | s11) == 0) {
        continue;
      }
      float fx = atX - x0;
      float fy = atY - y0;
      float w11 = fx * fy;
      float w10 = fy - w11;
      float w01 = fx - w11;
      float w00 = 1 - fx - fy + w11;
      boolean inside = (s00 & s01 & s10 & s11) >> Silhouette.COVERED_BIT != 0;
      cover[to] =
          inside
              ? w00 + w01 + w10 + w11
              : w00 * (s00 >> Silhouette.COVERED_BIT)
                  + w01 * (s01 >> Silhouette.COVERED_BIT)
                  + w10 * (s10 >> Silhouette.COVERED_BIT)
                  + w11 * (s11 >> Silhouette.COVERED_BIT);
      stain[to] =
          (w00 * (s00 & 0xff) + w01 * (s01 & 0xff) + w10 * (s10 & 0xff) + w11 * (s11 & 0xff))
              * (1 / 255f);
    }
  }

  /**
   * Returns the same without empty rows at the ends and, if wanted, without empty columns.
   *
   * @param leastRow how many pixels of chromosome a row at an end has
   */
  public Strip trim(boolean columnsToo, float leastRow) {
    int top = 0;
    while (top < rows && covered(top) < leastRow) {
      top++;
    }
    if (top == rows) {
      return this;
    }
    int bottom = rows - 1;
    while (covered(bottom) < leastRow) {
      bottom--;
    }
    int[] sides = columnsToo ? sides() : new int[] {0, columns - 1};
    Strip out = new Strip(bottom - top + 1, sides[1] - sides[0] + 1);
    for (int row = 0; row < out.rows; row++) {
      int from = (row + top) * columns + sides[0];
      System.arraycopy(stain, from, out.stain, row * out.columns, out.columns);
      System.arraycopy(cover, from, out.cover, row * out.columns, out.columns);
    }
    return out;
  }

  /** How many pixels of chromosome a row has. */
  private float covered(int row) {
    float sum = 0;
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      sum += cover[i];
    }
    return sum;
  }

  /** Returns the first and the last column that is not empty; all columns if all are. */
  private int[] sides() {
    int leftmost = columns;
    int rightmost = -1;
    for (int start = 0; start < cover.length; start += columns) {
      for (int column = 0; column < leftmost; column++) {
        leftmost = cover[start + column] >= MIN_COVER ? column : leftmost;
      }
      for (int column = columns - 1; column > rightmost; column--) {
        rightmost = cover[start + column] >= MIN_COVER ? column : rightmost;
      }
    }
    return rightmost < 0 ? new int[] {0, columns - 1} : new int[] {leftmost, rightmost};
  }

  /**
   * The quality of a straightening, 0 to 1: the product of four measures.
   *
   * <ul>
   *   <li>complete: the area equals that of the original;
   *   <li>straight: the middles of the rows lie on a vertical line;
   *   <li>even: no row is far wider or far narrower than most;
   *   <li>whole: the silhouette held all stained pixels.
   * </ul>
   */
  public double quality(Silhouette of) {
    double total = 0;
    double[] width = new double[rows];
    double[] middle = new double[rows];
    double meanMiddle = 0;
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      double moment = 0;
      for (int column = 0; column < columns; column++) {
        double value = cover[row * columns + column];
        sum += value;
        moment += value * column;
      }
      width[row] = sum;
      middle[row] = sum > 0 ? moment / sum : 0;
      total += sum;
      meanMiddle += moment;
    }
    if (total == 0) {
      return 0;
    }
    meanMiddle /= total;
    double meanWidth = total / rows;
    double wander = 0;
    int odd = 0;
    for (int row = 0; row < rows; row++) {
      wander += width[row] * (middle[row] - meanMiddle) * (middle[row] - meanMiddle);
      odd += width[row] > 1.7 * meanWidth || width[row] < 0.3 * meanWidth ? 1 : 0;
    }
    double lost = Math.abs(total - of.area) / of.area;
    double complete = Math.max(0, 1 - 2.5 * Math.max(0, lost - 0.02));
    double crooked = Math.sqrt(wander / total) / meanWidth;
    double straight = 1 / (1 + crooked * crooked / 0.01);
    double even = Math.max(0, 1 - 2.0 * Math.max(0, (double) odd / rows - 0.05));
    return complete * straight * even * of.share;
  }

  /** Starts the result; the caller adds notes. */
  public Straightened.Builder result(Silhouette of, String method, double quality) {
    float[] profile = new float[rows];
    for (int row = 0; row < rows; row++) {
      float sum = 0;
      float weight = 0;
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        sum += stain[i];
        weight += cover[i];
        stain[i] = Math.min(1, stain[i]);
      }
      profile[row] = weight > 0 ? Math.min(1, sum / weight) : 0;
    }
    double degrees = Math.toDegrees(of.lean);
    Straightened.Builder builder =
        Straightened.builder(rows, columns, stain)
            .bandProfile(profile)
            .area(of.area)
            .quality(Math.min(1, Math.max(0, quality)))
            .rotation(degrees <= -90 ? degrees + 180 : degrees)
            .method(method);
    if (of.share < 0.98) {
      builder.note(
          "kept the largest of several components, "
              + Math.round(100 * of.share)
              + " % of the stained pixels");
    }
    return builder;
  }
}
