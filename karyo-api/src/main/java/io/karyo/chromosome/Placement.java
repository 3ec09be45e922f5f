package io.karyo.chromosome;

import io.karyo.image.Polarity;
import java.util.List;
import java.util.Objects;

/**
 * Where a chromosome stands in the karyotype of its cell, and how surely. All probabilities take
 * the whole cell into account.
 *
 * @param chromosome its place in the cell, from 0
 * @param designation what it is taken for
 * @param probability of that, 0 to 1; no alternative has a higher one
 * @param margin how much less probable the best karyotype becomes if this designation is forbidden:
 *     natural logarithm of the ratio, at least 0; infinite for a pinned chromosome
 * @param alternatives what else it could be, the most probable first
 * @param polarity which way up it lies in its image
 * @param polarityProbability of that, 0 to 1
 * @param pinned whether the designation was given by the caller
 * @param review whether it is too doubtful for the precision that is wanted, or one of two that are
 *     nearly as probable as each other, or looks like no chromosome
 */
public record Placement(
    int chromosome,
    Designation designation,
    double probability,
    double margin,
    List<Alternative> alternatives,
    Polarity polarity,
    double polarityProbability,
    boolean pinned,
    boolean review) {

  /**
   * What a chromosome could be besides.
   *
   * @param designation the other designation
   * @param probability 0 to 1
   */
  public record Alternative(Designation designation, double probability) {
    public Alternative {
      Objects.requireNonNull(designation, "designation");
    }
  }

  public Placement {
    Objects.requireNonNull(designation, "designation");
    Objects.requireNonNull(polarity, "polarity");
    alternatives = List.copyOf(alternatives);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability: must be 0 to 1, found " + probability);
    }
    if (!(polarityProbability >= 0 && polarityProbability <= 1)) {
      throw new IllegalArgumentException(
          "polarityProbability: must be 0 to 1, found " + polarityProbability);
    }
    if (!(margin >= 0)) {
      throw new IllegalArgumentException("margin: must be at least 0, found " + margin);
    }
  }
}
