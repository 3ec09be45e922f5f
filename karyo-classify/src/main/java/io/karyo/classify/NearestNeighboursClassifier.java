package io.karyo.classify;

import io.karyo.ClassifierTraining;
import io.karyo.ClassifierTraining.Example;
import io.karyo.EmbeddingClassifier;
import io.karyo.ModelFormatException;
import io.karyo.TrainedClassifier;
import io.karyo.spi.ModelSource;
import io.karyo.spi.Settings;
import java.util.Arrays;
import java.util.List;

/** The k nearest training embeddings vote; see {@link EmbeddingClassifiers#nearestNeighbours}. */
final class NearestNeighboursClassifier implements EmbeddingClassifier {

  static final String ID = "nearest-neighbours";
  static final String K = "k";

  private static final int USUAL_K = 5;
  private static final double USUAL_SMOOTHING = 0.1;
  private static final double LEAST_SMOOTHING = 0.01;
  private static final double MOST_SMOOTHING = 10;

  private final int k;

  NearestNeighboursClassifier(Settings settings) {
    settings.onlyKnown(K);
    k = settings.integer(K, USUAL_K);
    if (k < 1) {
      throw new IllegalArgumentException("k: must be at least 1, found " + k);
    }
  }

  @Override
  public TrainedClassifier train(ClassifierTraining training) {
    training.cancellation().shouldFinish();
    List<Example> examples = training.training();
    TypeSet types = TypeSet.of(examples);
    int size = examples.get(0).embedding().size();
    float[] embeddings = new float[examples.size() * size];
    for (int i = 0; i < examples.size(); i++) {
      System.arraycopy(examples.get(i).embedding().toArray(), 0, embeddings, i * size, size);
    }
    TrainedNearestNeighbours trained =
        new TrainedNearestNeighbours(
            k, USUAL_SMOOTHING, types, types.classesOf(examples), embeddings);
    List<Example> known =
        training.validation().stream()
            .filter(example -> types.classOf(example.type()) != TypeSet.UNKNOWN)
            .toList();
    return known.isEmpty() ? trained : trained.withSmoothing(smoothing(training, trained, known));
  }

  /** The number of additional votes that gives the least cross entropy. */
  private static double smoothing(
      ClassifierTraining training, TrainedNearestNeighbours trained, List<Example> known) {
    double[] right = new double[known.size()];
    double[] all = new double[known.size()];
    for (int i = 0; i < right.length; i++) {
      if (training.cancellation().shouldFinish()) {
        return USUAL_SMOOTHING;
      }
      double[] votes = trained.votes(known.get(i).embedding().toArray());
      right[i] = votes[trained.types().classOf(known.get(i).type())];
      all[i] = Arrays.stream(votes).sum();
    }
    int types = trained.types().count();
    return Minimum.between(
        LEAST_SMOOTHING,
        MOST_SMOOTHING,
        smoothing -> {
          double crossEntropy = 0;
          for (int i = 0; i < right.length; i++) {
            crossEntropy -= Math.log((right[i] + smoothing / types) / (all[i] + smoothing));
          }
          return crossEntropy;
        });
  }

  @Override
  public TrainedClassifier restore(ModelSource source) {
    int[] shape = source.shape(TrainedNearestNeighbours.EMBEDDINGS);
    if (shape.length != 2 || shape[0] < 1 || shape[1] < 1) {
      throw new ModelFormatException(
          "embeddings: must have two dimensions of at least 1, found " + Arrays.toString(shape));
    }
    float[] embeddings = source.array(TrainedNearestNeighbours.EMBEDDINGS, shape);
    float[] labels = source.array(TrainedNearestNeighbours.LABELS, shape[0]);
    TypeSet types = TypeSet.restored(labels);
    double smoothing = source.state().number(TrainedNearestNeighbours.SMOOTHING, 0);
    if (!(smoothing > 0 && smoothing < Double.POSITIVE_INFINITY)) {
      throw new ModelFormatException("smoothing: must be above 0, found " + smoothing);
    }
    return new TrainedNearestNeighbours(k, smoothing, types, types.classesOf(labels), embeddings);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Settings settings() {
    return Settings.EMPTY.with(K, k);
  }
}
