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
 * the result for an embedding must not depend on the others in the list.
 */
@FunctionalInterface
public interface TrainedClassifier extends AutoCloseable {

  /**
   * Classifies embeddings.
   *
   * @param embeddings any number of embeddings of the size used in training
   * @return the probabilities of each, in the same order
   * @throws IllegalArgumentException if an embedding has another size
   */
  List<TypeProbabilities> classify(List<Embedding> embeddings);

  /**
   * Finds the nearest training embeddings.
   *
   * @param embedding an embedding of the size used in training
   * @param count the maximum number of results, at least 1
   * @return the neighbours, the nearest first; empty unless this classifier stores training
   *     embeddings
   */
  default List<Explanation.Neighbour> nearest(Embedding embedding, int count) {
    return List.of();
  }

  /**
   * Writes what {@link EmbeddingClassifier#restore} needs.
   *
   * @param sink receives arrays and a state
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException unless overridden
   */
  default void save(ModelSink sink) throws IOException {
    throw new UnsupportedOperationException("this classifier must override save to be saved");
  }

  /**
   * Adapts the classifier to embeddings of another laboratory's chromosomes. The training starts
   * from this classifier and stays near it; types that the new embeddings lack are not forgotten.
   *
   * @param training the new embeddings, possibly of only a few cells
   * @return a new classifier; this one is unchanged
   * @throws UnsupportedOperationException unless overridden
   */
  default TrainedClassifier adapt(ClassifierTraining training) {
    throw new UnsupportedOperationException("this classifier must override adapt to be adapted");
  }

  /** Frees memory outside the heap; a second call does nothing. */
  @Override
  default void close() {}
}
