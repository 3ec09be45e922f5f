package io.karyo.classify;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;
import java.util.Arrays;
import java.util.List;

/** The k nearest training embeddings vote; see {@link EmbeddingClassifiers#nearestNeighbours}. */
final class NearestNeighboursClassifier extends AbstractPart implements EmbeddingClassifier {

  static final String ID = "nearest-neighbours";
  static final Setting<Integer> K = Setting.integer("k", 5, 1);

  NearestNeighboursClassifier(Settings given) {
    super(ID, given, K);
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
            get(K), Temperature.NONE, types, types.classesOf(examples), embeddings);
    List<Example> known =
        training.validation().stream()
            .filter(example -> types.classOf(example.type()) != TypeSet.UNKNOWN)
            .toList();
    float[][] logits = new float[known.size()][];
    for (int i = 0; i < logits.length; i++) {
      training.cancellation().shouldFinish();
      logits[i] = trained.logits(known.get(i).embedding().toArray());
    }
    return trained.withTemperature(Temperature.fit(logits, types.classesOf(known)));
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
    double temperature = Temperature.restored(source.state());
    return new TrainedNearestNeighbours(
        get(K), temperature, types, types.classesOf(labels), embeddings);
  }
}
