package io.karyo.siamese;

import io.karyo.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.ToLongFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient on a CPU: a batch is cut into shards, and each goes through the layers in one
 * thread. It gives the numbers of {@link TrainingGraph} up to rounding, faster: without an input
 * gradient of the first layer, without a session, and without a barrier between the threads at
 * every operation.
 *
 * <p>Shards do not depend on the number of threads and their gradients are added in order, so
 * neither do the bits of the result.
 */
final class ShardedPass implements GradientPass {

  /** Large enough for the matrix product, small enough for the caches. */
  private static final int IMAGES_PER_SHARD = 32;

  private static final long MOST_NUMBERS = Integer.MAX_VALUE / 2 / IMAGES_PER_SHARD;

  private final EncoderNetwork network;
  private final Weights weights;
  private final boolean normalised;
  private final PairLoss loss;
  private final Workers workers;
  private final int embeddingSize;
  private final List<ConvolutionLayer> layers;
  private final List<Matrix> kernels = new ArrayList<>();
  private final Matrix dense;
  private final List<Shard> shards = new ArrayList<>();
  private final BlockingQueue<Scratch> scratches;

  /** What a thread needs besides. */
  private static final class Scratch implements AutoCloseable {
    final Matrix patches;
    final Matrix convolved;
    final Matrix kernelGradient;
    final Matrix features;
    final Matrix embeddings;
    final float[] values;
    final float[] outGradient;
    final float[] padded;
    final float[] block;

    Scratch(List<ConvolutionLayer> layers, int denseInputs, int embeddingSize) {
      patches = new Matrix(most(layers, ConvolutionLayer::patchNumbers));
      convolved = new Matrix(most(layers, ConvolutionLayer::convolvedSize));
      kernelGradient =
          new Matrix(
              Math.max(
                  (long) denseInputs * embeddingSize,
                  layers.stream().mapToLong(ConvolutionLayer::kernelSize).max().orElse(1)));
      features = new Matrix((long) IMAGES_PER_SHARD * denseInputs);
      embeddings = new Matrix((long) IMAGES_PER_SHARD * embeddingSize);
      values = new float[Math.toIntExact(convolved.capacity())];
      outGradient = new float[values.length];
      block = new float[layers.stream().mapToInt(ConvolutionLayer::blockSize).max().orElse(1)];
      padded = new float[Math.toIntExact(most(layers, ConvolutionLayer::paddedSize))];
    }

    private static long most(List<ConvolutionLayer> layers, ToLongFunction<ConvolutionLayer> size) {
      return IMAGES_PER_SHARD * layers.stream().mapToLong(size).max().orElse(1);
    }

    @Override
    public void close() {
      patches.close();
      convolved.close();
      kernelGradient.close();
      features.close();
      embeddings.close();
    }
  }

  /** What is kept of a shard between its way forth and back. */
  private static final class Shard {
    /** Inputs of each layer, with the zeros around them. */
    final float[][] inputs;

    /** Outputs of each convolution after ReLU. */
    final float[][] convolved;

    final float[][] kernelGradients;

    /** Inputs of the dense layer; on the way back, their gradient. */
    final float[] features;

    final float[] denseGradient;

    Shard(List<ConvolutionLayer> layers, int denseInputs, int embeddingSize) {
      int count = layers.size();
      inputs = new float[count][];
      convolved = new float[count][];
      kernelGradients = new float[count][];
      for (int i = 0; i < count; i++) {
        ConvolutionLayer layer = layers.get(i);
        inputs[i] = new float[IMAGES_PER_SHARD * layer.paddedSize()];
        convolved[i] = new float[IMAGES_PER_SHARD * layer.convolvedSize()];
        kernelGradients[i] = new float[layer.kernelSize()];
      }
      features = new float[IMAGES_PER_SHARD * denseInputs];
      denseGradient = new float[denseInputs * embeddingSize];
    }
  }

  ShardedPass(
      EncoderNetwork network, Weights weights, boolean normalised, PairLoss loss, Workers workers) {
    this.network = network;
    this.weights = weights;
    this.normalised = normalised;
    this.loss = loss;
    this.workers = workers;
    this.embeddingSize = (int) weights.get(Weights.DENSE_BIAS).length();
    layers = ConvolutionLayer.of(network);
    layers.forEach(layer -> kernels.add(new Matrix(layer.kernelSize())));
    dense = new Matrix((long) network.denseInputs() * embeddingSize);
    scratches = new ArrayBlockingQueue<>(workers.threads());
    for (int i = 0; i < workers.threads(); i++) {
      scratches.add(new Scratch(layers, network.denseInputs(), embeddingSize));
    }
  }

  /** Tells whether a network's arrays are short enough for Java. */
  static boolean suits(EncoderNetwork network) {
    return ConvolutionLayer.of(network).stream()
        .allMatch(
            layer ->
                Math.max(layer.patchNumbers(), Math.max(layer.paddedSize(), layer.convolvedSize()))
                    <= MOST_NUMBERS);
  }

  /** The images of one shard, and where the thread that has it may work. */
  private record Work(Shard shard, int from, int count, Scratch scratch) {}

  private interface Step {
    void take(Work work);
  }

  @Override
  public GradientSession.Step compute(
      float[] images, float[] sizes, float[] mask, int count, List<Pair> pairs) {
    takeWeights();
    int needed = (count + IMAGES_PER_SHARD - 1) / IMAGES_PER_SHARD;
    while (shards.size() < needed) {
      shards.add(new Shard(layers, network.denseInputs(), embeddingSize));
    }
    float[] embeddings = new float[count * embeddingSize];
    double[] norms = new double[count];
    float[] gradient = new float[embeddings.length];
    double[] value = new double[1];
    inShards(
        count,
        work -> {
          convolve(work, images);
          embed(work, sizes, mask, embeddings, norms);
        });
    workers.run(
        1,
        i ->
            value[0] =
                PairLossGradient.compute(loss, embeddings, count, embeddingSize, pairs, gradient));
    inShards(
        count,
        work -> {
          embedBack(work, mask, embeddings, norms, gradient);
          convolveBack(work);
        });
    return new GradientSession.Step(value[0], gradients(needed, gradient));
  }

  private Map<String, INDArray> gradients(int count, float[] gradient) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      int layer = i;
      float[] sum = sum(count, shard -> shard.kernelGradients[layer]);
      int biases = sum.length - layers.get(i).filters();
      gradients.put(Weights.kernel(i), like(Weights.kernel(i), sum, 0));
      gradients.put(Weights.bias(i), like(Weights.bias(i), sum, biases));
    }
    gradients.put(Weights.DENSE, like(Weights.DENSE, sum(count, shard -> shard.denseGradient), 0));
    float[] biases = new float[embeddingSize];
    for (int i = 0; i < gradient.length; i++) {
      biases[i % embeddingSize] += gradient[i];
    }
    gradients.put(Weights.DENSE_BIAS, like(Weights.DENSE_BIAS, biases, 0));
    return gradients;
  }

  /** Puts the kernels' weights and, as their last row, the biases into the matrices. */
  private void takeWeights() {
    for (int i = 0; i < layers.size(); i++) {
      float[] kernel = weights.values(Weights.kernel(i));
      float[] biases = weights.values(Weights.bias(i));
      kernels.get(i).put(0, kernel, 0, kernel.length);
      kernels.get(i).put(kernel.length, biases, 0, biases.length);
    }
    float[] kernel = weights.values(Weights.DENSE);
    dense.put(0, kernel, 0, kernel.length);
  }

  private interface Part {
    float[] of(Shard shard);
  }

  private float[] sum(int count, Part part) {
    float[] sum = part.of(shards.get(0)).clone();
    for (int s = 1; s < count; s++) {
      add(part.of(shards.get(s)), sum);
    }
    return sum;
  }

  private static void add(float[] values, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += values[i];
    }
  }

  private INDArray like(String name, float[] values, int from) {
    INDArray weight = weights.get(name);
    int to = from + Math.toIntExact(weight.length());
    return Nd4j.create(Arrays.copyOfRange(values, from, to), weight.shape(), 'c');
  }

  private void inShards(int count, Step step) {
    workers.run(
        (count + IMAGES_PER_SHARD - 1) / IMAGES_PER_SHARD,
        s -> {
          int from = s * IMAGES_PER_SHARD;
          Scratch scratch = scratches.remove();
          try {
            int here = Math.min(IMAGES_PER_SHARD, count - from);
            step.take(new Work(shards.get(s), from, here, scratch));
          } finally {
            scratches.add(scratch);
          }
        });
  }

  private void convolve(Work work, float[] images) {
    Scratch scratch = work.scratch();
    Shard shard = work.shard();
    int here = work.count();
    int pixels = network.height() * network.width();
    layers.get(0).pad(images, work.from() * pixels, here, shard.inputs[0]);
    for (int i = 0; i < layers.size(); i++) {
      ConvolutionLayer layer = layers.get(i);
      float[] convolved = shard.convolved[i];
      layer.gather(shard.inputs[i], here, scratch.patches, scratch.block);
      scratch.patches.times(
          kernels.get(i),
          scratch.convolved,
          here * layer.patchesPerImage(),
          layer.patchSize(),
          layer.filters());
      scratch.convolved.get(0, convolved, 0, here * layer.convolvedSize());
      layer.rectify(convolved, here);
      layer.pool(convolved, here, scratch.values);
      if (i + 1 < layers.size()) {
        layers.get(i + 1).pad(scratch.values, 0, here, shard.inputs[i + 1]);
      }
    }
  }

  private void convolveBack(Work work) {
    Scratch scratch = work.scratch();
    Shard shard = work.shard();
    int here = work.count();
    float[] outGradient = scratch.outGradient;
    for (int i = layers.size() - 1; i >= 0; i--) {
      ConvolutionLayer layer = layers.get(i);
      int patches = here * layer.patchesPerImage();
      layer.unpool(outGradient, shard.convolved[i], here, scratch.values);
      scratch.convolved.put(0, scratch.values, 0, here * layer.convolvedSize());
      layer.gather(shard.inputs[i], here, scratch.patches, scratch.block);
      scratch.patches.transposedTimes(
          scratch.convolved, scratch.kernelGradient, layer.patchSize(), patches, layer.filters());
      scratch.kernelGradient.get(0, shard.kernelGradients[i], 0, layer.kernelSize());
      if (i > 0) {
        scratch.convolved.timesTransposed(
            kernels.get(i), scratch.patches, patches, layer.filters(), layer.patchSize());
        layer.scatter(scratch.patches, here, scratch.padded, scratch.block);
        layer.unpad(scratch.padded, here, outGradient);
      }
    }
  }

  private void embed(Work work, float[] sizes, float[] mask, float[] embeddings, double[] norms) {
    Scratch scratch = work.scratch();
    float[] features = work.shard().features;
    int inputs = network.denseInputs();
    int here = work.count();
    last().toChannels(scratch.values, here, features, inputs);
    if (network.sizes()) {
      for (int n = 0; n < here; n++) {
        System.arraycopy(
            sizes,
            (work.from() + n) * Specimen.SIZES,
            features,
            n * inputs + network.flat(),
            Specimen.SIZES);
      }
    }
    hide(features, mask, work);
    scratch.features.put(0, features, 0, here * inputs);
    scratch.features.times(dense, scratch.embeddings, here, inputs, embeddingSize);
    scratch.embeddings.get(0, embeddings, work.from() * embeddingSize, here * embeddingSize);
    finish(work, embeddings, norms);
  }

  private void embedBack(
      Work work, float[] mask, float[] embeddings, double[] norms, float[] gradient) {
    Scratch scratch = work.scratch();
    float[] features = work.shard().features;
    int inputs = network.denseInputs();
    int here = work.count();
    unfinish(work, embeddings, norms, gradient);
    scratch.embeddings.put(0, gradient, work.from() * embeddingSize, here * embeddingSize);
    scratch.features.put(0, features, 0, here * inputs);
    scratch.features.transposedTimes(
        scratch.embeddings, scratch.kernelGradient, inputs, here, embeddingSize);
    scratch.kernelGradient.get(0, work.shard().denseGradient, 0, inputs * embeddingSize);
    scratch.embeddings.timesTransposed(dense, scratch.features, here, embeddingSize, inputs);
    scratch.features.get(0, features, 0, here * inputs);
    hide(features, mask, work);
    last().fromChannels(features, inputs, here, scratch.outGradient);
  }

  private ConvolutionLayer last() {
    return layers.get(layers.size() - 1);
  }

  private void hide(float[] features, float[] mask, Work work) {
    if (mask.length == 0) {
      return;
    }
    int from = work.from() * network.denseInputs();
    for (int i = 0; i < work.count() * network.denseInputs(); i++) {
      features[i] *= mask[from + i];
    }
  }

  /** Adds biases, then sigmoid and norm as the network has them. */
  private void finish(Work work, float[] embeddings, double[] norms) {
    float[] biases = weights.values(Weights.DENSE_BIAS);
    for (int n = work.from(); n < work.from() + work.count(); n++) {
      double squares = ForwardPass.EPSILON;
      for (int j = 0; j < embeddingSize; j++) {
        int at = n * embeddingSize + j;
        embeddings[at] += biases[j];
        if (network.sigmoid()) {
          embeddings[at] = (float) (1 / (1 + Math.exp(-embeddings[at])));
        }
        squares += (double) embeddings[at] * embeddings[at];
      }
      norms[n] = Math.sqrt(squares);
      if (normalised) {
        for (int j = n * embeddingSize; j < (n + 1) * embeddingSize; j++) {
          embeddings[j] /= (float) norms[n];
        }
      }
    }
  }

  /** Leads the gradient back through norm and sigmoid. */
  private void unfinish(Work work, float[] embeddings, double[] norms, float[] gradient) {
    for (int n = work.from(); n < work.from() + work.count(); n++) {
      int from = n * embeddingSize;
      double along = 0;
      for (int j = from; j < from + embeddingSize; j++) {
        along += (double) gradient[j] * embeddings[j];
      }
      for (int j = from; j < from + embeddingSize; j++) {
        double by = gradient[j];
        double value = embeddings[j];
        if (normalised) {
          by = (by - along * value) / norms[n];
          value *= norms[n];
        }
        gradient[j] = (float) (network.sigmoid() ? by * value * (1 - value) : by);
      }
    }
  }

  @Override
  public void close() {
    scratches.forEach(Scratch::close);
    kernels.forEach(Matrix::close);
    dense.close();
  }
}
