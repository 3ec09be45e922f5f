package io.karyo.classify.karyotype;

import io.karyo.spi.KaryotypeAssigner;

/**
 * Makes the assigner that comes with the library.
 *
 * <p><b>Thread safety:</b> assigners and trained assigners are immutable.
 */
public final class KaryotypeAssigners {

  private KaryotypeAssigners() {}

  /**
   * The most probable designations of all chromosomes of a cell at once; the default.
   *
   * <p><b>Method:</b> the sum of −log p(type | image) over the cell, less how alike homologues look
   * (band profile, length and area), plus a price for each chromosome too many or missing beside
   * two of each autosome and XX or XY, is minimised exactly, as a minimum-cost flow (Ahuja,
   * Magnanti and Orlin, "Network Flows", 1993, section 9.7). A chromosome that looks typical of no
   * type can be a marker instead. Which way up a chromosome lies is told by the distance of its
   * embedding from its type's mean, and that of its turned image, and by its band profile.
   *
   * <p>Prices, weights and thresholds are those that do best on the validation cells, as they are
   * and with a chromosome added, removed or both; without validation cells they are round numbers,
   * and doubt is taken from them. A margin is exact: what the best solution costs more when a
   * designation is forbidden.
   *
   * @return the assigner, id {@code "optimal"}
   */
  public static KaryotypeAssigner optimal() {
    return new OptimalAssigner();
  }
}
