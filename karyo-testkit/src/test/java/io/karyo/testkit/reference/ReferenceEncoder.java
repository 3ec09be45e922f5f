package io.karyo.testkit.reference;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Projects coarse pictures to a few dimensions: chosen at random, then each weighted by how much
 * less the similar pairs differ in it than the dissimilar ones.
 */
record ReferenceEncoder(int size) implements SiameseEncoder {

  static final String ID = "reference-encoder";

  private static final Setting<Integer> SIZE = Setting.integer("size", 8, 1);

  private static final int EPOCHS = 3;
  private static final int ROWS = 20;
  private static final int COLUMNS = 4;
  private static final int FEATURES = ROWS * COLUMNS + 1;

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    SplittableRandom random = new SplittableRandom(training.seed());
    float[] weights = new float[size * FEATURES];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextDouble() - 0.5);
    }
    List<Embedding> random0 =
        new Trained(size, weights)
            .encode(training.training().stream().map(EncoderTraining.Example::chromosome).toList());
    double[] similar = new double[size];
    double[] dissimilar = new double[size];
    for (int epoch = 0; epoch < EPOCHS && !training.cancellation().shouldFinish(); epoch++) {
      Iterator<Pair> pairs =
          training
              .pairSampler()
              .sample(
                  training.training().stream().map(EncoderTraining.Example::type).toList(),
                  epoch,
                  training.seed());
      while (pairs.hasNext()) {
        Pair pair = pairs.next();
        for (int i = 0; i < size; i++) {
          double difference = random0.get(pair.first()).get(i) - random0.get(pair.second()).get(i);
          switch (pair.label()) {
            case SIMILAR -> similar[i] += difference * difference;
            case DISSIMILAR -> dissimilar[i] += difference * difference;
          }
        }
      }
      training
          .listener()
          .onEpoch(
              new TrainingListener.Epoch(
                  TrainingListener.Stage.ENCODER, epoch + 1, EPOCHS, 0, Double.NaN, true, 1, 1, 0));
    }
    for (int i = 0; i < weights.length; i++) {
      int dimension = i / FEATURES;
      weights[i] *= (float) Math.sqrt((1 + dissimilar[dimension]) / (1 + similar[dimension]));
    }
    return new Trained(size, weights);
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    return new Trained(size, source.array("weights", size, FEATURES));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Settings settings() {
    return Settings.EMPTY.with(SIZE, size);
  }

  private static final class Trained implements TrainedEncoder {

    private final int size;
    private final float[] weights;

    Trained(int size, float[] weights) {
      this.size = size;
      this.weights = weights;
    }

    @Override
    public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
      return chromosomes.stream().map(this::encode).toList();
    }

    private Embedding encode(PreparedChromosome chromosome) {
      float[] features = features(chromosome.straightened());
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < FEATURES; j++) {
          values[i] += weights[i * FEATURES + j] * features[j];
        }
      }
      return new Embedding(values);
    }

    private static float[] features(Straightened picture) {
      float[] features = new float[FEATURES];
      for (int row = 0; row < ROWS; row++) {
        for (int column = 0; column < COLUMNS; column++) {
          features[row * COLUMNS + column] =
              picture.stain(
                  row * picture.length() / ROWS, (column + 1) * picture.width() / (COLUMNS + 2));
        }
      }
      features[FEATURES - 1] = picture.length() / 10f;
      return features;
    }

    @Override
    public void save(ModelSink sink) throws IOException {
      sink.array("weights", weights, size, FEATURES);
    }
  }

  /** Makes it. */
  static final class Provider extends PartProvider {
    Provider() {
      super(
          PartKind.ENCODER,
          ID,
          settings -> new ReferenceEncoder(settings.complete(SIZE).get(SIZE)));
    }
  }
}
