package io.karyo.classify;

import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener.Stage;
import io.karyo.training.EpochLoop;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One training of a perceptron. */
final class MlpTrainer {

  private static final float MAX_WEIGHT = 1e6f;
  private static final int MAX_EPOCHS_WHEN_FINISHING = 8;

  /** An adaptation takes small steps, and each draws the weights back to where they began. */
  private static final double ADAPTATION_RATE = 5e-4;

  private static final double ADAPTATION_PULL = 20;
  private static final int ADAPTATION_EPOCHS = 30;

  private final MlpClassifier settings;

  private final ClassifierTraining training;
  private final Start start;
  private final TypeSet types;
  private final Standardiser standardiser;
  private final MlpNetwork network;
  private final Data learned;

  /** The validation examples of known types. */
  private final Data validation;

  private final SplittableRandom random;

  private final float[] weights;
  private final float[] gradient;
  private final AdamW adam;
  private final float[] mask;
  private final float[] activations;
  private final float[] logits;
  private final float[] error;
  private final float[] back;

  /** Standardised inputs, an example a row, and their classes. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Data(float[] inputs, int[] classes) {}

  /** What a validation gave; the cross entropy is NaN without an example of a known type. */
  private record Validation(double accuracy, double crossEntropy) {}

  /**
   * What a training begins with.
   *
   * @param rate the learning rate of the first step
   * @param pull how strongly the weights are drawn back to those of the model, 0 for not at all
   */
  private record Start(TrainedMlp model, double rate, double decay, double pull, int epochs) {

    static Start fresh(
        MlpClassifier settings, List<Example> examples, float[][] rows, SplittableRandom random) {
      TypeSet types = TypeSet.of(examples);
      MlpNetwork network = new MlpNetwork(rows[0].length, settings.hiddenUnits(), types.count());
      return new Start(
          new TrainedMlp(
              settings,
              types,
              Standardiser.of(rows),
              network,
              network.initial(random),
              Temperature.NONE),
          settings.learningRate(),
          settings.weightDecay(),
          0,
          settings.epochs());
    }

    static Start from(TrainedMlp adapted) {
      return new Start(adapted, ADAPTATION_RATE, 0, ADAPTATION_PULL, ADAPTATION_EPOCHS);
    }
  }

  MlpTrainer(MlpClassifier settings, ClassifierTraining training, @Nullable TrainedMlp adapted) {
    this.settings = settings;
    this.training = training;
    float[][] rows = rows(training.training());
    random = new SplittableRandom(training.seed());
    start =
        adapted == null
            ? Start.fresh(settings, training.training(), rows, random)
            : Start.from(adapted);
    types = start.model.types();
    standardiser = start.model.standardiser();
    network = start.model.network();
    learned = data(training.training(), rows);
    types.requireAll(training.training());
    List<Example> known =
        training.validation().stream()
            .filter(example -> types.classOf(example.type()) != TypeSet.UNKNOWN)
            .toList();
    validation = data(known, rows(known));
    weights = start.model.weights().clone();
    gradient = new float[network.parameters];
    adam = new AdamW(network.parameters);
    mask = network.noMask();
    activations = new float[network.hidden];
    logits = new float[network.classes];
    error = new float[network.classes];
    back = new float[network.hidden];
  }

  private static float[][] rows(List<Example> examples) {
    return examples.stream().map(example -> example.embedding().toArray()).toArray(float[][]::new);
  }

  private Data data(List<Example> examples, float[][] rows) {
    float[] inputs = new float[Math.multiplyExact(rows.length, network.inputs)];
    for (int i = 0; i < rows.length; i++) {
      standardiser.apply(rows[i], inputs, i * network.inputs);
    }
    return new Data(inputs, types.classesOf(examples));
  }

  TrainedMlp train() {
    int examples = learned.classes.length;
    int[] order = IntStream.range(0, examples).toArray();
    boolean hurry = training.cancellation().shouldFinish();
    int epochs = hurry ? Math.min(MAX_EPOCHS_WHEN_FINISHING, start.epochs) : start.epochs;
    EpochLoop loop =
        new EpochLoop(Stage.CLASSIFIER, epochs, settings.patience(), training.listener());
    float[] best = weights;
    while (loop.next()) {
      EpochLoop.shuffle(order, random);
      double loss = 0;
      int done = 0;
      while (done < examples && !loop.finishing()) {
        int to = Math.min(examples, done + settings.batchSize());
        double progress = (loop.done() + done / (double) examples) / epochs;
        double rate = start.rate * (1 + Math.cos(Math.PI * progress)) / 2;
        loss += step(order, done, to, rate, loop.done() + 1);
        done = to;
        loop.finishIf(training.cancellation().shouldFinish() && !hurry);
      }
      checkWeights(loop.done() + 1);
      Validation validated = validate(weights);
      // Of equals the first is kept.
      double score = -validated.crossEntropy;
      if (score != loop.bestScore() && loop.isBest(score)) {
        best = weights.clone();
      }
      loop.report(loss / done, validated.accuracy, 0, 0);
      loop.finishIf(training.cancellation().shouldFinish() && !hurry);
    }
    return new TrainedMlp(settings, types, standardiser, network, best, temperature(best));
  }

  /** Learns from one batch and returns the sum of its losses. */
  private double step(int[] order, int from, int to, double rate, int epoch) {
    Arrays.fill(gradient, 0);
    double loss = 0;
    for (int i = from; i < to; i++) {
      drawMask();
      int example = order[i];
      int start = example * network.inputs;
      network.forward(weights, learned.inputs, start, mask, activations, logits);
      loss += crossEntropy(logits, learned.classes[example], settings.labelSmoothing(), error);
      for (int c = 0; c < error.length; c++) {
        error[c] /= to - from;
      }
      network.backward(weights, learned.inputs, start, mask, activations, error, back, gradient);
    }
    if (!Double.isFinite(loss)) {
      throw diverged("the loss is " + loss, epoch);
    }
    adam.nextStep();
    MlpNetwork n = network;
    adam.update(weights, gradient, 0, n.hiddenBiases, rate, start.decay);
    adam.update(weights, gradient, n.hiddenBiases, n.outputWeights, rate, 0);
    adam.update(weights, gradient, n.outputWeights, n.outputBiases, rate, start.decay);
    adam.update(weights, gradient, n.outputBiases, n.parameters, rate, 0);
    if (start.pull > 0) {
      drawBack(start.model.weights(), (float) (start.pull * rate));
    }
    return loss;
  }

  private void drawBack(float[] anchor, float share) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] += share * (anchor[i] - weights[i]);
    }
  }

  /** Checks that no logit of a standardised input can overflow. */
  private void checkWeights(int epoch) {
    for (float weight : weights) {
      if (!(Math.abs(weight) < MAX_WEIGHT)) {
        throw diverged("a weight is " + weight, epoch);
      }
    }
  }

  private TrainingDivergedException diverged(String what, int epoch) {
    return new TrainingDivergedException(
        "classifier 'mlp': "
            + what
            + " in epoch "
            + epoch
            + "; take a learningRate below "
            + settings.learningRate()
            + " or a weightDecay below "
            + settings.weightDecay());
  }

  /** Drops hidden units and scales the others up, so that their expectation stays. */
  private void drawMask() {
    double dropout = settings.dropout();
    if (dropout > 0) {
      float kept = (float) (1 / (1 - dropout));
      for (int h = 0; h < mask.length; h++) {
        mask[h] = random.nextDouble() < dropout ? 0 : kept;
      }
    }
  }

  /**
   * Computes the cross entropy of smoothed labels.
   *
   * @param smoothing the share of the label that is spread over all classes
   * @param error is filled with the derivative by each logit
   */
  static double crossEntropy(float[] logits, int target, double smoothing, float[] error) {
    double logSum = Temperature.logSum(logits, Temperature.NONE);
    double loss = 0;
    for (int c = 0; c < logits.length; c++) {
      double label = smoothing / logits.length + (c == target ? 1 - smoothing : 0);
      loss += label * (logSum - logits[c]);
      error[c] = (float) (StrictMath.exp(logits[c] - logSum) - label);
    }
    return loss;
  }

  private Validation validate(float[] w) {
    float[][] found = validationLogits(w);
    int right = 0;
    double loss = 0;
    for (int i = 0; i < found.length; i++) {
      int target = validation.classes[i];
      loss += crossEntropy(found[i], target, 0, error);
      int best = 0;
      for (int c = 1; c < network.classes; c++) {
        best = found[i][c] > found[i][best] ? c : best;
      }
      right += best == target ? 1 : 0;
    }
    return new Validation((double) right / training.validation().size(), loss / found.length);
  }

  private double temperature(float[] w) {
    return training.validation().isEmpty()
        ? start.model.temperature()
        : Temperature.fit(validationLogits(w), validation.classes);
  }

  private float[][] validationLogits(float[] w) {
    float[] all = network.noMask();
    float[][] found = new float[validation.classes.length][network.classes];
    for (int i = 0; i < found.length; i++) {
      network.forward(w, validation.inputs, i * network.inputs, all, activations, found[i]);
    }
    return found;
  }
}
