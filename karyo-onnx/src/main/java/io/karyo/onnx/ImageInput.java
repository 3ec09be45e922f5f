package io.karyo.onnx;

import io.karyo.chromosome.Straightened;

/**
 * Draws straightened chromosomes as a network wants them.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param height rows
 * @param width columns
 * @param channels 1, or 3 equal ones
 * @param mean is subtracted from each value
 * @param deviation each value is divided by it then
 * @param inverted whether a value is 1 − stain
 * @param keepsShape whether the image is not stretched
 */
record ImageInput(
    int height,
    int width,
    int channels,
    float mean,
    float deviation,
    boolean inverted,
    boolean keepsShape) {

  /** Draws an image, {@code [channels, height, width]}. */
  float[] draw(Straightened chromosome) {
    int length = chromosome.length();
    int across = chromosome.width();
    int rows = height;
    int columns = width;
    if (keepsShape) {
      double scale = Math.min(height / (double) length, width / (double) across);
      rows = Math.max(1, (int) Math.round(length * scale));
      columns = Math.max(1, (int) Math.round(across * scale));
    }
    float[] wide = resizeRows(chromosome.toArray(), length, across, columns);
    float[] image =
        transpose(
            resizeRows(transpose(wide, length, columns), columns, length, rows), columns, rows);
    float[] drawn = new float[channels * height * width];
    int top = (height - rows) / 2;
    int left = (width - columns) / 2;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean inside = y >= top && y < top + rows && x >= left && x < left + columns;
        float stain = inside ? image[(y - top) * columns + x - left] : 0;
        float value = ((inverted ? 1 - stain : stain) - mean) / deviation;
        for (int channel = 0; channel < channels; channel++) {
          drawn[(channel * height + y) * width + x] = value;
        }
      }
    }
    return drawn;
  }

  /** Resizes each row of an image with a triangle filter that covers what a new pixel covers. */
  private static float[] resizeRows(float[] pixels, int rows, int from, int to) {
    if (from == to) {
      return pixels;
    }
    float[] resized = new float[rows * to];
    double scale = from / (double) to;
    double reach = Math.max(1, scale);
    for (int x = 0; x < to; x++) {
      double centre = (x + 0.5) * scale;
      int first = Math.max(0, (int) Math.floor(centre - reach));
      int end = Math.min(from, (int) Math.ceil(centre + reach));
      double sum = 0;
      double[] weights = new double[end - first];
      for (int i = first; i < end; i++) {
        weights[i - first] = Math.max(0, 1 - Math.abs(i + 0.5 - centre) / reach);
        sum += weights[i - first];
      }
      for (int y = 0; y < rows; y++) {
        double value = 0;
        for (int i = first; i < end; i++) {
          value += weights[i - first] * pixels[y * from + i];
        }
        resized[y * to + x] = (float) (value / sum);
      }
    }
    return resized;
  }

  private static float[] transpose(float[] pixels, int rows, int columns) {
    float[] transposed = new float[pixels.length];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        transposed[x * rows + y] = pixels[y * columns + x];
      }
    }
    return transposed;
  }
}
