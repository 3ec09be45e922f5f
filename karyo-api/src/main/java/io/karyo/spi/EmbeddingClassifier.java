package io.karyo.spi;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;

/**
 * Learns to classify embeddings: a plug-in interface.
 *
 * <p><b>Thread safety:</b> implementations must be immutable; each training has its own state.
 * <b>Determinism:</b> equal training data, settings and seed must give equal classifiers on the
 * same machine.
 */
@FunctionalInterface
public interface EmbeddingClassifier extends Part {

  /**
   * Trains a classifier.
   *
   * @param training embeddings with their types, seed, listener and cancellation
   * @return the trained classifier
   * @throws TrainingDivergedException if the loss is not a number
   * @throws java.util.concurrent.CancellationException if the training was cancelled
   */
  TrainedClassifier train(ClassifierTraining training);

  /**
   * Restores a trained classifier from what {@link TrainedClassifier#save} wrote.
   *
   * @param source the written arrays and state
   * @return a classifier that gives the same probabilities
   * @throws ModelFormatException if the arrays do not fit this classifier
   * @throws UnsupportedOperationException unless overridden
   */
  default TrainedClassifier restore(ModelSource source) {
    throw new UnsupportedOperationException(
        "classifier '" + id() + "': must override restore to be loaded from a model file");
  }
}
