package io.karyo.cli.paper;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Guesses how long a training will take by how long those of its family took. */
final class Estimate {

  private final Map<Family, double[]> seconds = new EnumMap<>(Family.class);

  /** Learns of a finished training. */
  void took(Family family, double trainingSeconds) {
    double[] sum = seconds.computeIfAbsent(family, absent -> new double[2]);
    sum[0] += trainingSeconds;
    sum[1]++;
  }

  /** Returns the guess; of a family not seen, the mean of all others. */
  double of(Family family) {
    double[] sum = seconds.get(family);
    if (sum == null) {
      sum = new double[2];
      for (double[] other : seconds.values()) {
        sum[0] += other[0];
        sum[1] += other[1];
      }
    }
    return sum[1] == 0 ? 0 : sum[0] / sum[1];
  }

  /** Writes a duration for a reader. */
  static String text(double seconds) {
    long minutes = Math.round(seconds / 60);
    return minutes < 60
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }
}
