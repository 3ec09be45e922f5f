package io.karyo.archive;

import io.karyo.photo.Box;

/** The picture of a character as the recogniser sees it: of one size, from 0 to 1. */
final class GlyphPicture {

  static final int SIDE = 16;

  /** The pixels, and how wide the character is for its height. */
  static final int INPUTS = SIDE * SIDE + 1;

  /** What a row or column at the edge must have, as a share of the darkest pixel. */
  private static final float EDGE = 0.4f;

  private GlyphPicture() {}

  /**
   * Draws a character so that it fills the height, or the width if it is wider than high.
   *
   * @param ink the picture that it stands in, at least 0, row-major
   * @param width the width of that picture
   * @param box where it stands
   */
  static float[] of(float[] ink, int width, Box box) {
    float darkest = 1e-6f;
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x = box.left(); x < box.right(); x++) {
        darkest = Math.max(darkest, ink[y * width + x]);
      }
    }
    Box tight = tight(ink, width, box, EDGE * darkest);
    double scale = (double) SIDE / Math.max(tight.width(), tight.height());
    double shift = (SIDE - tight.width() * scale) / 2;
    float[] picture = new float[INPUTS];
    for (int v = 0; v < SIDE; v++) {
      for (int u = 0; u < SIDE; u++) {
        double x0 = (u - shift) / scale;
        double y0 = v / scale;
        picture[v * SIDE + u] =
            mean(ink, width, tight, x0, x0 + 1 / scale, y0, y0 + 1 / scale) / darkest;
      }
    }
    picture[SIDE * SIDE] = Math.min(2, (float) tight.width() / tight.height());
    return picture;
  }

  private static Box tight(float[] ink, int width, Box box, float least) {
    int left = box.right();
    int right = box.left();
    int top = box.bottom();
    int bottom = box.top();
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x = box.left(); x < box.right(); x++) {
        if (ink[y * width + x] >= least) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    return right < left ? box : new Box(left, top, right - left + 1, bottom - top + 1);
  }

  /** The mean of a rectangle whose edges lie within pixels, or of the pixel in which it lies. */
  private static float mean(
      float[] ink, int width, Box box, double x0, double x1, double y0, double y1) {
    double sum = 0;
    double weights = 0;
    for (int y = (int) Math.floor(y0); y < y1; y++) {
      double high = Math.min(y + 1, y1) - Math.max(y, y0);
      for (int x = (int) Math.floor(x0); x < x1; x++) {
        double weight = high * (Math.min(x + 1, x1) - Math.max(x, x0));
        weights += weight;
        if (x >= 0 && y >= 0 && x < box.width() && y < box.height()) {
          sum += weight * ink[(box.top() + y) * width + box.left() + x];
        }
      }
    }
    return weights == 0 ? 0 : (float) (sum / weights);
  }
}
