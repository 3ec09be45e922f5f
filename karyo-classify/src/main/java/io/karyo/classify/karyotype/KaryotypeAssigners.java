package io.karyo.classify.karyotype;

import io.karyo.spi.KaryotypeAssigner;

/**
 * Creates the assigner of this module.
 *
 * <p><b>Thread safety:</b> assigners and trained assigners are immutable.
 */
public final class KaryotypeAssigners {

  private KaryotypeAssigners() {}

  /**
   * Creates an assigner that finds the most probable designations of all chromosomes of a cell at
   * once; the default.
   *
   * <p><b>Method:</b> the total cost of a cell is the sum of −log p(type | image), minus the
   * similarity of homologues (band profile, length and area), plus a price for each chromosome
   * beyond or short of two of each autosome and XX or XY. It is minimised exactly, as a
   * minimum-cost flow (Ahuja, Magnanti and Orlin, "Network Flows", 1993, section 9.7). A chromosome
   * that is not typical of any type can be a marker instead. Polarity is found from the distances
   * of the embeddings of the image and of the turned image to the mean of the type, and from the
   * band profile.
   *
   * <p>Prices, weights and thresholds are chosen on the validation cells, as they are and with a
   * chromosome added, removed or both. Without validation cells they are fixed round numbers, and
   * margins are used uncalibrated. A margin is exact: how much more the best solution costs if a
   * designation is forbidden.
   *
   * @return the assigner, id {@code "optimal"}
   */
  public static KaryotypeAssigner optimal() {
    return new OptimalAssigner();
  }
}
