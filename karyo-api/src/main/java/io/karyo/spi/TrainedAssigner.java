package io.karyo.spi;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.model.ModelSink;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds the karyotype of a whole cell from what each chromosome looks like by itself.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * equal evidence must give equal answers, and the order of the chromosomes must not matter.
 */
@FunctionalInterface
public interface TrainedAssigner {

  /**
   * Designates all chromosomes of a cell at once. Each of them gets one designation, a pinned one
   * that which was given.
   *
   * @param cell what is known of the chromosomes; may have none
   * @return a placement each, in the same order
   */
  Assignment assign(CellEvidence cell);

  /**
   * Returns what the band profile of a type looks like.
   *
   * @param type a type
   * @return the profile, empty if this assigner does not know
   */
  default Optional<BandProfile> idealProfile(ChromosomeType type) {
    return Optional.empty();
  }

  /**
   * Says how typical a chromosome looks of a type that it could be of; see {@link
   * Classification#typicality}.
   *
   * @param chromosome what is known of it
   * @return 0 to 1, empty if this assigner does not know
   */
  default OptionalDouble typicality(Classification chromosome) {
    return OptionalDouble.empty();
  }

  /**
   * Weighs by its looks alone which way up a chromosome lies, whatever the caller knows of that.
   *
   * @param chromosome what is known of it; it is of a known type if that is pinned
   * @return the natural logarithm of how much more likely it looks as it does with its p arm up
   *     than down, finite; empty if this assigner does not know
   */
  default OptionalDouble uprightEvidence(CellEvidence.Chromosome chromosome) {
    return OptionalDouble.empty();
  }

  /**
   * Writes what {@link KaryotypeAssigner#restore} needs.
   *
   * @param sink where to
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException unless overridden
   */
  default void save(ModelSink sink) throws IOException {
    throw new UnsupportedOperationException("this assigner must override save to be saved");
  }

  /**
   * Goes with an encoder that was adapted to another laboratory.
   *
   * @param training chromosomes of the other laboratory, perhaps of a few cells only
   * @return a new assigner, or this one if it has nothing to learn from them
   */
  default TrainedAssigner adapt(AssignerTraining training) {
    return this;
  }
}
