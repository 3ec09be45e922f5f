package io.karyo.spi;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The input of a {@link TrainedAssigner}: the evidence for the chromosomes of a cell.
 *
 * @param chromosomes one entry per chromosome
 * @param precision the target share of correct designations among those not marked for review, more
 *     than 0 and at most 1
 */
public record CellEvidence(List<Chromosome> chromosomes, double precision) {

  /**
   * The evidence for one chromosome.
   *
   * @param number its position in the cell, from 0
   * @param asItLies its classification by itself, in the orientation of its image
   * @param turned its classification when turned by 180 degrees
   * @param pinned the designation that it must get, if known
   * @param polarity its polarity, if known; a {@link Karyotyper} takes it from {@link
   *     ChromosomeImage#polarity}
   */
  public record Chromosome(
      int number,
      Classification asItLies,
      Classification turned,
      Optional<Designation> pinned,
      Optional<Polarity> polarity) {

    public Chromosome {
      Objects.requireNonNull(asItLies, "asItLies");
      Objects.requireNonNull(turned, "turned");
      Objects.requireNonNull(pinned, "pinned");
      Objects.requireNonNull(polarity, "polarity");
    }

    /**
     * Creates the evidence for a chromosome of unknown designation and polarity.
     *
     * @param number its position in the cell, from 0
     * @param asItLies its classification in the orientation of its image
     * @param turned its classification when turned by 180 degrees
     */
    public Chromosome(int number, Classification asItLies, Classification turned) {
      this(number, asItLies, turned, Optional.empty(), Optional.empty());
    }

    /**
     * Returns this evidence for another position in the cell.
     *
     * @param position the position, from 0
     * @return the evidence
     */
    public Chromosome withNumber(int position) {
      return new Chromosome(position, asItLies, turned, pinned, polarity);
    }

    /**
     * Returns this evidence with another pinned designation.
     *
     * @param designation the designation determined by a person, if any
     * @return the evidence
     */
    public Chromosome withPinned(Optional<Designation> designation) {
      return new Chromosome(number, asItLies, turned, designation, polarity);
    }

    /**
     * Returns this evidence with a known polarity.
     *
     * @param given whether the p arm is up or down in the image
     * @return the evidence
     */
    public Chromosome withPolarity(Polarity given) {
      return new Chromosome(number, asItLies, turned, pinned, Optional.of(given));
    }

    /**
     * Returns the classification of the chromosome by itself with the p arm up.
     *
     * @param polarity its polarity in the image
     * @return one of the two classifications
     */
    public Classification upright(Polarity polarity) {
      return polarity == Polarity.P_UP ? asItLies : turned;
    }
  }

  public CellEvidence {
    chromosomes = List.copyOf(chromosomes);
    Require.that(
        precision > 0 && precision <= 1, "precision", "more than 0 and at most 1", precision);
  }
}
