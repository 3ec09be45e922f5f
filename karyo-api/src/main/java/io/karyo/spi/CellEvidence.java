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
 * What a {@link TrainedAssigner} knows of the chromosomes of a cell.
 *
 * @param chromosomes one entry a chromosome
 * @param precision the share of designations that should be right among those not marked for
 *     review, more than 0 and at most 1
 */
public record CellEvidence(List<Chromosome> chromosomes, double precision) {

  /**
   * What is known of one chromosome.
   *
   * @param number its place in the cell, from 0
   * @param asItLies what it is taken for by itself, as it lies in its image
   * @param turned the same of the chromosome turned by 180 degrees
   * @param pinned the designation that it must get, if known
   * @param polarity which way up it lies, if known; a {@link Karyotyper} takes it from {@link
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
     * Takes a chromosome up of which nothing is given.
     *
     * @param number its place in the cell, from 0
     * @param asItLies what it is taken for as it lies
     * @param turned the same turned by 180 degrees
     */
    public Chromosome(int number, Classification asItLies, Classification turned) {
      this(number, asItLies, turned, Optional.empty(), Optional.empty());
    }

    /**
     * Returns this evidence with another pinned designation.
     *
     * @param designation what a person has determined the chromosome to be, if anything
     * @return the evidence
     */
    public Chromosome withPinned(Optional<Designation> designation) {
      return new Chromosome(number, asItLies, turned, designation, polarity);
    }

    /**
     * Returns this evidence with a known polarity.
     *
     * @param given which way up the chromosome lies in its image
     * @return the evidence
     */
    public Chromosome withPolarity(Polarity given) {
      return new Chromosome(number, asItLies, turned, pinned, Optional.of(given));
    }

    /**
     * Returns what the chromosome is taken for by itself when its p arm is up.
     *
     * @param polarity which way up it lies
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
