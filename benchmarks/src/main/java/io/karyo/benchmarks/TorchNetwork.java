package io.karyo.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.AdamW;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.karyo.chromosome.ChromosomeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The same network, loss and optimizer in PyTorch, through DJL: eager operations on NCHW arrays,
 * without the bookkeeping of DJL's blocks and trainer, which would only cost.
 *
 * <p>karyo pads a convolution of stride 2 unevenly, more at the bottom and right; PyTorch pads
 * evenly, which at stride 2 comes to more at the top and left. So the network lives here upside
 * down: on pictures turned by half a turn, with kernels turned likewise, it gives karyo's
 * embeddings up to rounding.
 *
 * <p>Not thread-safe.
 */
final class TorchNetwork implements AutoCloseable {

  private static final String ENGINE = "PyTorch";
  private static final float TEMPERATURE = 0.1f;
  private static final float WEIGHT_DECAY = 0.05f;
  private static final Shape FLAT = new Shape(-1, 1);

  private final NetworkShape shape;
  private final NetworkShape.Layer[] layers;
  private final NDManager manager;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();
  private final Optimizer decaying;
  private final Optimizer plain;
  private float learningRate;

  /**
   * Takes a network over.
   *
   * @param values karyo's arrays by name
   * @param learningRate of the first steps
   */
  TorchNetwork(NetworkShape shape, Map<String, float[]> values, double learningRate) {
    this.shape = shape;
    this.layers = shape.layers();
    this.learningRate = (float) learningRate;
    manager = Engine.getEngine(ENGINE).newBaseManager();
    Tracker tracker = update -> this.learningRate;
    decaying =
        AdamW.builder().optLearningRateTracker(tracker).optWeightDecays(WEIGHT_DECAY).build();
    plain = AdamW.builder().optLearningRateTracker(tracker).optWeightDecays(0).build();
    values.forEach((name, array) -> weights.put(name, weight(name, array)));
  }

  /** Has PyTorch use so many threads, from its first array on. */
  static void configure(int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
  }

  static String version() {
    return Engine.getEngine(ENGINE).getVersion();
  }

  private NDArray weight(String name, float[] values) {
    NDArray weight;
    if (name.startsWith("kernel")) {
      weight = kernel(values, layers[Integer.parseInt(name.substring("kernel".length()))]);
    } else if (name.equals("dense")) {
      weight = dense(values);
    } else {
      weight = manager.create(values);
    }
    weight.setRequiresGradient(true);
    return weight;
  }

  /** From {@code [k, k, in, out]} to {@code [out, in, k, k]}, turned. */
  private NDArray kernel(float[] values, NetworkShape.Layer layer) {
    int k = layer.kernel();
    float[] turned = new float[values.length];
    int i = 0;
    for (int y = k - 1; y >= 0; y--) {
      for (int x = k - 1; x >= 0; x--) {
        for (int in = 0; in < layer.in(); in++) {
          for (int out = 0; out < layer.out(); out++) {
            turned[((out * layer.in() + in) * k + y) * k + x] = values[i++];
          }
        }
      }
    }
    return manager.create(turned, new Shape(layer.out(), layer.in(), k, k));
  }

  /** The rows of each channel in opposite order; those of the sizes as they are. */
  private NDArray dense(float[] values) {
    NetworkShape.Layer last = layers[layers.length - 1];
    int places = last.rows() * last.columns();
    int width = shape.embedding();
    float[] turned = values.clone();
    for (int channel = 0; channel < last.out(); channel++) {
      for (int place = 0; place < places; place++) {
        System.arraycopy(
            values,
            (channel * places + place) * width,
            turned,
            (channel * places + places - 1 - place) * width,
            width);
      }
    }
    return manager.create(turned, new Shape(shape.denseInputs(), width));
  }

  /** Turns pictures by half a turn, in place of those given. */
  PictureProbe.Drawn turned(PictureProbe.Drawn inputs) {
    int pixels = shape.pixels();
    float[] images = new float[inputs.images().length];
    for (int i = 0; i < images.length; i++) {
      images[i - i % pixels + (pixels - 1 - i % pixels)] = inputs.images()[i];
    }
    return new PictureProbe.Drawn(images, inputs.sizes(), inputs.count());
  }

  private NDArray weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  private NDArray forward(NDManager step, PictureProbe.Drawn inputs) {
    NDArray layer =
        step.create(
            inputs.images(),
            new Shape(inputs.count(), 1, shape.network().height(), shape.network().width()));
    for (int i = 0; i < layers.length; i++) {
      NetworkShape.Layer c = layers[i];
      layer =
          Conv2d.conv2d(
                  layer,
                  weight("kernel" + i),
                  weight("bias" + i),
                  new Shape(c.stride(), c.stride()),
                  new Shape((c.padHeight() + 1) / 2, (c.padWidth() + 1) / 2))
              .singletonOrThrow()
              .getNDArrayInternal()
              .relu();
    }
    NDArray sizes = step.create(inputs.sizes(), new Shape(inputs.count(), PictureProbe.SIZES));
    NDArray features = layer.reshape(inputs.count(), shape.flat()).concat(sizes, 1);
    NDArray dense = features.matMul(weight("dense")).add(weight("dense_bias"));
    return dense.div(dense.square().sum(new int[] {1}, true).add(1e-12f).sqrt());
  }

  /** Embeds pictures that are {@link #turned}. */
  float[][] embed(PictureProbe.Drawn inputs) {
    boolean tracked = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDManager step = manager.newSubManager()) {
      float[] values = forward(step, inputs).toFloatArray();
      float[][] embeddings = new float[inputs.count()][shape.embedding()];
      for (int n = 0; n < embeddings.length; n++) {
        System.arraycopy(values, n * shape.embedding(), embeddings[n], 0, shape.embedding());
      }
      return embeddings;
    } finally {
      JniUtils.setGradMode(tracked);
    }
  }

  /**
   * Trains one step on pictures that are {@link #turned}.
   *
   * @return the loss
   */
  double step(PictureProbe.Drawn inputs, List<ChromosomeType> types) {
    try (NDManager step = manager.newSubManager()) {
      double value;
      try (GradientCollector collector = Engine.getEngine(ENGINE).newGradientCollector()) {
        NDArray loss = loss(step, forward(step, inputs), types);
        collector.backward(loss);
        value = loss.toFloatArray()[0];
      }
      weights.forEach(
          (name, weight) -> {
            Optimizer optimizer = weight.getShape().dimension() > 1 ? decaying : plain;
            try (NDArray gradient = weight.getGradient()) {
              optimizer.update(name, weight, gradient);
            }
            JniUtils.zeroGrad((PtNDArray) weight);
          });
      return value;
    }
  }

  /** The supervised contrastive loss over all pairs of a batch. */
  private static NDArray loss(NDManager step, NDArray embeddings, List<ChromosomeType> types) {
    NDArray column =
        step.create(types.stream().mapToInt(ChromosomeType::ordinal).toArray()).reshape(FLAT);
    NDArray others = step.eye(types.size()).mul(-1).add(1);
    NDArray similar = column.eq(column.transpose()).toType(DataType.FLOAT32, false).mul(others);
    NDArray logits = embeddings.matMul(embeddings.transpose()).sub(1).mul(1 / TEMPERATURE);
    NDArray all = logits.exp().mul(others).sum(new int[] {1}, true).add(1e-30f).log();
    NDArray terms = logits.sub(all).mul(similar).sum(new int[] {1});
    NDArray partners = similar.sum(new int[] {1});
    NDArray anchors = partners.sign().sum();
    return terms.div(partners.add(1e-9f)).sum().div(anchors.add(1e-9f)).neg();
  }

  void learningRate(double rate) {
    learningRate = (float) rate;
  }

  @Override
  public void close() {
    manager.close();
  }
}
