package io.karyo.metrics;

import io.karyo.model.Require;
import java.util.List;

/**
 * Whether one of two classifiers is better on the same images or was just lucky: McNemar's test
 * (McNemar, Psychometrika 12, 1947; for classifiers: Dietterich, Neural Computation 10, 1998) in
 * its exact form (Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13, 2013).
 *
 * @param onlyFirst how many images only the first classified correctly, at least 0
 * @param onlySecond how many images only the second classified correctly, at least 0
 */
public record McNemar(int onlyFirst, int onlySecond) {

  public McNemar {
    Require.atLeast("onlyFirst", onlyFirst, 0);
    Require.atLeast("onlySecond", onlySecond, 0);
  }

  /**
   * Compares two classifiers.
   *
   * @param first the answers of the first
   * @param second the answers of the second for the same images, in the same order
   * @return how they differ
   * @throws IllegalArgumentException if the images are not the same: as many, of the same names and
   *     true types
   */
  public static McNemar of(List<Prediction> first, List<Prediction> second) {
    Require.that(
        first.size() == second.size(),
        "second",
        first.size() + " predictions as first",
        second.size());
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int i = 0; i < first.size(); i++) {
      Prediction one = first.get(i);
      Prediction other = second.get(i);
      if (!one.name().equals(other.name()) || one.truth() != other.truth()) {
        throw new IllegalArgumentException(
            "second["
                + i
                + "]: must be of '"
                + one.name()
                + "' of type "
                + one.truth()
                + " as first, found '"
                + other.name()
                + "' of type "
                + other.truth());
      }
      if (one.correct() && !other.correct()) {
        onlyFirst++;
      } else if (other.correct() && !one.correct()) {
        onlySecond++;
      }
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  /**
   * Returns how probable it is that two equally good classifiers differ at least that much: twice
   * the probability that of n = onlyFirst + onlySecond throws of a fair coin at most the smaller
   * number are heads, at most 1. It takes images for independent, which those of a cell are not
   * quite: a value near the limit of what is believed is no proof.
   *
   * @return more than 0, to 1; two-sided; 1 if both are right on the same images
   */
  public double pValue() {
    int n = onlyFirst + onlySecond;
    // In logarithms, for 2^-n is 0 in double precision from n = 1075 on.
    double log = -n * Math.log(2);
    double tail = 0;
    for (int heads = 0; heads <= Math.min(onlyFirst, onlySecond); heads++) {
      tail += Math.exp(log);
      log += Math.log((double) (n - heads) / (heads + 1));
    }
    return Math.min(1, 2 * tail);
  }
}
