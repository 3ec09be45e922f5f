package io.karyo.spi;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;

/**
 * Learns an embedding from pairs of chromosomes: a plug-in interface.
 *
 * <p><b>Thread safety:</b> implementations must be immutable; each training has its own state.
 * <b>Determinism:</b> equal training data, settings and seed must give equal encoders on the same
 * machine.
 */
@FunctionalInterface
public interface SiameseEncoder extends Part {

  /**
   * Trains an encoder.
   *
   * @param training data, pair sampler, seed, listener and cancellation
   * @return the trained encoder
   * @throws TrainingDivergedException if the loss is not a number or all embeddings collapse to one
   *     point
   * @throws java.util.concurrent.CancellationException if the training was cancelled
   */
  TrainedEncoder train(EncoderTraining training);

  /**
   * Restores a trained encoder from what {@link TrainedEncoder#save} wrote.
   *
   * @param source the written arrays and state
   * @return an encoder that gives the same embeddings
   * @throws ModelFormatException if the arrays do not fit this encoder
   * @throws UnsupportedOperationException unless overridden
   */
  default TrainedEncoder restore(ModelSource source) {
    throw new UnsupportedOperationException(
        "encoder '" + id() + "': must override restore to be loaded from a model file");
  }
}
