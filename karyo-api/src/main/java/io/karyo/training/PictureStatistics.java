package io.karyo.training;

import io.karyo.chromosome.Straightened;

/**
 * Statistics of the stain of a straightened chromosome.
 *
 * @param widest how many stained pixels its widest row has, at least 1
 * @param contrast the standard deviation of the stain over its mean
 * @param along the mean squared step of stain from row to row
 * @param across the mean squared step of stain within rows
 */
public record PictureStatistics(int widest, double contrast, double along, double across) {

  /**
   * Measures a picture.
   *
   * @param image the chromosome
   * @return its statistics
   */
  public static PictureStatistics of(Straightened image) {
    float[] stain = image.toArray();
    int widest = 1;
    int count = 0;
    double sum = 0;
    double squares = 0;
    double along = 0;
    double across = 0;
    for (int row = 0; row < image.length(); row++) {
      int width = 0;
      for (int i = row * image.width(); i < (row + 1) * image.width(); i++) {
        if (stain[i] > Straightened.FAINT) {
          width++;
          sum += stain[i];
          squares += stain[i] * stain[i];
        }
        if (row > 0) {
          double step = stain[i] - stain[i - image.width()];
          along += step * step;
        }
        if (i > row * image.width()) {
          double step = stain[i] - stain[i - 1];
          across += step * step;
        }
      }
      widest = Math.max(widest, width);
      count += width;
    }
    double mean = count == 0 ? 1 : sum / count;
    double contrast = count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
    double area = Math.max(1, image.area());
    return new PictureStatistics(widest, contrast, along / area, across / area);
  }
}
