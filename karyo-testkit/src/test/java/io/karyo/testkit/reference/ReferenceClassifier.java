package io.karyo.testkit.reference;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;
import java.io.IOException;
import java.util.List;

/** Takes the type of the nearest mean for sure. */
final class ReferenceClassifier implements EmbeddingClassifier {

  private static final int TYPES = ChromosomeType.ALL.size();

  @Override
  public TrainedClassifier train(ClassifierTraining training) {
    training.cancellation().shouldFinish();
    int size = training.training().get(0).embedding().size();
    float[] means = new float[TYPES * size];
    int[] counts = new int[TYPES];
    for (ClassifierTraining.Example example : training.training()) {
      counts[example.type().ordinal()]++;
    }
    for (ClassifierTraining.Example example : training.training()) {
      int type = example.type().ordinal();
      for (int i = 0; i < size; i++) {
        means[type * size + i] += example.embedding().get(i) / counts[type];
      }
    }
    return new Trained(size, means);
  }

  @Override
  public TrainedClassifier restore(ModelSource source) {
    return new Trained(source.shape("means")[1], source.array("means", TYPES, -1));
  }

  private static final class Trained implements TrainedClassifier {

    private final int size;
    private final float[] means;

    Trained(int size, float[] means) {
      this.size = size;
      this.means = means;
    }

    @Override
    public List<TypeProbabilities> classify(List<Embedding> embeddings) {
      return embeddings.stream().map(this::classify).toList();
    }

    private TypeProbabilities classify(Embedding embedding) {
      if (embedding.size() != size) {
        throw new IllegalArgumentException(
            "embedding: must have " + size + " coordinates, found " + embedding.size());
      }
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int type = 0; type < TYPES; type++) {
        double square = 0;
        for (int i = 0; i < size; i++) {
          double difference = embedding.get(i) - means[type * size + i];
          square += difference * difference;
        }
        if (square < least) {
          least = square;
          nearest = type;
        }
      }
      float[] probabilities = new float[TYPES];
      probabilities[nearest] = 1;
      return new TypeProbabilities(probabilities);
    }

    @Override
    public void save(ModelSink sink) throws IOException {
      sink.array("means", means, TYPES, size);
    }
  }
}
