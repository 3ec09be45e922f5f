package io.karyo.straighten;

import io.karyo.straighten.internal.Silhouette;
import io.karyo.straighten.internal.Strip;

/** Turns a chromosome upright as it is, bent or not. */
final class Upright {

  /**
   * Below this elongation the principal axis of a silhouette does not show the chromosome's
   * direction.
   */
  private static final double MIN_ELONGATION = 1.3;

  /** A lean not worth the blur of turning the image, radians. */
  private static final double SMALL_LEAN = Math.toRadians(4);

  private Upright() {}

  /** The angle to turn by, radians. */
  static double angle(Silhouette s) {
    return s.elongation < MIN_ELONGATION || Math.abs(s.lean) < SMALL_LEAN ? 0 : s.lean;
  }

  static Strip crop(Silhouette s) {
    Strip strip = new Strip(s.height, s.width);
    for (int i = 0; i < s.mask.length; i++) {
      strip.cover[i] = s.mask[i];
      strip.stain[i] = s.level(i) / 255f;
    }
    return strip.trim(true, 0.75f);
  }

  static Strip turn(Silhouette s, double angle) {
    if (angle == 0) {
      return crop(s);
    }
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double halfWidth = 0;
    double halfHeight = 0;
    for (int y = 0, i = 0; y < s.height; y++) {
      for (int x = 0; x < s.width; x++, i++) {
        if (s.mask[i] != 0) {
          double dx = x - s.centreX;
          double dy = y - s.centreY;
          halfWidth = Math.max(halfWidth, Math.abs(cos * dx + sin * dy));
          halfHeight = Math.max(halfHeight, Math.abs(-sin * dx + cos * dy));
        }
      }
    }
    int h = (int) Math.ceil(halfHeight) + 1;
    int w = (int) Math.ceil(halfWidth) + 1;
    Strip strip = new Strip(2 * h + 1, 2 * w + 1);
    for (int row = -h; row <= h; row++) {
      for (int column = -w; column <= w; column++) {
        strip.sample(
            s,
            row + h,
            column + w,
            s.centreX + cos * column - sin * row,
            s.centreY + sin * column + cos * row);
      }
    }
    return strip.trim(true, 0.75f);
  }
}
