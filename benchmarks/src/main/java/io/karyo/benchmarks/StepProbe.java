package io.karyo.benchmarks;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.Engine;
import io.karyo.network.NetworkInput;
import io.karyo.samediff.StepRule;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.internal.ForwardPass;
import io.karyo.siamese.internal.GradientPass;
import io.karyo.siamese.internal.PatchNetwork;
import io.karyo.spi.Pair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The gradient step and the forward pass of the default encoder, bare of what comes before and
 * after them, which the public API does not show. The only place that knows the training engine.
 *
 * <p>Not thread-safe.
 */
public final class StepProbe implements AutoCloseable {

  /** How much of a training is done where {@link #step} takes its steps. */
  public static final double HALF_WAY = 0.5;

  private final EncoderNetwork network;
  private final boolean normalised;
  private final Weights weights;
  private final GradientPass gradients;
  private final StepRule steps;
  private @Nullable ForwardPass forwardPass;

  /**
   * Draws a network.
   *
   * @param encoder its configuration
   * @param seed the seed of its weights
   */
  public StepProbe(SameDiffEncoder encoder, long seed) {
    network = encoder.network();
    normalised = encoder.normalised();
    weights = Weights.drawn(network, encoder.embeddingSize(), new SplittableRandom(seed));
    Workers workers = new Workers(threads());
    gradients =
        GradientPass.of(Engine.AUTOMATIC, network, weights, normalised, encoder.loss(), workers);
    steps = new StepRule(encoder.optimizer(), weights, workers);
  }

  /**
   * Returns the learning rate of an encoder's schedule.
   *
   * @param encoder the configuration
   * @param share how much of the training is done, 0 to 1
   * @return the learning rate then
   */
  public static double learningRate(SameDiffEncoder encoder, double share) {
    return encoder.optimizer().learningRateAt(share);
  }

  /**
   * Returns a copy of the weights as they are now.
   *
   * @return row-major arrays by name: {@code kernel0} {@code [k, k, in, out]}, {@code bias0}, …,
   *     {@code dense} {@code [in, out]}, {@code dense_bias}
   */
  public Map<String, float[]> weights() {
    Map<String, float[]> copy = new LinkedHashMap<>();
    weights.names().forEach(name -> copy.put(name, weights.values(name)));
    return copy;
  }

  /**
   * Trains one step, at the learning rate of the middle of a training.
   *
   * @param images {@code count} images, row-major
   * @param sizes six numbers an image
   * @param count how many images
   * @param pairs the pairs, as indices of the images
   * @return the loss
   */
  public double step(float[] images, float[] sizes, int count, List<Pair> pairs) {
    forget();
    return steps.apply(gradients.compute(images, sizes, new float[0], count, pairs), HALF_WAY, 1);
  }

  /**
   * Embeds images as a saved model does, shared out to threads.
   *
   * @param images {@code count} images, row-major
   * @param sizes six numbers an image
   * @param count how many images
   * @return an embedding each
   */
  public float[][] embed(float[] images, float[] sizes, int count) {
    ForwardPass pass = forwardPass;
    if (pass == null) {
      pass = new ForwardPass(Engine.AUTOMATIC, network, weights.copy(), normalised);
      forwardPass = pass;
    }
    ForwardPass forward = pass;
    int pixels = network.height() * network.width();
    float[][] embeddings = new float[count][];
    Workers workers = Workers.ofCaller();
    int even = (count + workers.threads() - 1) / workers.threads();
    int size = Math.min(PatchNetwork.IMAGES_PER_SHARD, even);
    workers.run(
        (count + size - 1) / size,
        i -> {
          int from = i * size;
          int to = Math.min(count, from + size);
          float[][] some =
              forward.embed(
                  Arrays.copyOfRange(images, from * pixels, to * pixels),
                  Arrays.copyOfRange(sizes, from * NetworkInput.SIZES, to * NetworkInput.SIZES),
                  to - from);
          System.arraycopy(some, 0, embeddings, from, to - from);
        });
    return embeddings;
  }

  private static int threads() {
    return Runtime.getRuntime().availableProcessors();
  }

  private void forget() {
    if (forwardPass != null) {
      forwardPass.close();
      forwardPass = null;
    }
  }

  @Override
  public void close() {
    forget();
    gradients.close();
    steps.close();
    weights.close();
  }
}
