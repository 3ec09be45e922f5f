package io.karyo.metaphase.training;

import java.util.Arrays;

/**
 * Where the middle of some pixels is, and the direction in which they are longest.
 *
 * @param x the mean column
 * @param y the mean row
 * @param angle the direction, in radians, by the second moments
 */
record Axis(double x, double y, double angle) {

  /**
   * Measures pixels.
   *
   * @param pixels at least one
   * @param width of the picture, px
   */
  static Axis of(int[] pixels, int width) {
    double x = Arrays.stream(pixels).map(pixel -> pixel % width).average().orElseThrow();
    double y = Arrays.stream(pixels).map(pixel -> pixel / width).average().orElseThrow();
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int pixel : pixels) {
      int row = pixel / width;
      double dx = pixel % width - x;
      double dy = row - y;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    return new Axis(x, y, Math.atan2(2 * xy, xx - yy) / 2);
  }
}
