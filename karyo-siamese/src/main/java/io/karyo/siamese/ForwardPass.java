package io.karyo.siamese;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.MaxPooling2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network as prediction runs it: on a CPU as {@link PatchNetwork}, else operations one by one,
 * without a SameDiff session, whose bookkeeping grows with every call.
 *
 * <p>Both give an image the same bits in every batch.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close} excepted. On a CPU the calling
 * thread should be one of {@link Workers}.
 */
final class ForwardPass implements AutoCloseable {

  static final double EPSILON = 1e-12;

  static final Pooling2DConfig POOL =
      Pooling2DConfig.builder()
          .kH(2)
          .kW(2)
          .sH(2)
          .sW(2)
          .isNHWC(false)
          // With padding, ND4J's gradient of pooling an odd side is wrong.
          .paddingMode(PaddingMode.VALID)
          .build();

  private static final float[] NO_MASK = {};

  private final EncoderNetwork network;
  private final Weights weights;
  private final boolean normalised;

  /** Where patches are not used. */
  private final @Nullable DenseLayer dense;

  private final float[] biases;
  private final @Nullable PatchNetwork patches;
  private final Queue<PatchNetwork.Shard> shards = new ConcurrentLinkedQueue<>();

  /**
   * Takes weights over.
   *
   * @param weights closed with this; must not change any more
   */
  ForwardPass(EncoderNetwork network, Weights weights, boolean normalised) {
    this(network, weights, normalised, Backend.onCpu() && PatchNetwork.suits(network));
  }

  ForwardPass(EncoderNetwork network, Weights weights, boolean normalised, boolean inPatches) {
    this.network = network;
    this.weights = weights;
    this.normalised = normalised;
    this.biases = weights.values(Weights.DENSE_BIAS);
    if (inPatches) {
      dense = null;
      patches = new PatchNetwork(network, biases.length);
      patches.take(weights);
    } else {
      dense = new DenseLayer(weights, Weights.DENSE, Weights.DENSE_BIAS);
      patches = null;
    }
  }

  static Conv2DConfig convolution(EncoderNetwork.Convolution convolution) {
    return Conv2DConfig.builder()
        .kH(convolution.kernel())
        .kW(convolution.kernel())
        .sH(convolution.stride())
        .sW(convolution.stride())
        .dataFormat("NCHW")
        .paddingMode(PaddingMode.SAME)
        .build();
  }

  /**
   * Embeds images.
   *
   * @param images {@code count} images, row-major
   * @param sizes {@code count · SIZES} numbers; not looked at by a network without sizes
   * @param count how many images
   * @return {@code count} embeddings
   */
  float[][] embed(float[] images, float[] sizes, int count) {
    float[][] embeddings = new float[count][];
    if (patches != null) {
      embedInPatches(patches, images, sizes, embeddings);
    } else if (dense != null) {
      float[] features = convolve(images, count);
      int flat = network.flat();
      for (int n = 0; n < count; n++) {
        float[] sum = dense.start();
        dense.add(features, n * flat, flat, 0, sum);
        if (network.sizes()) {
          dense.add(sizes, n * Specimen.SIZES, Specimen.SIZES, flat, sum);
        }
        embeddings[n] = sum;
      }
    }
    for (float[] embedding : embeddings) {
      finish(embedding);
    }
    return embeddings;
  }

  private void embedInPatches(
      PatchNetwork network, float[] images, float[] sizes, float[][] embeddings) {
    PatchNetwork.Shard idle = shards.poll();
    PatchNetwork.Shard shard = idle != null ? idle : network.new Shard();
    try {
      int size = biases.length;
      float[] products = new float[embeddings.length * size];
      for (int from = 0; from < embeddings.length; from += PatchNetwork.IMAGES_PER_SHARD) {
        int here = Math.min(PatchNetwork.IMAGES_PER_SHARD, embeddings.length - from);
        shard.embed(images, sizes, NO_MASK, from, here, products);
      }
      for (int n = 0; n < embeddings.length; n++) {
        embeddings[n] = Arrays.copyOfRange(products, n * size, (n + 1) * size);
        for (int j = 0; j < size; j++) {
          embeddings[n][j] += biases[j];
        }
      }
    } finally {
      shards.add(shard);
    }
  }

  private float[] convolve(float[] images, int count) {
    INDArray layer =
        Nd4j.create(images, new long[] {count, 1, network.height(), network.width()}, 'c');
    for (int i = 0; i < network.convolutions().size(); i++) {
      EncoderNetwork.Convolution convolution = network.convolutions().get(i);
      INDArray next =
          Nd4j.exec(
              new Conv2D(
                  layer,
                  weights.get(Weights.kernel(i)),
                  weights.get(Weights.bias(i)),
                  null,
                  convolution(convolution)))[0];
      layer.close();
      layer = next;
      Nd4j.exec(new RectifiedLinear(layer, layer, 0));
      if (convolution.pool()) {
        INDArray pooled = Nd4j.exec(new MaxPooling2D(layer, null, POOL))[0];
        layer.close();
        layer = pooled;
      }
    }
    float[] features = layer.reshape('c', new long[] {layer.length()}).toFloatVector();
    layer.close();
    return features;
  }

  private void finish(float[] sum) {
    if (network.sigmoid()) {
      DenseLayer.sigmoid(sum);
    }
    if (normalised) {
      double squares = 0;
      for (float value : sum) {
        squares += (double) value * value;
      }
      float norm = (float) Math.sqrt(squares + EPSILON);
      for (int j = 0; j < sum.length; j++) {
        sum[j] /= norm;
      }
    }
  }

  Weights weights() {
    return weights;
  }

  @Override
  public void close() {
    if (patches != null) {
      patches.close();
    }
    weights.close();
  }
}
