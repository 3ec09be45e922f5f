package io.karyo.metaphase.training;

import java.util.SplittableRandom;

/**
 * A random turn, scale and mirroring: where in the original a place of the copy comes from.
 *
 * @param cos the cosine of the angle over the scale
 * @param sin its sine over the scale
 * @param mirrored 1, or -1 for a mirrored copy
 */
record Turn(double cos, double sin, int mirrored) {

  static Turn draw(double sizes, SplittableRandom random) {
    double angle = 2 * Math.PI * random.nextDouble();
    double scale = Math.exp(sizes * random.nextGaussian());
    return new Turn(
        Math.cos(angle) / scale, Math.sin(angle) / scale, random.nextBoolean() ? 1 : -1);
  }

  /**
   * Turns so that what lies at one angle in the original lies at another one in the copy.
   *
   * @param from the angle in the original, in radians
   * @param to the angle in the copy
   * @param mirrored 1, or -1 for a mirrored copy
   */
  static Turn of(double from, double to, int mirrored) {
    double angle = mirrored > 0 ? from - to : from + to - Math.PI;
    return new Turn(Math.cos(angle), Math.sin(angle), mirrored);
  }

  /** The same with a copy that is larger by a factor. */
  Turn scaled(double factor) {
    return new Turn(cos / factor, sin / factor, mirrored);
  }

  double x(double dx, double dy) {
    return cos * mirrored * dx - sin * dy;
  }

  double y(double dx, double dy) {
    return sin * mirrored * dx + cos * dy;
  }

  /** By how much a copy is larger. */
  double scale() {
    return 1 / Math.hypot(cos, sin);
  }
}
