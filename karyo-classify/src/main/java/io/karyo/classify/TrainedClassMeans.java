package io.karyo.classify;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelSink;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.TrainedClassifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The mean embedding of each type. */
final class TrainedClassMeans implements TrainedClassifier {

  static final String MEANS = "means";
  static final String TYPES = "types";
  static final String SPREAD = "spread";

  /** Brings the temperatures of usual embeddings near 1. */
  private static final double SHARPNESS = 20;

  /** The number of new embeddings of a type that moves its mean half-way. */
  private static final double PRIOR_COUNT = 2;

  private final TypeSet types;
  private final float[][] means;
  private final double spread;
  private final double temperature;

  /**
   * Takes the means up.
   *
   * @param means one for each class, of one size
   * @param spread the typical squared distance between two of them
   */
  TrainedClassMeans(TypeSet types, float[][] means, double spread, double temperature) {
    this.types = types;
    this.means = means;
    this.spread = spread;
    this.temperature = temperature;
  }

  TrainedClassMeans withTemperature(double other) {
    return new TrainedClassMeans(types, means, spread, other);
  }

  float[] logits(float[] embedding) {
    float[] logits = new float[means.length];
    for (int c = 0; c < logits.length; c++) {
      logits[c] = (float) (-SHARPNESS * Embedding.squaredDistance(embedding, means[c]) / spread);
    }
    return logits;
  }

  @Override
  public List<TypeProbabilities> classify(List<Embedding> embeddings) {
    List<TypeProbabilities> probabilities = new ArrayList<>(embeddings.size());
    for (int i = 0; i < embeddings.size(); i++) {
      float[] logits = logits(TypeSet.coordinates(embeddings, i, means[0].length));
      probabilities.add(types.probabilities(Temperature.softmax(logits, temperature)));
    }
    return probabilities;
  }

  /** Moves the means of the new embeddings' types towards them. */
  @Override
  public TrainedClassifier adapt(ClassifierTraining training) {
    types.requireAll(training.training());
    int[] counts = new int[means.length];
    for (ClassifierTraining.Example example : training.training()) {
      counts[types.classOf(example.type())]++;
    }
    float[][] moved = ClassMeansClassifier.means(types, training.training());
    if (moved[0].length != means[0].length) {
      throw new IllegalArgumentException(
          "training: must have embeddings of "
              + means[0].length
              + " coordinates, found "
              + moved[0].length);
    }
    for (int c = 0; c < moved.length; c++) {
      double share = counts[c] / (counts[c] + PRIOR_COUNT);
      for (int d = 0; d < moved[c].length; d++) {
        moved[c][d] = (float) (share * moved[c][d] + (1 - share) * means[c][d]);
      }
    }
    return new TrainedClassMeans(types, moved, spread, temperature);
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    int size = means[0].length;
    float[] all = new float[means.length * size];
    for (int c = 0; c < means.length; c++) {
      System.arraycopy(means[c], 0, all, c * size, size);
    }
    sink.array(MEANS, all, means.length, size);
    sink.array(TYPES, types.ordinals(), means.length);
    sink.state(Temperature.state(temperature).with(SPREAD, spread));
  }
}
