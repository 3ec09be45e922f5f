package io.karyo.classify;

import static io.karyo.classify.Examples.embeddings;
import static io.karyo.classify.Examples.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.Cancellation;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MlpTest {

  private static final List<Example> TRAINING = Examples.draw(5, 60, 8, 1, 1);
  private static final List<Example> VALIDATION = Examples.draw(5, 40, 8, 1, 2);
  private static final List<Example> TEST = Examples.draw(5, 100, 8, 1, 3);

  /** The slow, obvious perceptron, in double. */
  private static double[] logits(MlpNetwork n, double[] w, float[] x, float[] mask) {
    double[] logits = new double[n.classes];
    for (int c = 0; c < n.classes; c++) {
      logits[c] = w[n.outputBiases + c];
    }
    for (int h = 0; h < n.hidden; h++) {
      double sum = w[n.hiddenBiases + h];
      for (int d = 0; d < n.inputs; d++) {
        sum += w[d * n.hidden + h] * x[d];
      }
      for (int c = 0; c < n.classes; c++) {
        logits[c] += Math.max(0, sum) * mask[h] * w[n.outputWeights + h * n.classes + c];
      }
    }
    return logits;
  }

  private static double loss(double[] logits, int target, double smoothing) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double loss = 0;
    for (int c = 0; c < logits.length; c++) {
      double label = smoothing / logits.length + (c == target ? 1 - smoothing : 0);
      loss -= label * Math.log(Math.exp(logits[c]) / sum);
    }
    return loss;
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    MlpNetwork n = new MlpNetwork(5, 9, 4);
    SplittableRandom random = new SplittableRandom(1);
    float[] w = n.initial(random);
    for (int i = 0; i < n.parameters; i++) {
      w[i] += (float) (0.1 * random.nextGaussian());
    }
    float[] x = new float[15];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    float[] mask = {1, 0, 1.25f, 1.25f, 1, 1, 1, 0, 2};
    int target = 2;
    double smoothing = 0.1;
    float[] activations = new float[9];
    float[] logits = new float[4];
    float[] error = new float[4];
    float[] gradient = new float[n.parameters];
    int start = 5;
    n.forward(w, x, start, mask, activations, logits);
    double loss = MlpTrainer.crossEntropy(logits, target, smoothing, error);
    n.backward(w, x, start, mask, activations, error, new float[9], gradient);

    float[] row = Arrays.copyOfRange(x, start, start + 5);
    double[] exact = new double[n.parameters];
    Arrays.setAll(exact, i -> w[i]);
    assertThat(loss).isCloseTo(loss(logits(n, exact, row, mask), target, smoothing), within(1e-6));
    double step = 1e-5;
    int used = 0;
    for (int i = 0; i < n.parameters; i++) {
      double value = exact[i];
      exact[i] = value + step;
      double above = loss(logits(n, exact, row, mask), target, smoothing);
      exact[i] = value - step;
      double below = loss(logits(n, exact, row, mask), target, smoothing);
      exact[i] = value;
      assertThat((double) gradient[i])
          .as("parameter %s", i)
          .isCloseTo((above - below) / (2 * step), within(1e-5));
      used += gradient[i] != 0 ? 1 : 0;
    }
    assertThat(used).isGreaterThan(n.parameters / 3);
  }

  @Test
  void crossEntropyStaysFiniteForHugeLogits() {
    float[] error = new float[2];
    assertThat(MlpTrainer.crossEntropy(new float[] {1e6f, -1e6f}, 1, 0, error)).isEqualTo(2e6);
    assertThat(error).containsExactly(1, -1);
  }

  @Test
  void adamTakesStepsOfTheLearningRateAndDecaysWeights() {
    float[] w = {1, 1, 1};
    AdamW adam = new AdamW(3);
    adam.nextStep();
    adam.update(w, new float[] {7, -0.01f, 0}, 0, 2, 0.1, 0);
    adam.update(w, new float[] {7, -0.01f, 0}, 2, 3, 0.1, 0.5);
    assertThat(w[0]).isCloseTo(0.9f, within(1e-5f));
    assertThat(w[1]).isCloseTo(1.1f, within(1e-5f));
    assertThat(w[2]).isCloseTo(0.95f, within(1e-6f));
  }

  @Test
  void inputsAreStandardisedAndClipped() {
    Standardiser standardiser = Standardiser.of(new float[][] {{1, 5, 3e38f}, {3, 5, -3e38f}});
    float[] to = new float[4];
    standardiser.apply(new float[] {3, 7, 3e38f}, to, 1);
    assertThat(to[1]).isEqualTo(1);
    assertThat(to[2]).as("does not vary").isZero();
    assertThat(to[3]).isFinite();
    standardiser.apply(new float[] {-1e30f, 5, 0}, to, 1);
    assertThat(to[1]).isEqualTo(-10);
  }

  @Test
  void unequalSeedsGiveUnequalPerceptrons() {
    MlpClassifier mlp = EmbeddingClassifiers.mlp().epochs(3);
    assertThat(mlp.train(training(TRAINING, VALIDATION, 1)).classify(embeddings(TEST)))
        .isNotEqualTo(mlp.train(training(TRAINING, VALIDATION, 2)).classify(embeddings(TEST)));
  }

  @Test
  void theNumberOfThreadsDoesNotMatter() {
    MlpClassifier mlp = EmbeddingClassifiers.mlp().epochs(3);
    List<TypeProbabilities> one =
        mlp.train(training(TRAINING, VALIDATION, 1)).classify(embeddings(TEST));
    for (int threads : new int[] {2, 3, 7}) {
      assertThat(
              mlp.train(
                      new ClassifierTraining(
                          TRAINING,
                          VALIDATION,
                          1,
                          threads,
                          TrainingListener.NONE,
                          new Cancellation()))
                  .classify(embeddings(TEST)))
          .isEqualTo(one);
    }
  }

  private static List<TrainingListener.Epoch> epochs(
      MlpClassifier mlp, List<Example> validation, Cancellation cancellation, int finishAfter) {
    List<TrainingListener.Epoch> epochs = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            epochs.add(epoch);
            if (epoch.epoch() == finishAfter) {
              cancellation.finishEarly();
            }
          }
        };
    mlp.train(new ClassifierTraining(TRAINING, validation, 1, 1, listener, cancellation));
    return epochs;
  }

  @Test
  void everyEpochIsReportedAndTheLossFalls() {
    List<TrainingListener.Epoch> epochs =
        epochs(EmbeddingClassifiers.mlp().epochs(8), VALIDATION, new Cancellation(), 0);
    assertThat(epochs).hasSize(8);
    for (int i = 0; i < 8; i++) {
      TrainingListener.Epoch epoch = epochs.get(i);
      assertThat(epoch.stage()).isEqualTo(TrainingListener.Stage.CLASSIFIER);
      assertThat(epoch.epoch()).isEqualTo(i + 1);
      assertThat(epoch.epochs()).isEqualTo(8);
      assertThat(epoch.validationAccuracy()).isBetween(0.0, 1.0);
      assertThat(epoch.similarPairs() + epoch.dissimilarPairs()).isZero();
      assertThat(epoch.seconds()).isNotNegative();
    }
    assertThat(epochs.get(0).best()).isTrue();
    assertThat(epochs.get(0).loss()).isBetween(0.5, 3.0);
    assertThat(epochs.get(7).loss()).isLessThan(epochs.get(0).loss() / 2);
  }

  @Test
  void trainingEndsWhenTheValidationGetsNoBetter() {
    // So many epochs at this rate learn the training part by heart.
    MlpClassifier mlp =
        EmbeddingClassifiers.mlp().epochs(500).patience(4).learningRate(0.02).dropout(0);
    List<TrainingListener.Epoch> epochs = epochs(mlp, VALIDATION, new Cancellation(), 0);
    assertThat(epochs).hasSizeLessThan(100);
    assertThat(epochs.subList(epochs.size() - 4, epochs.size()))
        .noneMatch(TrainingListener.Epoch::best);
    assertThat(epochs.get(epochs.size() - 5).best()).isTrue();
  }

  @Test
  void theBestEpochIsKept() {
    MlpClassifier mlp =
        EmbeddingClassifiers.mlp()
            .epochs(60)
            .patience(1000)
            .learningRate(0.03)
            .dropout(0)
            .labelSmoothing(0)
            .weightDecay(0);
    double kept = Examples.crossEntropy(mlp.train(training(TRAINING, VALIDATION, 1)), VALIDATION);
    double last = Examples.crossEntropy(mlp.train(training(TRAINING, List.of(), 1)), VALIDATION);
    assertThat(kept).isLessThan(0.7 * last);
  }

  @Test
  void withoutValidationAllEpochsRunAndThereIsNoAccuracy() {
    List<TrainingListener.Epoch> epochs =
        epochs(EmbeddingClassifiers.mlp().epochs(6).patience(1), List.of(), new Cancellation(), 0);
    assertThat(epochs).hasSize(6).allMatch(TrainingListener.Epoch::best);
    assertThat(epochs).allMatch(epoch -> Double.isNaN(epoch.validationAccuracy()));
  }

  @Test
  void validationExamplesOfTypesThatWereNotTrainedCountAsWrong() {
    List<Example> half = new ArrayList<>(VALIDATION);
    VALIDATION.forEach(e -> half.add(new Example(e.embedding(), ChromosomeType.Y)));
    MlpClassifier mlp = EmbeddingClassifiers.mlp().epochs(5);
    List<TrainingListener.Epoch> whole = epochs(mlp, VALIDATION, new Cancellation(), 0);
    List<TrainingListener.Epoch> halved = epochs(mlp, half, new Cancellation(), 0);
    for (int i = 0; i < 5; i++) {
      assertThat(halved.get(i).validationAccuracy())
          .isEqualTo(whole.get(i).validationAccuracy() / 2);
      assertThat(halved.get(i).best()).isEqualTo(whole.get(i).best());
    }
  }

  @Test
  void finishingEarlyKeepsWhatWasLearned() {
    assertThat(epochs(EmbeddingClassifiers.mlp(), VALIDATION, new Cancellation(), 3)).hasSize(3);
  }

  @Test
  void aWishToFinishBeforeItBeginsShortensTheTraining() {
    Cancellation before = new Cancellation();
    before.finishEarly();
    List<TrainingListener.Epoch> epochs = epochs(EmbeddingClassifiers.mlp(), VALIDATION, before, 0);
    assertThat(epochs).hasSize(8).allMatch(epoch -> epoch.epochs() == 8);
    assertThat(epochs(EmbeddingClassifiers.mlp().epochs(2), VALIDATION, before, 0)).hasSize(2);
  }

  @Test
  void aTrainingThatDivergesSaysWhatToDo() {
    for (List<Example> validation : List.of(VALIDATION, List.<Example>of())) {
      assertThatThrownBy(
              () ->
                  EmbeddingClassifiers.mlp()
                      .learningRate(1e30)
                      .train(training(TRAINING, validation, 1)))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageMatching(
              "classifier 'mlp': the loss is \\S+ in epoch 1; take a learningRate below 1.0E30 or a"
                  + " weightDecay below 0.01");
      assertThatThrownBy(
              () ->
                  EmbeddingClassifiers.mlp()
                      .batchSize(1000)
                      .learningRate(1e7)
                      .train(training(TRAINING, validation, 1)))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageStartingWith("classifier 'mlp': a weight is ");
    }
  }

  @Test
  void theTemperatureFitsTheProbabilitiesToTheValidationPart() {
    // Without smoothing or decay a perceptron that knows its examples by heart is too sure.
    MlpClassifier mlp =
        EmbeddingClassifiers.mlp()
            .epochs(40)
            .patience(1000)
            .learningRate(0.02)
            .dropout(0)
            .labelSmoothing(0);
    TrainedMlp untuned = (TrainedMlp) mlp.train(training(TRAINING, List.of(), 1));
    assertThat(untuned.temperature()).isEqualTo(1);
    TrainedMlp tuned =
        (TrainedMlp) mlp.labelSmoothing(0.5).train(training(TRAINING, VALIDATION, 1));
    assertThat(tuned.temperature()).as("smoothed labels make unsure").isLessThan(0.9);
    double confidence =
        tuned.classify(embeddings(TEST)).stream()
            .mapToDouble(p -> p.of(p.best()))
            .average()
            .orElseThrow();
    assertThat(confidence).isCloseTo(Examples.accuracy(tuned, TEST), within(0.05));
  }

  @Test
  void theTemperatureIsTheBestOfAGrid() throws IOException {
    MlpClassifier mlp = EmbeddingClassifiers.mlp().epochs(10).labelSmoothing(0.3);
    TrainedMlp trained = (TrainedMlp) mlp.train(training(TRAINING, VALIDATION, 1));
    double tuned = Examples.crossEntropy(trained, VALIDATION);
    for (double factor : new double[] {0.5, 0.9, 0.99, 1.01, 1.1, 2}) {
      MemoryModel model = new MemoryModel();
      trained.save(model);
      model.state(model.state().with("temperature", factor * trained.temperature()));
      TrainedClassifier other = mlp.restore(model);
      assertThat(Examples.crossEntropy(other, VALIDATION)).isGreaterThan(tuned);
    }
  }

  @Test
  void aModelOfOtherSettingsIsRefused() throws IOException {
    MlpClassifier mlp = EmbeddingClassifiers.mlp().epochs(1);
    TrainedClassifier trained = mlp.train(training(TRAINING, List.of(), 1));
    MemoryModel model = new MemoryModel();
    trained.save(model);
    assertThatThrownBy(() -> mlp.hiddenUnits(64).restore(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("hiddenUnits: must be 64, found 128");
    model.put("types", new float[] {0, 1, 3, 2, 4}, 5);
    assertThatThrownBy(() -> mlp.restore(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("types: must be different and ascend, found [0.0, 1.0, 3.0, 2.0, 4.0]");
    model.put("types", new float[] {0, 1, 2, 3}, 4);
    assertThatThrownBy(() -> mlp.restore(model)).isInstanceOf(ModelFormatException.class);
  }
}
