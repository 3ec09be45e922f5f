package io.karyo.benchmarks;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Measurements of one thing, one a round. Immutable. */
final class Series {

  private final double[] values;

  Series(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: must be at least one, found none");
    }
    this.values = values.clone();
  }

  double median() {
    return quantile(0.5);
  }

  /** The value that so many lie below, between neighbours interpolated. */
  double quantile(double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  double least() {
    return quantile(0);
  }

  double most() {
    return quantile(1);
  }

  double[] values() {
    return values.clone();
  }

  /** Round by round, so that what slows a whole round cancels out. */
  Series over(Series other) {
    return new Series(
        IntStream.range(0, Math.min(values.length, other.values.length))
            .mapToDouble(i -> values[i] / other.values[i])
            .toArray());
  }

  Series times(double factor) {
    return new Series(Arrays.stream(values).map(value -> value * factor).toArray());
  }
}
