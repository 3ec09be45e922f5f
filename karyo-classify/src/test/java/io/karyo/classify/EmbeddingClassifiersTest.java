package io.karyo.classify;

import static io.karyo.classify.Examples.embeddings;
import static io.karyo.classify.Examples.example;
import static io.karyo.classify.Examples.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.spi.Cancellation;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What both classifiers share. */
class EmbeddingClassifiersTest {

  private static final List<Example> TRAINING = Examples.draw(6, 60, 10, 0.7, 1);
  private static final List<Example> VALIDATION = Examples.draw(6, 20, 10, 0.7, 2);
  private static final List<Example> TEST = Examples.draw(6, 50, 10, 0.7, 3);

  static Stream<EmbeddingClassifier> classifiers() {
    return Stream.of(
        EmbeddingClassifiers.nearestNeighbours(1),
        EmbeddingClassifiers.nearestNeighbours(7),
        EmbeddingClassifiers.mlp().epochs(20),
        EmbeddingClassifiers.mlp()
            .hiddenUnits(17)
            .dropout(0)
            .epochs(15)
            .patience(3)
            .batchSize(7)
            .learningRate(0.01)
            .weightDecay(0)
            .labelSmoothing(0));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void tellsTheTypesOfUnseenEmbeddings(EmbeddingClassifier classifier) {
    TrainedClassifier trained = classifier.train(training(TRAINING, VALIDATION, 1));
    assertThat(Examples.accuracy(trained, TEST)).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void typesThatWereNotTrainedHaveNoProbabilityAndTheOthersHaveSome(
      EmbeddingClassifier classifier) {
    TrainedClassifier trained = classifier.train(training(TRAINING, VALIDATION, 1));
    for (TypeProbabilities probabilities : trained.classify(embeddings(TEST))) {
      for (ChromosomeType type : ChromosomeType.ALL) {
        if (type.ordinal() < 6) {
          assertThat(probabilities.of(type)).isPositive();
        } else {
          assertThat(probabilities.of(type)).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void anAnswerIsTheSameToTheBitAloneInABatchAndFromManyThreads(EmbeddingClassifier classifier)
      throws Exception {
    TrainedClassifier trained = classifier.train(training(TRAINING, VALIDATION, 1));
    List<Embedding> embeddings = embeddings(TEST);
    List<TypeProbabilities> together = trained.classify(embeddings);
    for (int i = 0; i < embeddings.size(); i++) {
      assertThat(trained.classify(embeddings.subList(i, i + 1))).containsExactly(together.get(i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<List<TypeProbabilities>>> answers = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        answers.add(threads.submit(() -> trained.classify(embeddings)));
      }
      for (Future<List<TypeProbabilities>> answer : answers) {
        assertThat(answer.get()).isEqualTo(together);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(trained.classify(List.of())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void isTheSameToTheBitWhenItIsSavedAndRestored(EmbeddingClassifier classifier)
      throws IOException {
    TrainedClassifier trained = classifier.train(training(TRAINING, VALIDATION, 1));
    MemoryModel model = new MemoryModel();
    trained.save(model);
    TrainedClassifier restored = provided(classifier).restore(model);
    assertThat(restored.classify(embeddings(TEST))).isEqualTo(trained.classify(embeddings(TEST)));
    MemoryModel again = new MemoryModel();
    restored.save(again);
    assertThat(again.arrays).usingRecursiveComparison().isEqualTo(model.arrays);
    assertThat(again.shapes).usingRecursiveComparison().isEqualTo(model.shapes);
    assertThat(again.state()).isEqualTo(model.state());
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void aDamagedModelIsRefused(EmbeddingClassifier classifier) throws IOException {
    TrainedClassifier trained = classifier.train(training(TRAINING, VALIDATION, 1));
    for (float wrong : new float[] {24, -1, 0.5f}) {
      MemoryModel model = new MemoryModel();
      trained.save(model);
      float[] types = model.array("types", -1);
      types[1] = wrong;
      model.put("types", types, types.length);
      assertThatThrownBy(() -> classifier.restore(model))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("types: must be whole numbers from 0 to 23, found " + wrong);
    }
    MemoryModel oneType = new MemoryModel();
    trained.save(oneType);
    oneType.put("types", new float[oneType.shape("types")[0]], oneType.shape("types"));
    assertThatThrownBy(() -> classifier.restore(oneType)).isInstanceOf(ModelFormatException.class);
    MemoryModel noState = new MemoryModel();
    trained.save(noState);
    noState.state(Settings.EMPTY);
    assertThatThrownBy(() -> classifier.restore(noState))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must be above 0, found 0.0");
    assertThatThrownBy(() -> classifier.restore(new MemoryModel()))
        .isInstanceOf(ModelFormatException.class);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void equalTrainingsGiveEqualClassifiers(EmbeddingClassifier classifier) {
    List<TypeProbabilities> first =
        classifier.train(training(TRAINING, VALIDATION, 1)).classify(embeddings(TEST));
    assertThat(classifier.train(training(TRAINING, VALIDATION, 1)).classify(embeddings(TEST)))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void trainingsOfOneTypeAreRefused(EmbeddingClassifier classifier) {
    List<Example> oneType =
        List.of(example(ChromosomeType.X, 1, 2), example(ChromosomeType.X, 2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> classifier.train(training(oneType, List.of(), 1)))
        .withMessage("training: must have embeddings of at least two types, found only type X");
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void twoEmbeddingsAreEnough(EmbeddingClassifier classifier) {
    List<Example> two = List.of(example(ChromosomeType.X, 1, 5), example(ChromosomeType.Y, -1, 5));
    TrainedClassifier trained = classifier.train(training(two, List.of(), 1));
    for (TypeProbabilities probabilities :
        trained.classify(List.of(new Embedding(1, 5), new Embedding(Float.MAX_VALUE, -3e38f)))) {
      assertThat(probabilities.of(ChromosomeType.X) + probabilities.of(ChromosomeType.Y))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void embeddingsThatAreAllTheSameDoNoHarm(EmbeddingClassifier classifier) {
    List<Example> same =
        List.of(
            example(ChromosomeType.C1, 3, 3),
            example(ChromosomeType.C2, 3, 3),
            example(ChromosomeType.C1, 3, 3));
    TrainedClassifier trained = classifier.train(training(same, same, 1));
    TypeProbabilities probabilities = trained.classify(List.of(new Embedding(3, 3))).get(0);
    assertThat(probabilities.of(ChromosomeType.C1)).isBetween(0.01f, 0.99f);
    assertThat(probabilities.of(ChromosomeType.C2)).isBetween(0.01f, 0.99f);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void aValidationOfTypesThatWereNotTrainedIsOfNoUseAndNoHarm(EmbeddingClassifier classifier) {
    List<Example> strangers =
        VALIDATION.stream()
            .map(example -> new Example(example.embedding(), ChromosomeType.Y))
            .toList();
    assertThat(classifier.train(training(TRAINING, strangers, 1)).classify(embeddings(TEST)))
        .isEqualTo(classifier.train(training(TRAINING, List.of(), 1)).classify(embeddings(TEST)));
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void embeddingsOfAnotherSizeAreRefused(EmbeddingClassifier classifier) {
    TrainedClassifier trained = classifier.train(training(TRAINING, VALIDATION, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> trained.classify(List.of(new Embedding(new float[10]), new Embedding(1, 2))))
        .withMessage("embeddings[1]: must have 10 coordinates, found 2");
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void aCancelledTrainingGivesNothingAndAFinishedOneWhatItHas(EmbeddingClassifier classifier) {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    assertThatThrownBy(
            () ->
                classifier.train(
                    new ClassifierTraining(
                        TRAINING, VALIDATION, 1, 1, TrainingListener.NONE, cancelled)))
        .isInstanceOf(CancellationException.class);
    Cancellation finished = new Cancellation();
    finished.finishEarly();
    TrainedClassifier trained =
        classifier.train(
            new ClassifierTraining(TRAINING, VALIDATION, 1, 1, TrainingListener.NONE, finished));
    assertThat(Examples.accuracy(trained, TEST)).isGreaterThan(0.3);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void theProviderMakesAnEqualClassifierOfTheSettings(EmbeddingClassifier classifier) {
    EmbeddingClassifier again = provided(classifier);
    assertThat(again.id()).isEqualTo(classifier.id());
    assertThat(again.settings()).isEqualTo(classifier.settings());
    assertThat(again.train(training(TRAINING, VALIDATION, 1)).classify(embeddings(TEST)))
        .isEqualTo(classifier.train(training(TRAINING, VALIDATION, 1)).classify(embeddings(TEST)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider(classifier.id()).create(Settings.EMPTY.with("misspelt", 1)))
        .withMessageContaining("found 'misspelt'");
  }

  private static EmbeddingClassifier provided(EmbeddingClassifier classifier) {
    return (EmbeddingClassifier)
        provider(classifier.id()).create(Settings.of(classifier.settings().asMap()));
  }

  private static PartProvider provider(String id) {
    return providers().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  private static Stream<PartProvider> providers() {
    return ServiceLoader.load(PartProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.kind() == PartKind.CLASSIFIER);
  }

  @Test
  void classMeansAreTheDefault() {
    assertThat(providers().filter(PartProvider::isDefault).map(PartProvider::id))
        .containsExactly("class-means");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EmbeddingClassifiers.nearestNeighbours(0))
        .withMessage("k: must be at least 1, found 0");
    MlpClassifier mlp = EmbeddingClassifiers.mlp();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.hiddenUnits(0))
        .withMessage("hiddenUnits: must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.dropout(1))
        .withMessage("dropout: must be 0 to below 1, found 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.epochs(0))
        .withMessage("epochs: must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.patience(-2))
        .withMessage("patience: must be at least 1, found -2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.batchSize(0))
        .withMessage("batchSize: must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.learningRate(0))
        .withMessage("learningRate: must be a number above 0, found 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.weightDecay(-1))
        .withMessage("weightDecay: must be at least 0, found -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mlp.labelSmoothing(-0.1))
        .withMessage("labelSmoothing: must be 0 to below 1, found -0.1");
  }
}
