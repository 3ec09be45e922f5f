package io.karyo.synthetic;

/** Gaussian blur of lines and of pictures surrounded by nothing. */
final class Blur {

  private final double[] kernel;

  private Blur(double[] kernel) {
    this.kernel = kernel;
  }

  static Blur of(double deviation) {
    int radius = (int) Math.ceil(3 * deviation);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      double distance = radius == 0 ? 0 : (i - radius) / deviation;
      kernel[i] = StrictMath.exp(-0.5 * distance * distance);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return new Blur(kernel);
  }

  /** Returns how far a value spreads. */
  int radius() {
    return kernel.length / 2;
  }

  /** Blurs a line, extending its end values. */
  double[] line(double[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      for (int k = 0; k < kernel.length; k++) {
        int from = Math.min(values.length - 1, Math.max(0, i + k - radius()));
        result[i] += kernel[k] * values[from];
      }
    }
    return result;
  }

  /** Blurs a picture; outside of it is 0. */
  double[] picture(double[] values, int width) {
    return pass(pass(values, width, 1), width, width);
  }

  private double[] pass(double[] values, int width, int step) {
    double[] result = new double[values.length];
    int height = values.length / width;
    int limit = step == 1 ? width : height;
    for (int i = 0; i < values.length; i++) {
      // Chromosomes cover less than half of most pictures.
      if (values[i] != 0) {
        int place = step == 1 ? i % width : i / width;
        int first = Math.max(0, radius() - place);
        int last = Math.min(kernel.length - 1, limit - 1 - place + radius());
        for (int k = first; k <= last; k++) {
          result[i + (k - radius()) * step] += kernel[k] * values[i];
        }
      }
    }
    return result;
  }
}
