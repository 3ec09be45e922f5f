package io.karyo.testkit.reference;

import static io.karyo.testkit.reference.Contracts.failuresOf;
import static io.karyo.testkit.reference.Contracts.failuresOfAllIn;
import static io.karyo.testkit.reference.Contracts.testsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.spi.Cancellation;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingListener;
import io.karyo.testkit.EmbeddingClassifierContract;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Classifiers that break a promise are found out. */
class EmbeddingClassifierContractTest {

  private static final EmbeddingClassifier GOOD = new ReferenceClassifier();

  /** The good classifier, to be overridden where it shall break. */
  abstract static class Broken extends EmbeddingClassifierContract implements EmbeddingClassifier {

    @Override
    protected EmbeddingClassifier classifier() {
      return this;
    }

    @Override
    protected boolean drawsByChance() {
      return false;
    }

    @Override
    public TrainedClassifier train(ClassifierTraining training) {
      return changed(GOOD.train(training));
    }

    @Override
    public TrainedClassifier restore(ModelSource source) {
      return changed(GOOD.restore(source));
    }

    TrainedClassifier changed(TrainedClassifier good) {
      return good;
    }
  }

  private static class Wrapped implements TrainedClassifier {

    final TrainedClassifier good;

    Wrapped(TrainedClassifier good) {
      this.good = good;
    }

    @Override
    public List<TypeProbabilities> classify(List<Embedding> embeddings) {
      return good.classify(embeddings);
    }

    @Override
    public void save(ModelSink sink) throws IOException {
      good.save(sink);
    }
  }

  private static final TypeProbabilities ALWAYS_ONE = sure(ChromosomeType.C1);

  private static TypeProbabilities sure(ChromosomeType type) {
    float[] values = new float[ChromosomeType.ALL.size()];
    values[type.ordinal()] = 1;
    return new TypeProbabilities(values);
  }

  static final class Guesses extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return new Wrapped(good) {
        @Override
        public List<TypeProbabilities> classify(List<Embedding> embeddings) {
          return Collections.nCopies(super.classify(embeddings).size(), ALWAYS_ONE);
        }
      };
    }
  }

  @Test
  void oneThatLearnsNothing() {
    assertThat(failuresOf(Guesses.class)).containsExactly("typesAreToldBetterThanByChance");
  }

  static final class AssignsInPairs extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return new Wrapped(good) {
        @Override
        public List<TypeProbabilities> classify(List<Embedding> embeddings) {
          List<TypeProbabilities> answers = super.classify(embeddings);
          return answers.size() == 7 ? Collections.nCopies(7, answers.get(0)) : answers;
        }
      };
    }
  }

  @Test
  void oneWhoseAnswersDependOnTheOthersInTheList() {
    assertThat(failuresOf(AssignsInPairs.class))
        .containsExactly("anAnswerDoesNotDependOnTheOthersInTheList");
  }

  static final class TakesAnySize extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return new Wrapped(good) {
        @Override
        public List<TypeProbabilities> classify(List<Embedding> embeddings) {
          return embeddings.stream().anyMatch(embedding -> embedding.size() != 16)
              ? Collections.nCopies(embeddings.size(), ALWAYS_ONE)
              : super.classify(embeddings);
        }
      };
    }
  }

  @Test
  void oneThatTakesEmbeddingsOfAnySize() {
    assertThat(failuresOf(TakesAnySize.class)).containsExactly("anEmbeddingOfAnotherSizeIsRefused");
  }

  static final class RestoresOtherMeans extends Broken {
    @Override
    public TrainedClassifier restore(ModelSource source) {
      float[] means = source.array("means", -1, -1);
      int size = source.shape("means")[1];
      // The means of the types 1 and 2 change places.
      for (int i = 0; i < size; i++) {
        float first = means[i];
        means[i] = means[size + i];
        means[size + i] = first;
      }
      InMemoryModel swapped = new InMemoryModel();
      swapped.array("means", means, source.shape("means"));
      return GOOD.restore(swapped.source());
    }
  }

  @Test
  void oneThatIsRestoredDifferently() {
    assertThat(failuresOf(RestoresOtherMeans.class))
        .containsExactly("aRestoredClassifierGivesTheSameAnswers");
  }

  static final class Unseeded extends Broken {
    private final AtomicInteger trainings = new AtomicInteger();

    @Override
    public TrainedClassifier train(ClassifierTraining training) {
      // Learns from another part of the examples each time.
      int from = 20 * (trainings.incrementAndGet() % 8);
      return GOOD.train(
          new ClassifierTraining(
              training.training().subList(from, training.training().size()),
              training.validation(),
              training.seed(),
              training.threads(),
              training.listener(),
              training.cancellation()));
    }
  }

  @Test
  void oneThatIsNotDetermined() {
    assertThat(failuresOf(Unseeded.class)).contains("equalSeedsGiveEqualClassifiers");
  }

  static final class IgnoresCancellation extends Broken {
    @Override
    public TrainedClassifier train(ClassifierTraining training) {
      return GOOD.train(
          new ClassifierTraining(
              training.training(),
              training.validation(),
              training.seed(),
              training.threads(),
              training.listener(),
              new Cancellation()));
    }
  }

  @Test
  void oneThatCannotBeCancelled() {
    assertThat(failuresOf(IgnoresCancellation.class)).containsExactly("aCancelledTrainingThrows");
  }

  static final class ClaimsChance extends Broken {
    @Override
    protected boolean drawsByChance() {
      return true;
    }
  }

  @Test
  void oneThatIgnoresTheSeed() {
    assertThat(failuresOf(ClaimsChance.class)).containsExactly("anotherSeedGivesAnotherClassifier");
  }

  static final class Unsaved extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return embeddings -> good.classify(embeddings);
    }
  }

  static final class UnsavedAndSaysSo extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return embeddings -> good.classify(embeddings);
    }

    @Override
    protected boolean canBeSaved() {
      return false;
    }
  }

  @Test
  void oneThatCannotBeSavedWithoutSayingSo() {
    assertThat(failuresOf(Unsaved.class)).containsExactly("aRestoredClassifierGivesTheSameAnswers");
    assertThat(failuresOf(UnsavedAndSaysSo.class)).isEmpty();
  }

  static final class NeedsValidation extends Broken {
    @Override
    public TrainedClassifier train(ClassifierTraining training) {
      training.validation().get(0);
      return super.train(training);
    }
  }

  @Test
  void oneThatNeedsValidation() {
    assertThat(failuresOf(NeedsValidation.class))
        .containsExactly("trainingWithoutValidationIsPossible");
  }

  static final class ClosesOnce extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return new Wrapped(good) {
        private boolean closed;

        @Override
        public void close() {
          if (closed) {
            throw new IllegalStateException("closed");
          }
          closed = true;
        }
      };
    }
  }

  @Test
  void oneThatCanBeClosedOnceOnly() {
    assertThat(failuresOf(ClosesOnce.class)).containsExactly("closingTwiceIsAllowed");
  }

  static final class LosesOne extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return new Wrapped(good) {
        @Override
        public List<TypeProbabilities> classify(List<Embedding> embeddings) {
          List<TypeProbabilities> answers = super.classify(embeddings);
          return answers.subList(0, Math.min(91, answers.size()));
        }
      };
    }
  }

  @Test
  void oneThatLosesAnEmbedding() {
    assertThat(failuresOf(LosesOne.class))
        .contains("everyEmbeddingIsAnswered", "aTrainingFinishedEarlyGivesAClassifier");
  }

  static final class WorksInOneThread extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return new Wrapped(good) {
        private final Thread owner = Thread.currentThread();

        @Override
        public List<TypeProbabilities> classify(List<Embedding> embeddings) {
          if (Thread.currentThread() != owner) {
            throw new IllegalStateException("another thread");
          }
          return super.classify(embeddings);
        }
      };
    }
  }

  @Test
  void oneThatWorksInOneThreadOnly() {
    assertThat(failuresOf(WorksInOneThread.class)).containsExactly("threadsThatClassifyAgree");
  }

  static final class DependsOnThreads extends Broken {
    @Override
    public TrainedClassifier train(ClassifierTraining training) {
      int share = training.training().size() / training.threads();
      return GOOD.train(
          new ClassifierTraining(
              training.training().subList(0, share),
              training.validation(),
              training.seed(),
              training.threads(),
              training.listener(),
              training.cancellation()));
    }
  }

  @Test
  void oneThatDependsOnTheNumberOfThreads() {
    assertThat(failuresOf(DependsOnThreads.class))
        .containsExactly("theNumberOfTrainingThreadsDoesNotMatter");
  }

  static final class TellsOfTheWrongStage extends Broken {
    @Override
    public TrainedClassifier train(ClassifierTraining training) {
      training
          .listener()
          .onEpoch(
              new TrainingListener.Epoch(
                  TrainingListener.Stage.ENCODER, 1, 1, 0, Double.NaN, true, 0, 0, 0));
      return GOOD.train(
          new ClassifierTraining(
              training.training(),
              training.validation(),
              training.seed(),
              training.threads(),
              TrainingListener.NONE,
              training.cancellation()));
    }
  }

  @Test
  void oneThatTellsOfTheWrongStage() {
    assertThat(failuresOf(TellsOfTheWrongStage.class)).containsExactly("epochsAreToldInOrder");
  }

  static final class RestoresFromNothing extends Broken {
    @Override
    public TrainedClassifier restore(ModelSource source) {
      try {
        return GOOD.restore(source);
      } catch (ModelFormatException e) {
        return embeddings -> Collections.nCopies(embeddings.size(), ALWAYS_ONE);
      }
    }
  }

  @Test
  void oneThatRestoresFromNothing() {
    assertThat(failuresOf(RestoresFromNothing.class)).containsExactly("anEmptyModelIsRefused");
  }

  static final class SavedAgainstItsWord extends Broken {
    @Override
    protected boolean canBeSaved() {
      return false;
    }
  }

  @Test
  void oneThatSavesAlthoughItSaysItCannot() {
    assertThat(failuresOf(SavedAgainstItsWord.class))
        .containsExactly("aClassifierThatCannotBeSavedSaysSo");
  }

  static final class Forgets extends Broken {
    @Override
    TrainedClassifier changed(TrainedClassifier good) {
      return new Wrapped(good) {
        @Override
        public TrainedClassifier adapt(ClassifierTraining training) {
          TypeProbabilities shown = sure(training.training().get(0).type());
          return embeddings -> Collections.nCopies(embeddings.size(), shown);
        }
      };
    }
  }

  @Test
  void oneThatForgetsWhatItsAdaptationDoesNotShow() {
    assertThat(failuresOf(Forgets.class))
        .containsExactly(
            "anAdaptedClassifierKeepsTheTypesThatItWasNotShownAndLeavesTheFirstAsItWas");
  }

  @Test
  void everyTestOfTheContractCanFail() {
    assertThat(failuresOfAllIn(EmbeddingClassifierContractTest.class))
        .containsAll(testsOf(EmbeddingClassifierContract.class));
  }
}
