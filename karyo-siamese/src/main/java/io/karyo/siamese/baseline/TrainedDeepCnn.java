package io.karyo.siamese.baseline;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelSink;
import io.karyo.network.Engine;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.siamese.internal.DenseLayer;
import io.karyo.siamese.internal.ForwardPass;
import io.karyo.spi.TrainedClassifier;
import java.io.IOException;
import java.util.List;

/**
 * A trained Deep CNN. The answer is the softmax of the mean logits of the image and its mirror
 * image.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close()} excepted.
 */
final class TrainedDeepCnn implements TrainedClassifier {

  /** Half as many images as go through the convolutions at once. */
  private static final int CHUNK = 16;

  private final DeepCnnNetwork network;
  private final ForwardPass body;
  private final DenseLayer second;
  private final DenseLayer output;
  private boolean closed;

  TrainedDeepCnn(DeepCnnNetwork network, Weights weights) {
    this.network = network;
    this.body = new ForwardPass(Engine.AUTOMATIC, network.body(), weights, false);
    this.second = new DenseLayer(weights, DeepCnnNetwork.DENSE_2, DeepCnnNetwork.DENSE_2_BIAS);
    this.output = new DenseLayer(weights, DeepCnnNetwork.OUTPUT, DeepCnnNetwork.OUTPUT_BIAS);
  }

  @Override
  public List<TypeProbabilities> classify(List<Embedding> embeddings) {
    if (closed) {
      throw new IllegalStateException("classifier: must be open, found closed");
    }
    TypeProbabilities[] answers = new TypeProbabilities[embeddings.size()];
    Workers.ofCaller()
        .run(
            (answers.length + CHUNK - 1) / CHUNK,
            i -> {
              int from = i * CHUNK;
              classify(
                  embeddings.subList(from, Math.min(answers.length, from + CHUNK)), from, answers);
            });
    return List.of(answers);
  }

  private void classify(List<Embedding> chunk, int from, TypeProbabilities[] answers) {
    float[] images = new float[chunk.size() * 2 * network.pixels()];
    int next = 0;
    for (Embedding embedding : chunk) {
      float[] image = network.checked(embedding).toArray();
      network.copy(image, false, images, next++);
      network.copy(image, true, images, next++);
    }
    float[][] logits = logits(images, next);
    for (int i = 0; i < chunk.size(); i++) {
      answers[from + i] = softmax(logits[2 * i], logits[2 * i + 1]);
    }
  }

  /** Computes the logits of images, {@code [count, height, width]}. */
  float[][] logits(float[] images, int count) {
    float[][] layer = body.embed(images, new float[0], count);
    for (int i = 0; i < count; i++) {
      layer[i] = output.apply(DenseLayer.sigmoid(second.apply(layer[i])));
    }
    return layer;
  }

  private static TypeProbabilities softmax(float[] logits, float[] mirrored) {
    double[] means = new double[logits.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < means.length; t++) {
      means[t] = ((double) logits[t] + mirrored[t]) / 2;
      most = Math.max(most, means[t]);
    }
    double sum = 0;
    for (int t = 0; t < means.length; t++) {
      means[t] = StrictMath.exp(means[t] - most);
      sum += means[t];
    }
    float[] probabilities = new float[means.length];
    for (int t = 0; t < means.length; t++) {
      probabilities[t] = (float) (means[t] / sum);
    }
    return new TypeProbabilities(probabilities);
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    body.weights().write(sink);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      body.close();
    }
  }
}
