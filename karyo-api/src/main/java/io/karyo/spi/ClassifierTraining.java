package io.karyo.spi;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;

/**
 * The input for the training of an {@link EmbeddingClassifier}.
 *
 * @param training the training embeddings
 * @param validation the embeddings for choosing the best epoch; may be empty
 * @param seed the random seed
 * @param threads the maximum number of threads that the classifier may use, at least 1
 * @param listener receives each epoch
 * @param cancellation checked between batches
 */
public record ClassifierTraining(
    List<Example> training,
    List<Example> validation,
    long seed,
    int threads,
    TrainingListener listener,
    Cancellation cancellation) {

  /**
   * An embedding of a known type.
   *
   * @param embedding the embedding
   * @param type its type
   */
  public record Example(Embedding embedding, ChromosomeType type) {
    public Example {
      Objects.requireNonNull(embedding, "embedding");
      Objects.requireNonNull(type, "type");
    }
  }

  public ClassifierTraining {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    if (training.isEmpty()) {
      throw new IllegalArgumentException("training: must have at least one embedding, found none");
    }
    int size = training.get(0).embedding().size();
    for (List<Example> part : List.of(training, validation)) {
      for (Example example : part) {
        if (example.embedding().size() != size) {
          throw new IllegalArgumentException(
              "embeddings: must all have "
                  + size
                  + " coordinates, found one of "
                  + example.embedding().size());
        }
      }
    }
    Require.atLeast("threads", threads, 1);
  }
}
