package io.karyo.classify;

import io.karyo.chromosome.Embedding;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;
import java.util.Arrays;
import java.util.List;

/** The nearest mean of a type; see {@link EmbeddingClassifiers#classMeans()}. */
final class ClassMeansClassifier implements EmbeddingClassifier {

  static final String ID = "class-means";

  @Override
  public TrainedClassifier train(ClassifierTraining training) {
    training.cancellation().shouldFinish();
    List<Example> examples = training.training();
    TypeSet types = TypeSet.of(examples);
    float[][] means = means(types, examples);
    TrainedClassMeans trained =
        new TrainedClassMeans(types, means, spread(means), Temperature.NONE);
    List<Example> known =
        training.validation().stream()
            .filter(example -> types.classOf(example.type()) != TypeSet.UNKNOWN)
            .toList();
    float[][] logits =
        known.stream()
            .map(example -> trained.logits(example.embedding().toArray()))
            .toArray(float[][]::new);
    return trained.withTemperature(Temperature.fit(logits, types.classesOf(known)));
  }

  /** The mean embedding of each class; that of a class without an example is 0. */
  static float[][] means(TypeSet types, List<Example> examples) {
    int size = examples.get(0).embedding().size();
    double[][] sums = new double[types.count()][size];
    int[] counts = new int[types.count()];
    for (Example example : examples) {
      int c = types.classOf(example.type());
      counts[c]++;
      for (int d = 0; d < size; d++) {
        sums[c][d] += example.embedding().get(d);
      }
    }
    float[][] means = new float[types.count()][size];
    for (int c = 0; c < means.length; c++) {
      for (int d = 0; d < size; d++) {
        means[c][d] = counts[c] == 0 ? 0 : (float) (sums[c][d] / counts[c]);
      }
    }
    return means;
  }

  /** The mean squared distance between two means, or 1 if they are all the same. */
  private static double spread(float[][] means) {
    double sum = 0;
    for (float[] one : means) {
      for (float[] other : means) {
        sum += Embedding.squaredDistance(one, other);
      }
    }
    return sum > 0 ? sum / (means.length * (means.length - 1.0)) : 1;
  }

  @Override
  public TrainedClassifier restore(ModelSource source) {
    TypeSet types = TypeSet.restoredInOrder(source.array(TrainedClassMeans.TYPES, -1));
    float[] all = source.array(TrainedClassMeans.MEANS, types.count(), -1);
    int size = all.length / types.count();
    float[][] means = new float[types.count()][];
    Arrays.setAll(means, c -> Arrays.copyOfRange(all, c * size, (c + 1) * size));
    Settings state = source.state();
    double spread = state.number(TrainedClassMeans.SPREAD, 0);
    if (!(spread > 0 && spread < Double.POSITIVE_INFINITY)) {
      throw new ModelFormatException("spread: must be above 0, found " + spread);
    }
    return new TrainedClassMeans(types, means, spread, Temperature.restored(state));
  }

  @Override
  public String id() {
    return ID;
  }
}
