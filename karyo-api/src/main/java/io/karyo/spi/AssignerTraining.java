package io.karyo.spi;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The input for the training of a {@link KaryotypeAssigner}.
 *
 * @param training the chromosomes on which encoder and classifier were trained
 * @param validation whole cells on which they were not trained; may be empty
 * @param seed the random seed
 * @param listener receives the assigner's steps, as the second half of the progress of {@link
 *     TrainingListener.Stage#ASSIGNER}
 * @param cancellation checked between steps
 */
public record AssignerTraining(
    List<Example> training,
    List<KnownCell> validation,
    long seed,
    TrainingListener listener,
    Cancellation cancellation) {

  /**
   * A chromosome of a known type, in the orientation of its image.
   *
   * @param chromosome its classification
   * @param type its type
   * @param cell its cell, if known
   * @param patient its patient, if known
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
     * Creates an example of an unknown patient.
     *
     * @param chromosome its classification
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
   * @param chromosomes the evidence for each chromosome
   * @param types the type of each, in the same order
   * @param patient the patient, if known
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
   * Creates a training without a listener.
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
