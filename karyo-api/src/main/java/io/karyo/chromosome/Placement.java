package io.karyo.chromosome;

import io.karyo.image.Polarity;
import java.util.List;
import java.util.Objects;

/**
 * The designation and polarity of a chromosome in the karyotype of its cell. All probabilities take
 * the whole cell into account.
 *
 * @param chromosome its position in the cell, from 0
 * @param designation its designation
 * @param probability the probability of the designation, 0 to 1; no alternative has a higher one
 * @param margin how much less probable the best karyotype without this designation is: natural
 *     logarithm of the ratio, at least 0; infinite for a pinned chromosome
 * @param alternatives the other possible designations, the most probable first
 * @param polarity whether the p arm is up or down in its image
 * @param polarityProbability the probability of that polarity, 0 to 1
 * @param pinned whether the designation was given by the caller
 * @param review whether a person should check it: it is too doubtful for the target precision, it
 *     has a nearly equally probable alternative, or it does not look like a chromosome
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
   * Another possible designation of a chromosome.
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
