package io.karyo.metrics;

import io.karyo.model.Require;
import java.util.List;

/**
 * McNemar's test of whether one of two classifiers is better on the same images (McNemar,
 * Psychometrika 12, 1947; for classifiers: Dietterich, Neural Computation 10, 1998) in its exact
 * form (Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13, 2013).
 *
 * @param onlyFirst the number of images that only the first classified correctly, at least 0
 * @param onlySecond the number of images that only the second classified correctly, at least 0
 */
public record McNemar(int onlyFirst, int onlySecond) {

  public McNemar {
    Require.atLeast("onlyFirst", onlyFirst, 0);
    Require.atLeast("onlySecond", onlySecond, 0);
  }

  /**
   * Compares two classifiers.
   *
   * @param first the predictions of the first
   * @param second the predictions of the second for the same images, in the same order
   * @return their comparison
   * @throws IllegalArgumentException if the images differ in number, names or true types
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
   * Returns the two-sided p-value: the probability that two equally good classifiers differ at
   * least as much. It is twice the probability that n = onlyFirst + onlySecond tosses of a fair
   * coin show heads at most as often as the smaller number, at most 1. The test assumes independent
   * images, which the images of a cell are not quite; a value close to the chosen level is
   * therefore no proof.
   *
   * @return more than 0, at most 1; 1 if both are right on the same images
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
