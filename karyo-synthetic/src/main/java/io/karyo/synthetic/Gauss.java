package io.karyo.synthetic;

import java.util.SplittableRandom;

/** Approximately normal draws that are equal on every Java and bounded. */
final class Gauss {

  private static final double SCALE = Math.sqrt(3);

  private Gauss() {}

  /** Draws a number of mean 0, standard deviation 1 and size at most 3.5: a sum of four draws. */
  static double next(SplittableRandom random) {
    double sum =
        random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble();
    return (sum - 2) * SCALE;
  }
}
