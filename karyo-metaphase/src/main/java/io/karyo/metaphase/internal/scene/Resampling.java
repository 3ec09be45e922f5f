package io.karyo.metaphase.internal.scene;

/** Brings pictures to another size. */
public final class Resampling {

  private Resampling() {}

  /**
   * Resamples a picture: each new pixel is the mean of four bilinear samples within it.
   *
   * @param values row-major
   */
  public static float[] resampled(
      float[] values, int width, int height, int newWidth, int newHeight) {
    if (width == newWidth && height == newHeight) {
      return values;
    }
    double stepX = (double) width / newWidth;
    double stepY = (double) height / newHeight;
    float[] resampled = new float[newWidth * newHeight];
    for (int y = 0; y < newHeight; y++) {
      double v = (y + 0.5) * stepY - 0.5;
      for (int x = 0; x < newWidth; x++) {
        double u = (x + 0.5) * stepX - 0.5;
        resampled[y * newWidth + x] =
            (sample(values, width, height, u - stepX / 4, v - stepY / 4)
                    + sample(values, width, height, u + stepX / 4, v - stepY / 4)
                    + sample(values, width, height, u - stepX / 4, v + stepY / 4)
                    + sample(values, width, height, u + stepX / 4, v + stepY / 4))
                / 4;
      }
    }
    return resampled;
  }

  /** Interpolates bilinearly; beyond the border, the border goes on. */
  static float sample(float[] values, int width, int height, double x, double y) {
    double u = Math.max(0, Math.min(width - 1, x));
    double v = Math.max(0, Math.min(height - 1, y));
    int left = (int) u;
    int top = (int) v;
    int right = Math.min(width - 1, left + 1);
    int bottom = Math.min(height - 1, top + 1);
    float across = (float) (u - left);
    float down = (float) (v - top);
    float above = values[top * width + left] * (1 - across) + values[top * width + right] * across;
    float below =
        values[bottom * width + left] * (1 - across) + values[bottom * width + right] * across;
    return above * (1 - down) + below * down;
  }
}
