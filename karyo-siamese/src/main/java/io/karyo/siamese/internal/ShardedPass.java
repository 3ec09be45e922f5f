package io.karyo.siamese.internal;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.PairLoss;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.spi.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gradient on a CPU: a batch is cut into shards, and each goes through the network in one
 * thread. It gives the numbers of {@link TrainingGraph} up to rounding, faster: without an input
 * gradient of the first layer, without a session, and without a barrier between the threads at
 * every operation.
 *
 * <p>Shards do not depend on the number of threads and their gradients are added in order, so
 * neither do the bits of the result.
 */
final class ShardedPass implements GradientPass {

  private final PatchNetwork patches;
  private final EncoderNetwork network;
  private final Weights weights;
  private final boolean normalised;
  private final PairLoss loss;
  private final Workers workers;
  private final int embeddingSize;
  private final List<PatchNetwork.Shard> shards = new ArrayList<>();

  /** Of each shard the gradients by the convolutions' weights. */
  private final List<float[][]> gradients = new ArrayList<>();

  private final Matrix denseGradient;

  /** The dense layer's inputs and the embeddings' gradient of a whole batch. */
  private Matrix features = new Matrix(1);

  private Matrix embeddingGradient = new Matrix(1);

  ShardedPass(
      EncoderNetwork network, Weights weights, boolean normalised, PairLoss loss, Workers workers) {
    this.network = network;
    this.weights = weights;
    this.normalised = normalised;
    this.loss = loss;
    this.workers = workers;
    this.embeddingSize = (int) weights.get(EncoderNetwork.DENSE_BIAS).length();
    this.patches = new PatchNetwork(network, embeddingSize);
    this.denseGradient = new Matrix((long) network.denseInputs() * embeddingSize);
  }

  @Override
  public GradientSession.Step compute(
      float[] images, float[] sizes, float[] mask, int count, List<Pair> pairs) {
    patches.take(weights);
    float[] biases = weights.values(EncoderNetwork.DENSE_BIAS);
    int needed = (count + PatchNetwork.IMAGES_PER_SHARD - 1) / PatchNetwork.IMAGES_PER_SHARD;
    while (shards.size() < needed) {
      shards.add(patches.new Shard());
      gradients.add(newGradients());
    }
    float[] embeddings = new float[count * embeddingSize];
    double[] norms = new double[count];
    float[] gradient = new float[embeddings.length];
    double[] value = new double[1];
    workers.run(
        needed,
        s -> {
          int from = s * PatchNetwork.IMAGES_PER_SHARD;
          int to = Math.min(count, from + PatchNetwork.IMAGES_PER_SHARD);
          shards.get(s).embed(images, sizes, mask, from, to - from, embeddings);
          finish(from, to, biases, embeddings, norms);
        });
    workers.run(
        1,
        i -> {
          value[0] =
              PairLossGradient.compute(loss, embeddings, count, embeddingSize, pairs, gradient);
          unfinish(embeddings, norms, gradient);
        });
    reserve(count);
    workers.run(
        needed + 1,
        step -> {
          if (step == 0) {
            denseBack(gradient, count);
          } else {
            int s = step - 1;
            shards.get(s).back(gradient, mask, s * PatchNetwork.IMAGES_PER_SHARD, gradients.get(s));
          }
        });
    return new GradientSession.Step(value[0], sums(needed, gradient));
  }

  private void reserve(int count) {
    if (embeddingGradient.capacity() < (long) count * embeddingSize) {
      features.close();
      embeddingGradient.close();
      features = new Matrix((long) count * network.denseInputs());
      embeddingGradient = new Matrix((long) count * embeddingSize);
    }
  }

  private void denseBack(float[] gradient, int count) {
    int inputs = network.denseInputs();
    for (int from = 0; from < count; from += PatchNetwork.IMAGES_PER_SHARD) {
      int here = Math.min(PatchNetwork.IMAGES_PER_SHARD, count - from);
      float[] some = shards.get(from / PatchNetwork.IMAGES_PER_SHARD).features();
      features.put(from * inputs, some, 0, here * inputs);
    }
    embeddingGradient.put(0, gradient, 0, gradient.length);
    features.transposedTimes(embeddingGradient, denseGradient, inputs, count, embeddingSize);
  }

  private float[][] newGradients() {
    List<ConvolutionLayer> layers = patches.layers();
    return layers.stream().map(layer -> new float[layer.kernelSize()]).toArray(float[][]::new);
  }

  private Map<String, INDArray> sums(int count, float[] gradient) {
    Map<String, INDArray> sums = new LinkedHashMap<>();
    for (int i = 0; i < patches.layers().size(); i++) {
      float[] sum = sum(i, count);
      int weightsOnly = sum.length - patches.layers().get(i).filters();
      sums.put(EncoderNetwork.kernel(i), like(EncoderNetwork.kernel(i), sum, 0));
      sums.put(EncoderNetwork.bias(i), like(EncoderNetwork.bias(i), sum, weightsOnly));
    }
    float[] kernel = new float[network.denseInputs() * embeddingSize];
    denseGradient.get(0, kernel, 0, kernel.length);
    sums.put(
        EncoderNetwork.DENSE,
        like(EncoderNetwork.DENSE, patches.last().toChannels(kernel, embeddingSize), 0));
    float[] biases = new float[embeddingSize];
    for (int from = 0; from < gradient.length; from += embeddingSize) {
      for (int j = 0; j < embeddingSize; j++) {
        biases[j] += gradient[from + j];
      }
    }
    sums.put(EncoderNetwork.DENSE_BIAS, like(EncoderNetwork.DENSE_BIAS, biases, 0));
    return sums;
  }

  private float[] sum(int layer, int count) {
    float[] sum = gradients.get(0)[layer].clone();
    for (int s = 1; s < count; s++) {
      float[] part = gradients.get(s)[layer];
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
    return sum;
  }

  private INDArray like(String name, float[] values, int from) {
    INDArray weight = weights.get(name);
    int to = from + Math.toIntExact(weight.length());
    return Nd4j.create(Arrays.copyOfRange(values, from, to), weight.shape(), 'c');
  }

  /** Adds biases, then sigmoid and norm as the network has them. */
  private void finish(int from, int to, float[] biases, float[] embeddings, double[] norms) {
    for (int n = from; n < to; n++) {
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
  private void unfinish(float[] embeddings, double[] norms, float[] gradient) {
    for (int n = 0; n < norms.length; n++) {
      int first = n * embeddingSize;
      double along = 0;
      for (int j = first; j < first + embeddingSize; j++) {
        along += (double) gradient[j] * embeddings[j];
      }
      for (int j = first; j < first + embeddingSize; j++) {
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
    features.close();
    embeddingGradient.close();
    denseGradient.close();
    patches.close();
  }
}
