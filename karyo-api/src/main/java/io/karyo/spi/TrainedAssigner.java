package io.karyo.spi;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds the karyotype of a whole cell from the classifications of its chromosomes.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * equal evidence must give equal results, and the order of the chromosomes must not matter.
 */
@FunctionalInterface
public interface TrainedAssigner {

  /**
   * Designates all chromosomes of a cell at once. Each gets one designation, a pinned one the given
   * one.
   *
   * @param cell the evidence for the chromosomes; may be empty
   * @return one placement per chromosome, in the same order
   */
  Assignment assign(CellEvidence cell);

  /**
   * Prices a cell by the types of its chromosomes alone, to compare ways in which the chromosomes
   * of a photograph may be parted. Chromosomes that join others must add at least the price that
   * they have alone, less that of no chromosomes; otherwise the best way may be missed.
   *
   * @param chromosomes the probabilities of the types of each chromosome; may be empty
   * @return the negative natural logarithm of the probability of the best karyotype, to which
   *     unusual numbers of chromosomes add; comparable between cells of different numbers. Empty if
   *     this assigner cannot price a cell
   */
  default OptionalDouble price(List<TypeProbabilities> chromosomes) {
    return OptionalDouble.empty();
  }

  /**
   * Returns the expected band profile of a type.
   *
   * @param type a type
   * @return the profile, empty if this assigner has none
   */
  default Optional<BandProfile> idealProfile(ChromosomeType type) {
    return Optional.empty();
  }

  /**
   * Measures how typical a chromosome looks of a plausible type; see {@link
   * Classification#typicality}.
   *
   * @param chromosome its classification
   * @return 0 to 1, empty if this assigner cannot measure it
   */
  default OptionalDouble typicality(Classification chromosome) {
    return OptionalDouble.empty();
  }

  /**
   * Estimates the polarity of a chromosome from its looks, ignoring a known polarity.
   *
   * @param chromosome the evidence; a pinned type counts as known
   * @return the natural logarithm of the likelihood ratio of p arm up against p arm down, finite;
   *     empty if this assigner cannot estimate it
   */
  default OptionalDouble uprightEvidence(CellEvidence.Chromosome chromosome) {
    return OptionalDouble.empty();
  }

  /**
   * Writes what {@link KaryotypeAssigner#restore} needs.
   *
   * @param sink receives arrays and a state
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException unless overridden
   */
  default void save(ModelSink sink) throws IOException {
    throw new UnsupportedOperationException("this assigner must override save to be saved");
  }

  /**
   * Adapts the assigner after its encoder was adapted to another laboratory.
   *
   * @param training chromosomes of the other laboratory, possibly of only a few cells
   * @return a new assigner, or this one if it has nothing to learn from them
   */
  default TrainedAssigner adapt(AssignerTraining training) {
    return this;
  }
}
