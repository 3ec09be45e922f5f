package io.karyo.classify;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.spi.Cancellation;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Synthetic embeddings: normal clouds around a random centre for each type. */
final class Examples {

  private Examples() {}

  static List<Example> draw(int types, int perType, int size, double noise, long seed) {
    Random ofCentres = new Random(99);
    double[][] centres = new double[types][size];
    for (double[] centre : centres) {
      Arrays.setAll(centre, d -> ofCentres.nextGaussian());
    }
    Random random = new Random(seed);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < types * perType; i++) {
      double[] centre = centres[i % types];
      float[] values = new float[size];
      for (int d = 0; d < size; d++) {
        values[d] = (float) (centre[d] + noise * random.nextGaussian());
      }
      examples.add(example(ChromosomeType.ALL.get(i % types), values));
    }
    return examples;
  }

  static Example example(ChromosomeType type, float... values) {
    return new Example(new Embedding(values), type);
  }

  static ClassifierTraining training(List<Example> training, List<Example> validation, long seed) {
    return new ClassifierTraining(
        training, validation, seed, 1, TrainingListener.NONE, new Cancellation());
  }

  static List<Embedding> embeddings(List<Example> examples) {
    return examples.stream().map(Example::embedding).toList();
  }

  static double accuracy(TrainedClassifier classifier, List<Example> examples) {
    var told = classifier.classify(embeddings(examples));
    int right = 0;
    for (int i = 0; i < examples.size(); i++) {
      right += told.get(i).best() == examples.get(i).type() ? 1 : 0;
    }
    return (double) right / examples.size();
  }

  static double crossEntropy(TrainedClassifier classifier, List<Example> examples) {
    var told = classifier.classify(embeddings(examples));
    double sum = 0;
    for (int i = 0; i < examples.size(); i++) {
      sum -= Math.log(told.get(i).of(examples.get(i).type()));
    }
    return sum / examples.size();
  }
}
