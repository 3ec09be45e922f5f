package io.karyo.siamese.baseline;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.siamese.internal.Dropout;
import io.karyo.siamese.internal.GradientSession;
import io.karyo.siamese.internal.StepRule;
import io.karyo.siamese.internal.Weights;
import io.karyo.siamese.internal.Workers;
import io.karyo.siamese.network.Optimizer;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** One training of a {@link DeepCnnClassifier}. */
final class DeepCnnTrainer {

  /** Weights beyond it may overflow in a forward pass. */
  private static final float MOST_WEIGHT = 1e6f;

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
    Weights weights = Weights.drawn(network.shapes(), random.split());
    Weights best = null;
    try (DeepCnnGraph graph = new DeepCnnGraph(network, weights);
        StepRule steps =
            new StepRule(configuration.optimizer(), weights, new Workers(training.threads()))) {
      int[] order = new int[training.training().size()];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      double bestAccuracy = -1;
      int bestEpoch = 0;
      for (int epoch = 0; epoch < epochs; epoch++) {
        long start = System.nanoTime();
        shuffle(order);
        double lossSum = 0;
        int seen = 0;
        boolean finish = false;
        while (seen < order.length && !finish) {
          int to = Math.min(order.length, seen + configuration.batchImages());
          double share = (epoch + (seen + to) / 2.0 / order.length) / epochs;
          lossSum += step(graph, steps, order, seen, to, share, epoch) * (to - seen);
          seen = to;
          finish = training.cancellation().shouldFinish() && !hurry;
          training
              .listener()
              .onProgress(
                  new TrainingListener.Progress(
                      TrainingListener.Stage.CLASSIFIER,
                      (long) epoch * order.length + seen,
                      (long) epochs * order.length));
        }
        checkWeights(weights, epoch + 1, configuration.optimizer());
        double accuracy = judge(weights);
        // Without validation the last weights are taken: there is nothing to choose by.
        boolean better = validation.isEmpty() || accuracy >= bestAccuracy;
        if (better) {
          // Equals are taken for their lower learning rate, but they do not extend the patience.
          bestEpoch = validation.isEmpty() || accuracy > bestAccuracy ? epoch : bestEpoch;
          bestAccuracy = accuracy;
          if (best != null) {
            best.close();
          }
          best = weights.copy();
        }
        training
            .listener()
            .onEpoch(
                new TrainingListener.Epoch(
                    TrainingListener.Stage.CLASSIFIER,
                    epoch + 1,
                    epochs,
                    lossSum / seen,
                    accuracy,
                    better,
                    0,
                    0,
                    (System.nanoTime() - start) / 1e9));
        if (finish || epoch - bestEpoch >= configuration.patience()) {
          break;
        }
      }
      // The first epoch is better than none.
      return new TrainedDeepCnn(network, Objects.requireNonNull(best));
    } catch (RuntimeException | Error e) {
      if (best != null) {
        best.close();
      }
      throw e;
    } finally {
      weights.close();
    }
  }

  private void shuffle(int[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int index = order[i];
      order[i] = order[other];
      order[other] = index;
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
    try (GradientSession.Step result = graph.compute(images, types, masks)) {
      result.checkLoss(epoch + 1, configuration.optimizer());
      steps.apply(result, share);
      return result.loss();
    }
  }

  /** Checks that the last step, whose loss nobody sees, has left weights to predict with. */
  static void checkWeights(Weights weights, int epoch, Optimizer optimizer) {
    for (String name : weights.names()) {
      for (float weight : weights.values(name)) {
        if (!(Math.abs(weight) < MOST_WEIGHT)) {
          throw new TrainingDivergedException(
              name
                  + ": must be between -"
                  + MOST_WEIGHT
                  + " and "
                  + MOST_WEIGHT
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
    List<TypeProbabilities> answers;
    try (TrainedDeepCnn classifier = new TrainedDeepCnn(network, weights.copy())) {
      answers = classifier.classify(validation);
    }
    int right = 0;
    for (int i = 0; i < answers.size(); i++) {
      right += answers.get(i).best() == training.validation().get(i).type() ? 1 : 0;
    }
    return right / (double) answers.size();
  }
}
