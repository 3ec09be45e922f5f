package io.karyo.siamese.internal;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.Engine;
import io.karyo.network.NetworkInput;
import io.karyo.samediff.ScratchMemory;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
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
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close} excepted; as many compute at a
 * time as there are processors. On a CPU the calling thread should be one of {@link Workers}.
 */
public final class ForwardPass implements EmbeddingPass {

  public static final double EPSILON = 1e-12;

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

  /** A way through the network that one thread takes at a time. */
  @FunctionalInterface
  private interface Lane {

    /** Puts the embeddings of images in their places, but for sigmoid and norm. */
    void embed(float[] images, float[] sizes, float[][] embeddings);
  }

  private final EncoderNetwork network;
  private final Weights weights;
  private final boolean normalised;

  private final float[] biases;
  private final @Nullable PatchNetwork patches;
  private final ScratchMemory<Lane> lanes;

  /**
   * Takes weights over.
   *
   * @param weights closed with this; must not change any more
   */
  public ForwardPass(Engine engine, EncoderNetwork network, Weights weights, boolean normalised) {
    this(network, weights, normalised, PatchNetwork.isChosen(engine, network));
  }

  public ForwardPass(
      EncoderNetwork network, Weights weights, boolean normalised, boolean inPatches) {
    this.network = network;
    this.weights = weights;
    this.normalised = normalised;
    this.biases = weights.values(EncoderNetwork.DENSE_BIAS);
    if (inPatches) {
      PatchNetwork inShards = new PatchNetwork(network, biases.length);
      inShards.take(weights);
      patches = inShards;
      lanes = new ScratchMemory<>(() -> lane(inShards.new Shard()), lane -> {});
    } else {
      DenseLayer dense = new DenseLayer(weights, EncoderNetwork.DENSE, EncoderNetwork.DENSE_BIAS);
      patches = null;
      lanes = new ScratchMemory<>(() -> lane(dense), lane -> {});
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

  @Override
  public float[][] embed(float[] images, float[] sizes, int count) {
    float[][] embeddings = new float[count][];
    lanes.use(lane -> lane.embed(images, sizes, embeddings));
    for (float[] embedding : embeddings) {
      finish(embedding);
    }
    return embeddings;
  }

  private Lane lane(PatchNetwork.Shard shard) {
    return (images, sizes, embeddings) -> {
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
    };
  }

  private Lane lane(DenseLayer dense) {
    return (images, sizes, embeddings) -> {
      float[] features = convolve(images, embeddings.length);
      int flat = network.flat();
      for (int n = 0; n < embeddings.length; n++) {
        float[] sum = dense.start();
        dense.add(features, n * flat, flat, 0, sum);
        if (network.sizes()) {
          dense.add(sizes, n * NetworkInput.SIZES, NetworkInput.SIZES, flat, sum);
        }
        embeddings[n] = sum;
      }
    };
  }

  private float[] convolve(float[] images, int count) {
    INDArray layer =
        Nd4j.create(images, new long[] {count, 1, network.height(), network.width()}, 'c');
    try {
      for (int i = 0; i < network.convolutions().size(); i++) {
        EncoderNetwork.Convolution convolution = network.convolutions().get(i);
        layer =
            instead(
                layer,
                new Conv2D(
                    layer,
                    weights.get(EncoderNetwork.kernel(i)),
                    weights.get(EncoderNetwork.bias(i)),
                    null,
                    convolution(convolution)));
        Nd4j.exec(new RectifiedLinear(layer, layer, 0));
        if (convolution.pool()) {
          layer = instead(layer, new MaxPooling2D(layer, null, POOL));
        }
      }
      return layer.reshape('c', new long[] {layer.length()}).toFloatVector();
    } finally {
      layer.close();
    }
  }

  /** The result of an operation in the place of its input. */
  private static INDArray instead(INDArray input, CustomOp operation) {
    INDArray result = Nd4j.exec(operation)[0];
    input.close();
    return result;
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

  @Override
  public Weights weights() {
    return weights;
  }

  /** Returns for how many threads memory is held. */
  int lanes() {
    return patches == null ? lanes.count() : Math.max(lanes.count(), patches.scratches());
  }

  @Override
  public void close() {
    lanes.close();
    if (patches != null) {
      patches.close();
    }
    weights.close();
  }
}
