package io.karyo.spi;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Explanation;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelSink;
import java.io.IOException;
import java.util.List;

/**
 * A trained classifier of embeddings.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * the answer for an embedding must not depend on which others are in the list.
 */
@FunctionalInterface
public interface TrainedClassifier extends AutoCloseable {

  /**
   * Tells the types of embeddings.
   *
   * @param embeddings any number of embeddings of the size that was trained with
   * @return the probabilities of each, in the same order
   * @throws IllegalArgumentException if an embedding has another size
   */
  List<TypeProbabilities> classify(List<Embedding> embeddings);

  /**
   * Finds the training embeddings that are nearest.
   *
   * @param embedding an embedding of the size that was trained with
   * @param count how many are wanted, at least 1
   * @return at most as many, the nearest first; empty unless this classifier keeps them
   */
  default List<Explanation.Neighbour> nearest(Embedding embedding, int count) {
    return List.of();
  }

  /**
   * Writes what {@link EmbeddingClassifier#restore} needs.
   *
   * @param sink where to
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException unless overridden
   */
  default void save(ModelSink sink) throws IOException {
    throw new UnsupportedOperationException("this classifier must override save to be saved");
  }

  /**
   * Learns from the embeddings of another laboratory's chromosomes, beginning where this classifier
   * is and staying near; types that they do not show are not forgotten.
   *
   * @param training the new embeddings, perhaps of a few cells only
   * @return a new classifier; this one stays as it is
   * @throws UnsupportedOperationException unless overridden
   */
  default TrainedClassifier adapt(ClassifierTraining training) {
    throw new UnsupportedOperationException("this classifier must override adapt to be adapted");
  }

  /** Frees what the classifier holds outside the heap; a second call does nothing. */
  @Override
  default void close() {}
}
