package io.karyo.training;

import java.util.Arrays;

/**
 * How far known examples are from what is usual, to judge how unusual a new one is.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class KnownDistances {

  /** Beyond these the shares are those of an exponential tail: few examples are there. */
  private static final double BODY = 0.9;

  private final double[] distances;

  private KnownDistances(double[] rising) {
    distances = rising;
  }

  /**
   * Takes distances.
   *
   * @param distances at least one, in any order
   * @return the distances
   */
  public static KnownDistances of(double[] distances) {
    double[] rising = distances.clone();
    Arrays.sort(rising);
    return new KnownDistances(rising);
  }

  /** {@return the distances, rising} */
  public double[] toArray() {
    return distances.clone();
  }

  /** {@return the median, more than 0} */
  public double median() {
    return Math.max(Double.MIN_NORMAL, distances[distances.length / 2]);
  }

  /**
   * Returns the share of known examples that are at least as far.
   *
   * @param distance of a new example
   * @return 0 to 1
   */
  public double share(double distance) {
    int start = (int) (BODY * (distances.length - 1));
    if (distance > distances[start]) {
      return shareBeyond(start) * Math.exp((distances[start] - distance) / meanBeyond(start));
    }
    int nearer = Arrays.binarySearch(distances, distance);
    // Of equals any may have been found.
    while (nearer > 0 && distances[nearer - 1] == distance) {
      nearer--;
    }
    return shareBeyond(nearer >= 0 ? nearer : -nearer - 1);
  }

  private double shareBeyond(int place) {
    return (1.0 + distances.length - place) / (1 + distances.length);
  }

  private double meanBeyond(int start) {
    double sum = 0;
    for (int i = start; i < distances.length; i++) {
      sum += distances[i] - distances[start];
    }
    return Math.max(Double.MIN_NORMAL, sum / (distances.length - start));
  }
}
