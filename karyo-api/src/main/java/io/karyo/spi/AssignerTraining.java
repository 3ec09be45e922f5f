package io.karyo.spi;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a {@link KaryotypeAssigner} trains with.
 *
 * @param training chromosomes that encoder and classifier have learned from
 * @param validation whole cells that they have not learned from; may be empty
 * @param seed the seed of all draws
 * @param listener receives the assigner's steps as progress of {@link
 *     TrainingListener.Stage#ASSIGNER}, of which they are the second half
 * @param cancellation is asked between steps
 */
public record AssignerTraining(
    List<Example> training,
    List<KnownCell> validation,
    long seed,
    TrainingListener listener,
    Cancellation cancellation) {

  /**
   * A chromosome of a known type, as it lies in its image.
   *
   * @param chromosome what is known of it
   * @param type its type
   * @param cell its cell, if known
   * @param patient whose it is, if known
   */
  public record Example(
      Classification chromosome,
      ChromosomeType type,
      Optional<String> cell,
      Optional<String> patient) {
    public Example {
      Objects.requireNonNull(chromosome, "chromosome");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(cell, "cell");
      Objects.requireNonNull(patient, "patient");
    }

    /**
     * Takes a chromosome of a patient who is not known.
     *
     * @param chromosome what is known of it
     * @param type its type
     * @param cell its cell, if known
     */
    public Example(Classification chromosome, ChromosomeType type, Optional<String> cell) {
      this(chromosome, type, cell, Optional.empty());
    }
  }

  /**
   * A cell whose types are known.
   *
   * @param chromosomes what is known of each chromosome
   * @param types its type, in the same order
   * @param patient whose it is, if known
   */
  public record KnownCell(
      List<CellEvidence.Chromosome> chromosomes,
      List<ChromosomeType> types,
      Optional<String> patient) {
    public KnownCell {
      chromosomes = List.copyOf(chromosomes);
      types = List.copyOf(types);
      Objects.requireNonNull(patient, "patient");
      Require.that(
          chromosomes.size() == types.size(), "types", "" + chromosomes.size(), types.size());
    }
  }

  public AssignerTraining {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    if (training.isEmpty()) {
      throw new IllegalArgumentException("training: must have at least one chromosome, found none");
    }
  }

  /**
   * A training that nobody listens to.
   *
   * @param training as above
   * @param validation as above
   * @param seed as above
   * @param cancellation as above
   */
  public AssignerTraining(
      List<Example> training, List<KnownCell> validation, long seed, Cancellation cancellation) {
    this(training, validation, seed, TrainingListener.NONE, cancellation);
  }
}
