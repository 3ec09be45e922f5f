package io.karyo.siamese.baseline;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.network.Optimizer;
import io.karyo.samediff.StepRule;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.siamese.internal.Dropout;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import io.karyo.training.EpochLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One training of a {@link DeepCnnClassifier}. */
final class DeepCnnTrainer {

  /** Weights beyond it may overflow in a forward pass. */
  private static final float MAX_WEIGHT = 1e6f;

  private final DeepCnnClassifier configuration;
  private final ClassifierTraining training;
  private final DeepCnnNetwork network;
  private final List<Embedding> validation;
  private final SplittableRandom random;

  DeepCnnTrainer(DeepCnnClassifier configuration, ClassifierTraining training) {
    this.configuration = configuration;
    this.training = training;
    this.network = configuration.network();
    this.validation = training.validation().stream().map(Example::embedding).toList();
    this.random = new SplittableRandom(training.seed());
    // All are of one size.
    network.checked(training.training().get(0).embedding());
  }

  TrainedClassifier train() {
    boolean hurry = training.cancellation().shouldFinish();
    int epochs = hurry ? 1 : configuration.epochs();
    EpochLoop loop =
        new EpochLoop(Stage.CLASSIFIER, epochs, configuration.patience(), training.listener());
    try (Weights weights = Weights.drawn(network.shapes(), random.split());
        Weights best = weights.copy();
        DeepCnnGraph graph = new DeepCnnGraph(network, weights);
        StepRule steps =
            new StepRule(configuration.optimizer(), weights, new Workers(training.threads()))) {
      int[] order = IntStream.range(0, training.training().size()).toArray();
      while (loop.next()) {
        int epoch = loop.done();
        EpochLoop.shuffle(order, random);
        double lossSum = 0;
        int seen = 0;
        while (seen < order.length && !loop.finishing()) {
          int to = Math.min(order.length, seen + configuration.batchImages());
          double share = (epoch + (seen + to) / 2.0 / order.length) / epochs;
          lossSum += step(graph, steps, order, seen, to, share, epoch) * (to - seen);
          seen = to;
          loop.finishIf(training.cancellation().shouldFinish() && !hurry);
          training
              .listener()
              .onProgress(
                  new Progress(
                      Stage.CLASSIFIER,
                      (long) epoch * order.length + seen,
                      (long) epochs * order.length));
        }
        checkWeights(weights, epoch + 1, configuration.optimizer());
        double accuracy = judge(weights);
        if (loop.isBest(accuracy)) {
          best.assign(weights);
        }
        loop.report(lossSum / seen, accuracy, 0, 0);
      }
      return new TrainedDeepCnn(network, best.copy());
    }
  }

  private double step(
      DeepCnnGraph graph, StepRule steps, int[] order, int from, int to, double share, int epoch) {
    int count = to - from;
    float[] images = new float[count * network.pixels()];
    int[] types = new int[count];
    for (int i = 0; i < count; i++) {
      Example example = training.training().get(order[from + i]);
      network.copy(example.embedding().toArray(), random.nextBoolean(), images, i);
      types[i] = example.type().ordinal();
    }
    List<float[]> masks = new ArrayList<>();
    for (DeepCnnNetwork.Dropped dropped : network.dropped()) {
      masks.add(Dropout.mask(count * dropped.length(), dropped.share(), random));
    }
    return steps.apply(graph.compute(images, types, masks), share, epoch + 1);
  }

  /** Checks that the last step, whose loss nobody sees, has left weights to predict with. */
  static void checkWeights(Weights weights, int epoch, Optimizer optimizer) {
    for (String name : weights.names()) {
      for (float weight : weights.values(name)) {
        if (!(Math.abs(weight) < MAX_WEIGHT)) {
          throw new TrainingDivergedException(
              name
                  + ": must be between -"
                  + MAX_WEIGHT
                  + " and "
                  + MAX_WEIGHT
                  + ", found "
                  + weight
                  + " after epoch "
                  + epoch
                  + "; lower the learning rate ("
                  + optimizer.learningRate()
                  + ") or the momentum");
        }
      }
    }
  }

  /**
   * Tells the validation images.
   *
   * @return the share that is right, NaN without validation images
   */
  private double judge(Weights weights) {
    if (validation.isEmpty()) {
      return Double.NaN;
    }
    try (TrainedDeepCnn classifier = new TrainedDeepCnn(network, weights.copy())) {
      List<TypeProbabilities> answers = classifier.classify(validation);
      return EpochLoop.accuracy(
          answers.size(), i -> answers.get(i).best() == training.validation().get(i).type());
    }
  }
}
