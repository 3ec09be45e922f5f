package io.karyo.siamese.internal;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.Engine;
import io.karyo.network.PairLoss;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.spi.Pair;
import java.util.List;

/** Computes the loss of a batch and its gradient by each weight. Not thread-safe. */
public interface GradientPass extends AutoCloseable {

  /**
   * Chooses the way of an engine.
   *
   * @param weights the live weights: each batch is computed with what they are then
   * @param workers do the work on a CPU
   */
  static GradientPass of(
      Engine engine,
      EncoderNetwork network,
      Weights weights,
      boolean normalised,
      PairLoss loss,
      Workers workers) {
    return PatchNetwork.isChosen(engine, network)
        ? new ShardedPass(network, weights, normalised, loss, workers)
        : new TrainingGraph(network, weights, normalised, loss);
  }

  /**
   * Computes loss and gradients of a batch.
   *
   * @param images {@code n} images, row-major
   * @param sizes {@code n · SIZES} numbers
   * @param mask {@code n · denseInputs} numbers, 0 or 1/(1 − dropout); empty without dropout
   * @param count n
   * @param pairs the pairs, as indices of the images
   */
  GradientSession.Step compute(
      float[] images, float[] sizes, float[] mask, int count, List<Pair> pairs);

  @Override
  void close();
}
