package io.karyo.spi;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;

/**
 * The input for the training of a {@link SiameseEncoder}.
 *
 * @param training the chromosomes to draw pairs of
 * @param validation the chromosomes for choosing the best epoch; may be empty
 * @param pairSampler draws the pairs
 * @param seed the random seed
 * @param threads the maximum number of threads that the encoder may use, at least 1
 * @param listener receives each epoch
 * @param cancellation checked between batches
 * @param checkpoints stores the state after each epoch; an encoder need not use it
 */
public record EncoderTraining(
    List<Example> training,
    List<Example> validation,
    PairSampler pairSampler,
    long seed,
    int threads,
    TrainingListener listener,
    Cancellation cancellation,
    Checkpoints checkpoints) {

  /**
   * Creates a training without checkpoints.
   *
   * @param training the chromosomes to draw pairs of
   * @param validation the chromosomes for choosing the best epoch; may be empty
   * @param pairSampler draws the pairs
   * @param seed the random seed
   * @param threads the maximum number of threads that the encoder may use, at least 1
   * @param listener receives each epoch
   * @param cancellation checked between batches
   */
  public EncoderTraining(
      List<Example> training,
      List<Example> validation,
      PairSampler pairSampler,
      long seed,
      int threads,
      TrainingListener listener,
      Cancellation cancellation) {
    this(
        training, validation, pairSampler, seed, threads, listener, cancellation, Checkpoints.NONE);
  }

  /**
   * A chromosome of a known type.
   *
   * @param chromosome the chromosome
   * @param type its type
   */
  public record Example(PreparedChromosome chromosome, ChromosomeType type) {
    public Example {
      Objects.requireNonNull(chromosome, "chromosome");
      Objects.requireNonNull(type, "type");
    }
  }

  public EncoderTraining {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    Objects.requireNonNull(pairSampler, "pairSampler");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    Objects.requireNonNull(checkpoints, "checkpoints");
    if (training.isEmpty()) {
      throw new IllegalArgumentException("training: must have at least one chromosome, found none");
    }
    Require.atLeast("threads", threads, 1);
  }
}
