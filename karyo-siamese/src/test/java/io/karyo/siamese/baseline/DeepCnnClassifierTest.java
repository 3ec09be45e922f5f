package io.karyo.siamese.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.network.NetworkInput;
import io.karyo.network.Optimizer;
import io.karyo.samediff.Weights;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.spi.Cancellation;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Parts;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener;
import io.karyo.testkit.EmbeddingClassifierContract;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeepCnnClassifierTest extends EmbeddingClassifierContract {

  private static final int HEIGHT = 32;
  private static final int WIDTH = 16;

  private static DeepCnnClassifier small() {
    return Baselines.deepCnn()
        .image(HEIGHT, WIDTH)
        .filters(8, 8, 8)
        .dense(512, 512)
        .optimizer(Optimizer.adam(0.005, 0.05))
        .batchImages(32)
        .epochs(8);
  }

  @Override
  protected EmbeddingClassifier classifier() {
    return small();
  }

  /** Three times that of chance: it learns slowly at first, and so many trainings must be short. */
  @Override
  protected double minimumAccuracy() {
    return 0.125;
  }

  @Override
  protected Embedding embed(PreparedChromosome chromosome) {
    try (TrainedEncoder pixels =
        Baselines.pixels(HEIGHT, WIDTH).restore(new InMemoryModel().source())) {
      return pixels.encode(List.of(chromosome)).get(0);
    }
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new BaselineProviders.DeepCnn());
  }

  /** Images of noise that are lighter at the top, in the middle or at the bottom. */
  private static List<Example> examples(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ChromosomeType> types = List.of(ChromosomeType.C2, ChromosomeType.C17, ChromosomeType.X);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] image = new float[HEIGHT * WIDTH];
      int type = random.nextInt(types.size());
      for (int pixel = 0; pixel < image.length; pixel++) {
        image[pixel] =
            (float) NetworkInput.gauss(random) + (pixel * 3 / image.length == type ? 1.5f : 0);
      }
      examples.add(new Example(new Embedding(image), types.get(type)));
    }
    return examples;
  }

  private static ClassifierTraining training(
      List<Example> validation, List<TrainingListener.Epoch> log, Cancellation cancellation) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            log.add(epoch);
          }
        };
    return new ClassifierTraining(examples(90, 1), validation, 5, 1, listener, cancellation);
  }

  private static ClassifierTraining training(
      List<Example> validation, List<TrainingListener.Epoch> log) {
    return training(validation, log, new Cancellation());
  }

  private static List<TypeProbabilities> answers(
      TrainedClassifier classifier, List<Example> examples) {
    return classifier.classify(examples.stream().map(Example::embedding).toList());
  }

  private static double accuracy(TrainedClassifier classifier, List<Example> examples) {
    List<TypeProbabilities> answers = answers(classifier, examples);
    int right = 0;
    for (int i = 0; i < answers.size(); i++) {
      right += answers.get(i).best() == examples.get(i).type() ? 1 : 0;
    }
    return right / (double) answers.size();
  }

  @Test
  void lossFallsAndNewImagesAreTold() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    try (TrainedClassifier trained =
        small().batchImages(16).epochs(30).train(training(examples(60, 2), log))) {
      assertThat(accuracy(trained, examples(60, 3))).isGreaterThan(0.9);
      // Types that were not trained get next to nothing.
      assertThat(answers(trained, examples(1, 3)).get(0).of(ChromosomeType.Y)).isLessThan(0.05f);
    }
    assertThat(log).hasSize(30);
    assertThat(log.get(29).loss()).isLessThan(log.get(0).loss() / 4);
  }

  @Test
  void theReturnedClassifierIsThatOfTheBestEpochNotOfTheLast() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    List<Example> validation = examples(60, 2);
    // At so high and constant a learning rate it wanders about.
    DeepCnnClassifier spoiling =
        small()
            .batchImages(16)
            .optimizer(new Optimizer(Optimizer.Kind.ADAM, 0.03, 0, 0, true))
            .epochs(15);
    try (TrainedClassifier trained = spoiling.train(training(validation, log))) {
      double best =
          log.stream().mapToDouble(TrainingListener.Epoch::validationAccuracy).max().orElseThrow();
      assertThat(log.get(14).validationAccuracy()).isLessThan(best);
      assertThat(accuracy(trained, validation)).isEqualTo(best);
    }
    double soFar = -1;
    for (TrainingListener.Epoch epoch : log) {
      assertThat(epoch.best()).isEqualTo(epoch.validationAccuracy() >= soFar);
      soFar = Math.max(soFar, epoch.validationAccuracy());
    }
  }

  @Test
  void patienceStopsATrainingThatNoLongerImprovesIfThereIsAValidation() {
    DeepCnnClassifier stuck = small().optimizer(Optimizer.adam(1e-9, 0)).epochs(9).patience(2);
    List<TrainingListener.Epoch> log = new ArrayList<>();
    stuck.train(training(examples(30, 2), log)).close();
    assertThat(log).hasSize(3);
    log.clear();
    stuck.train(training(List.of(), log)).close();
    assertThat(log).hasSize(9).allSatisfy(epoch -> assertThat(epoch.best()).isTrue());
    assertThat(log).extracting(TrainingListener.Epoch::validationAccuracy).containsOnly(Double.NaN);
  }

  @Test
  void aMirrorImageGetsTheSameAnswer() {
    try (TrainedClassifier trained =
        small().epochs(2).train(training(List.of(), new ArrayList<>()))) {
      float[] image = examples(1, 8).get(0).embedding().toArray();
      float[] mirrored = new float[image.length];
      for (int i = 0; i < image.length; i++) {
        mirrored[i] = image[i / WIDTH * WIDTH + WIDTH - 1 - i % WIDTH];
      }
      assertThat(trained.classify(List.of(new Embedding(mirrored))))
          .isEqualTo(trained.classify(List.of(new Embedding(image))));
    }
  }

  @Test
  void thePapersNetworkGivesAnImageTheSameBitsInEveryBatch() {
    DeepCnnNetwork network = Baselines.deepCnn().network();
    assertThat(network.shapes().get("kernel5")).containsExactly(3, 3, 16, 16);
    assertThat(network.shapes().get("dense")).containsExactly(7 * 7 * 16, 1024);
    SplittableRandom random = new SplittableRandom(6);
    Weights weights = Weights.drawn(network.shapes(), random);
    List<Embedding> images = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      float[] image = new float[network.pixels()];
      for (int j = 0; j < image.length; j++) {
        image[j] = random.nextFloat() - 0.5f;
      }
      images.add(new Embedding(image));
    }
    try (TrainedClassifier classifier = new TrainedDeepCnn(network, weights)) {
      List<TypeProbabilities> together = classifier.classify(images);
      assertThat(together).doesNotHaveDuplicates();
      for (int i = 0; i < images.size(); i++) {
        assertThat(classifier.classify(images.subList(i, i + 1)).get(0)).isEqualTo(together.get(i));
      }
    }
  }

  @Test
  void theDefaultSettingsAreThePapersNetwork() {
    assertThat(Baselines.deepCnn().network())
        .isEqualTo(DeepCnnNetwork.of(60, 60, List.of(64, 32, 16), 1024, 512));
    assertThat(Baselines.deepCnn().network().dropped())
        .extracting(DeepCnnNetwork.Dropped::share)
        .containsExactly(0.25, 0.25, 0.25, 0.5);
  }

  @Test
  void askedToFinishBeforeItBeganItHasOneEpoch() {
    Cancellation enough = new Cancellation();
    enough.finishEarly();
    List<TrainingListener.Epoch> log = new ArrayList<>();
    try (TrainedClassifier trained =
        small().epochs(20).train(training(examples(30, 2), log, enough))) {
      assertThat(answers(trained, examples(5, 3))).hasSize(5);
    }
    assertThat(log).hasSize(1);
    assertThat(log.get(0).epochs()).isEqualTo(1);
  }

  @Test
  void askedToFinishItStopsAfterTheNextBatch() {
    Cancellation cancellation = new Cancellation();
    List<TrainingListener.Progress> progress = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onProgress(Progress done) {
            progress.add(done);
            if (done.done() == 90 + 32) {
              cancellation.finishEarly();
            }
          }
        };
    small()
        .train(new ClassifierTraining(examples(90, 1), List.of(), 5, 1, listener, cancellation))
        .close();
    assertThat(progress)
        .extracting(TrainingListener.Progress::done)
        .containsExactly(32L, 64L, 90L, 122L, 154L);
    assertThat(progress).extracting(TrainingListener.Progress::total).containsOnly(8 * 90L);
  }

  @Test
  void divergenceIsAnErrorThatAdvises() {
    // Bounded by its sigmoids, the network survives any learning rate, but not an overflow.
    float[] huge = new float[HEIGHT * WIDTH];
    Arrays.fill(huge, Float.MAX_VALUE);
    List<Example> examples = List.of(new Example(new Embedding(huge), ChromosomeType.C1));
    ClassifierTraining training =
        new ClassifierTraining(
            examples, List.of(), 1, 1, TrainingListener.NONE, new Cancellation());
    assertThatThrownBy(() -> small().train(training))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessage(
            "loss: must be a number, found NaN in epoch 1; lower the learning rate (0.005) or the"
                + " momentum");
  }

  @Test
  void weightsThatAreNoUseAreAnErrorThatAdvises() {
    for (float wrong : new float[] {Float.NaN, -2e6f, Float.POSITIVE_INFINITY}) {
      try (Weights weights = Weights.drawn(small().network().shapes(), new SplittableRandom(1))) {
        DeepCnnTrainer.checkWeights(weights, 2, Optimizer.adam(0.5, 0));
        weights.get("dense2").putScalar(3, wrong);
        assertThatThrownBy(() -> DeepCnnTrainer.checkWeights(weights, 2, Optimizer.adam(0.5, 0)))
            .isInstanceOf(TrainingDivergedException.class)
            .hasMessage(
                "dense2: must be between -1000000.0 and 1000000.0, found "
                    + wrong
                    + " after epoch 2; lower the learning rate (0.5) or the momentum");
      }
    }
  }

  @Test
  void embeddingsOfAnotherSizeAreRefused() {
    ClassifierTraining training = training(List.of(), new ArrayList<>());
    assertThatThrownBy(() -> small().image(8, 8).train(training))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("embedding: must have 64 coordinates, the pixels of 8 x 8, found 512");
  }

  @Test
  void aModelOfAnotherShapeIsRefused() throws IOException {
    InMemoryModel model = new InMemoryModel();
    try (TrainedClassifier trained =
        small().epochs(1).train(training(List.of(), new ArrayList<>()))) {
      trained.save(model);
    }
    assertThatThrownBy(() -> small().dense(512, 31).restore(model.source()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("dense2");
  }

  @Test
  void aClosedClassifierSaysSo() {
    TrainedClassifier trained = small().epochs(1).train(training(List.of(), new ArrayList<>()));
    trained.close();
    assertThatThrownBy(() -> answers(trained, examples(1, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("classifier: must be open, found closed");
  }

  @Test
  void everyOptionIsCheckedAndSurvivesItsSettings() {
    DeepCnnClassifier changed = small().optimizer(Optimizer.nesterov(0.01, 0.9, 0.001)).patience(4);
    EmbeddingClassifier again = Parts.create(PartKind.CLASSIFIER, "deep-cnn", changed.settings());
    assertThat(again.settings()).isEqualTo(changed.settings());
    assertThat(new DeepCnnClassifier(Settings.EMPTY).settings())
        .isEqualTo(Baselines.deepCnn().settings());
    assertThatThrownBy(() -> small().image(7, 60)).hasMessage("height: must be 8 to 512, found 7");
    assertThatThrownBy(() -> small().image(60, 513))
        .hasMessage("width: must be 8 to 512, found 513");
    assertThatThrownBy(() -> small().filters(1, 0, 1))
        .hasMessage("filters2: must be 1 to 1024, found 0");
    assertThatThrownBy(() -> small().dense(4097, 1))
        .hasMessage("dense1: must be 1 to 4096, found 4097");
    assertThatThrownBy(() -> small().epochs(0)).hasMessage("epochs: must be 1 to 100000, found 0");
    assertThatThrownBy(() -> small().patience(-1))
        .hasMessage("patience: must be 0 to 100000, found -1");
    assertThatThrownBy(() -> small().batchImages(0))
        .hasMessage("batchImages: must be 1 to 4096, found 0");
    assertThatThrownBy(() -> new DeepCnnClassifier(Settings.EMPTY.with("filters4", 3)))
        .hasMessageContaining("found 'filters4'");
    assertThatThrownBy(() -> new DeepCnnClassifier(Settings.EMPTY.with("dense2", 0)))
        .hasMessage("dense2: must be 1 to 4096, found 0");
  }
}
