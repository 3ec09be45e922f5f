package io.karyo.spi;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;

/**
 * Learns to find the karyotype of a whole cell: a plug-in interface.
 *
 * <p><b>Thread safety:</b> implementations must be immutable. <b>Determinism:</b> equal training
 * data, settings and seed must give equal assigners on the same machine.
 */
@FunctionalInterface
public interface KaryotypeAssigner extends Part {

  /**
   * Trains an assigner.
   *
   * @param training known chromosomes and cells
   * @return the trained assigner
   * @throws java.util.concurrent.CancellationException if the training was cancelled
   */
  TrainedAssigner train(AssignerTraining training);

  /**
   * Restores a trained assigner from what {@link TrainedAssigner#save} wrote.
   *
   * @param source the written arrays and state
   * @return an assigner that gives the same answers
   * @throws ModelFormatException if the arrays do not fit this assigner
   * @throws UnsupportedOperationException unless overridden
   */
  default TrainedAssigner restore(ModelSource source) {
    throw new UnsupportedOperationException(
        "assigner '" + id() + "': must override restore to be loaded from a model file");
  }
}
