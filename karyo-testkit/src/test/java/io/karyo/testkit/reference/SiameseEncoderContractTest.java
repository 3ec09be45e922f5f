package io.karyo.testkit.reference;

import static io.karyo.testkit.reference.Contracts.failuresOf;
import static io.karyo.testkit.reference.Contracts.failuresOfAllIn;
import static io.karyo.testkit.reference.Contracts.skippedOf;
import static io.karyo.testkit.reference.Contracts.testsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.testkit.SiameseEncoderContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Encoders that break a promise are found out. */
class SiameseEncoderContractTest {

  private static final SiameseEncoder GOOD = new ReferenceEncoder(6);

  /** The good encoder, to be overridden where it shall break. */
  abstract static class Broken extends SiameseEncoderContract implements SiameseEncoder {

    @Override
    protected SiameseEncoder encoder() {
      return this;
    }

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return GOOD.train(training);
    }

    @Override
    public TrainedEncoder restore(ModelSource source) {
      return GOOD.restore(source);
    }
  }

  /** A trained encoder that passes everything on, to be overridden where it shall break. */
  private static class Wrapped implements TrainedEncoder {

    final TrainedEncoder good;

    Wrapped(TrainedEncoder good) {
      this.good = good;
    }

    @Override
    public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
      return good.encode(chromosomes);
    }

    @Override
    public void save(ModelSink sink) throws IOException {
      good.save(sink);
    }

    @Override
    public void close() {
      good.close();
    }
  }

  /** Trains and restores encoders whose embeddings are changed list by list. */
  abstract static class Changed extends Broken {

    private final UnaryOperator<List<Embedding>> change;

    Changed(UnaryOperator<List<Embedding>> change) {
      this.change = change;
    }

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return changed(super.train(training));
    }

    @Override
    public TrainedEncoder restore(ModelSource source) {
      return changed(super.restore(source));
    }

    private TrainedEncoder changed(TrainedEncoder good) {
      return new Wrapped(good) {
        @Override
        public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
          return change.apply(super.encode(chromosomes));
        }
      };
    }
  }

  static final class NormalisesBatches extends Changed {
    NormalisesBatches() {
      super(
          embeddings -> {
            List<Embedding> centred = new ArrayList<>();
            for (Embedding embedding : embeddings) {
              float[] values = embedding.toArray();
              values[0] -= embeddings.get(0).get(0) / embeddings.size();
              centred.add(new Embedding(values));
            }
            return centred;
          });
    }
  }

  @Test
  void oneWhoseEmbeddingsDependOnTheOthersInTheList() {
    assertThat(failuresOf(NormalisesBatches.class))
        .containsExactly("anEmbeddingDoesNotDependOnTheOthersInTheList");
  }

  static final class Reverses extends Changed {
    Reverses() {
      super(
          embeddings -> {
            List<Embedding> reversed = new ArrayList<>(embeddings);
            Collections.reverse(reversed);
            return reversed;
          });
    }
  }

  @Test
  void oneThatMixesUpTheOrder() {
    assertThat(failuresOf(Reverses.class)).contains("anEmbeddingDoesNotDependOnTheOthersInTheList");
  }

  static final class Collapses extends Changed {
    Collapses() {
      super(embeddings -> Collections.nCopies(embeddings.size(), new Embedding(1, 2)));
    }
  }

  @Test
  void oneWhoseEmbeddingsFallTogether() {
    assertThat(failuresOf(Collapses.class))
        .containsExactly("anotherSeedGivesAnotherEncoder", "chromosomesOfATypeAreCloseToEachOther");
  }

  static final class LosesOne extends Changed {
    LosesOne() {
      super(embeddings -> embeddings.subList(0, Math.min(28, embeddings.size())));
    }
  }

  @Test
  void oneThatLosesAChromosome() {
    assertThat(failuresOf(LosesOne.class)).contains("everyChromosomeGetsAnEmbeddingOfOneSize");
  }

  private static EncoderTraining reseeded(EncoderTraining training, long seed) {
    return new EncoderTraining(
        training.training(),
        training.validation(),
        training.pairSampler(),
        seed,
        training.threads(),
        training.listener(),
        training.cancellation());
  }

  static final class Unseeded extends Broken {
    private final AtomicInteger trainings = new AtomicInteger();

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return super.train(reseeded(training, trainings.incrementAndGet()));
    }
  }

  @Test
  void oneThatIgnoresTheSeed() {
    assertThat(failuresOf(Unseeded.class))
        .containsExactly("equalSeedsGiveEqualEncoders", "theNumberOfTrainingThreadsDoesNotMatter");
  }

  static final class Fixed extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return super.train(reseeded(training, 5));
    }
  }

  static final class FixedAndSaysSo extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return super.train(reseeded(training, 5));
    }

    @Override
    protected boolean drawsByChance() {
      return false;
    }
  }

  @Test
  void oneThatAlwaysDrawsTheSameWithoutSayingSo() {
    assertThat(failuresOf(Fixed.class)).containsExactly("anotherSeedGivesAnotherEncoder");
    assertThat(failuresOf(FixedAndSaysSo.class)).isEmpty();
  }

  static final class DependsOnThreads extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return super.train(reseeded(training, training.seed() + training.threads() / 2));
    }
  }

  @Test
  void oneThatDependsOnTheNumberOfThreads() {
    assertThat(failuresOf(DependsOnThreads.class))
        .containsExactly("theNumberOfTrainingThreadsDoesNotMatter");
  }

  static final class Shares extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return new Wrapped(super.train(training)) {
        private final Thread owner = Thread.currentThread();

        @Override
        public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
          List<Embedding> embeddings = super.encode(chromosomes);
          return Thread.currentThread() == owner
              ? embeddings
              : embeddings.stream().map(embedding -> new Embedding(embedding.get(0))).toList();
        }
      };
    }
  }

  @Test
  void oneThatWorksInOneThreadOnly() {
    assertThat(failuresOf(Shares.class)).containsExactly("threadsThatEncodeAgree");
  }

  static final class IgnoresCancellation extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return super.train(
          new EncoderTraining(
              training.training(),
              training.validation(),
              training.pairSampler(),
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

  static final class MiscountsEpochs extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      TrainingListener miscounting =
          new TrainingListener() {
            @Override
            public void onEpoch(Epoch epoch) {
              training
                  .listener()
                  .onEpoch(
                      new Epoch(
                          epoch.stage(),
                          epoch.epoch() - 1,
                          epoch.epochs(),
                          epoch.loss(),
                          epoch.validationAccuracy(),
                          epoch.best(),
                          epoch.similarPairs(),
                          epoch.dissimilarPairs(),
                          epoch.seconds()));
            }
          };
      return super.train(
          new EncoderTraining(
              training.training(),
              training.validation(),
              training.pairSampler(),
              training.seed(),
              training.threads(),
              miscounting,
              training.cancellation()));
    }
  }

  static final class SkipsAnEpoch extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return super.train(
          new EncoderTraining(
              training.training(),
              training.validation(),
              (types, epoch, seed) -> training.pairSampler().sample(types, epoch + 1, seed),
              training.seed(),
              training.threads(),
              training.listener(),
              training.cancellation()));
    }
  }

  @Test
  void oneThatMiscountsEpochs() {
    assertThat(failuresOf(MiscountsEpochs.class))
        .containsExactly("epochsAreToldInOrderAndPairsDrawnForEach");
    assertThat(failuresOf(SkipsAnEpoch.class))
        .containsExactly("epochsAreToldInOrderAndPairsDrawnForEach");
  }

  static final class NeedsValidation extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      training.validation().get(0);
      return super.train(training);
    }
  }

  @Test
  void oneThatNeedsValidation() {
    assertThat(failuresOf(NeedsValidation.class))
        .containsExactly("trainingWithoutValidationIsPossible");
  }

  static final class SavesRounded extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return new Wrapped(super.train(training)) {
        @Override
        public void save(ModelSink sink) throws IOException {
          super.save(
              new ModelSink() {
                @Override
                public void array(String name, float[] values, int... shape) throws IOException {
                  float[] rounded = values.clone();
                  for (int i = 0; i < rounded.length; i++) {
                    rounded[i] = Math.nextUp(rounded[i]);
                  }
                  sink.array(name, rounded, shape);
                }

                @Override
                public void state(Settings state) {
                  sink.state(state);
                }

                @Override
                public ModelSink nested(String name) {
                  return sink.nested(name);
                }
              });
        }
      };
    }
  }

  @Test
  void oneThatIsNotRestoredToTheBit() {
    assertThat(failuresOf(SavesRounded.class))
        .containsExactly("aRestoredEncoderGivesTheSameEmbeddings");
  }

  static final class RestoresFromNothing extends Broken {
    private static final EncoderTraining[] LAST = new EncoderTraining[1];

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      if (training.seed() == 31) {
        LAST[0] = training;
      }
      return super.train(training);
    }

    @Override
    public TrainedEncoder restore(ModelSource source) {
      return super.train(reseeded(LAST[0], 31));
    }
  }

  @Test
  void oneThatRestoresWithoutReading() {
    assertThat(failuresOf(RestoresFromNothing.class)).contains("anEmptyModelIsRefused");
  }

  static final class Unsaved extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      TrainedEncoder good = super.train(training);
      return chromosomes -> good.encode(chromosomes);
    }
  }

  static final class UnsavedAndSaysSo extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      TrainedEncoder good = super.train(training);
      return chromosomes -> good.encode(chromosomes);
    }

    @Override
    protected boolean canBeSaved() {
      return false;
    }
  }

  @Test
  void oneThatCannotBeSavedWithoutSayingSo() {
    assertThat(failuresOf(Unsaved.class))
        .containsExactly("aRestoredEncoderGivesTheSameEmbeddings", "anEmptyModelIsRefused");
    assertThat(failuresOf(UnsavedAndSaysSo.class)).isEmpty();
    assertThat(skippedOf(UnsavedAndSaysSo.class))
        .contains("aRestoredEncoderGivesTheSameEmbeddings")
        .doesNotContain("anEncoderThatCannotBeSavedSaysSo");
  }

  static final class IgnoresPolarityAgainstItsWord extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return ignoring(super.train(training));
    }

    @Override
    public TrainedEncoder restore(ModelSource source) {
      return ignoring(super.restore(source));
    }

    private static TrainedEncoder ignoring(TrainedEncoder good) {
      return new Wrapped(good) {
        @Override
        public boolean ignoresPolarity() {
          return true;
        }

        @Override
        public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
          List<Embedding> embeddings = new ArrayList<>();
          for (PreparedChromosome chromosome : chromosomes) {
            float[] values = super.encode(List.of(chromosome)).get(0).toArray();
            // The stain of the upper end.
            values[0] += chromosome.straightened().bandProfile()[0];
            embeddings.add(new Embedding(values));
          }
          return embeddings;
        }
      };
    }
  }

  @Test
  void oneThatHeedsThePolarityThatItSaysItIgnores() {
    assertThat(failuresOf(IgnoresPolarityAgainstItsWord.class))
        .containsExactly("anEncoderThatIgnoresPolarityEmbedsTurnedChromosomesAlike");
  }

  static final class ClosesOnce extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return new Wrapped(super.train(training)) {
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

  static final class SavedAgainstItsWord extends Broken {
    @Override
    protected boolean canBeSaved() {
      return false;
    }
  }

  @Test
  void oneThatSavesAlthoughItSaysItCannot() {
    assertThat(failuresOf(SavedAgainstItsWord.class))
        .containsExactly("anEncoderThatCannotBeSavedSaysSo");
  }

  static final class AdaptsToAnotherSize extends Broken {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return new Wrapped(super.train(training)) {
        @Override
        public TrainedEncoder adapt(EncoderTraining few) {
          return new ReferenceEncoder(7).train(few);
        }
      };
    }
  }

  @Test
  void oneThatAdaptsToAnotherSize() {
    assertThat(failuresOf(AdaptsToAnotherSize.class))
        .containsExactly("anAdaptedEncoderGivesEmbeddingsOfTheSameSizeAndLeavesTheFirstAsItWas");
  }

  @Test
  void everyTestOfTheContractCanFail() {
    assertThat(failuresOfAllIn(SiameseEncoderContractTest.class))
        .containsAll(testsOf(SiameseEncoderContract.class));
  }
}
