package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.Cancellation;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.PartKind;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link EmbeddingClassifier}. A test of an implementation extends this class and
 * provides the part to test:
 *
 * <pre>{@code
 * class MyClassifierTest extends EmbeddingClassifierContract {
 *   protected EmbeddingClassifier classifier() {
 *     return new MyClassifier();
 *   }
 * }
 * }</pre>
 *
 * <p>It trains with embeddings of 276 synthetic chromosomes of all types. They have 16 coordinates
 * (length, area and coarse band profile), unless the test sets other embeddings.
 */
public abstract class EmbeddingClassifierContract extends PartContract<EmbeddingClassifier> {

  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(41).build();
  private static final List<EncoderTraining.Example> TRAINING = chromosomes(0, 6);
  private static final List<EncoderTraining.Example> VALIDATION = chromosomes(6, 7);
  private static final List<EncoderTraining.Example> TEST = chromosomes(7, 9);
  private static final long SEED = 51;

  private @Nullable Examples examples;
  private @Nullable TrainedClassifier trained;

  /** The chromosomes as the classifier gets them. */
  private record Examples(
      List<ClassifierTraining.Example> training,
      List<ClassifierTraining.Example> validation,
      List<Embedding> test) {}

  /** Creates the contract. */
  protected EmbeddingClassifierContract() {
    super(PartKind.CLASSIFIER);
  }

  /**
   * {@return the classifier to test, the same or an equal one on each call} Its training should
   * take seconds at most.
   */
  protected abstract EmbeddingClassifier classifier();

  /**
   * {@return whether another seed gives another classifier; default true} Override it with false
   * for a classifier without random draws.
   */
  protected boolean drawsByChance() {
    return true;
  }

  /** {@return whether a trained classifier can be saved and restored; default true} */
  protected boolean canBeSaved() {
    return true;
  }

  /**
   * {@return the share of 92 test embeddings of 24 types that must be classified correctly, 0 to 1;
   * default one half} This checks that the classifier learns at all and does not mix up its data.
   */
  protected double minimumAccuracy() {
    return 0.5;
  }

  @Override
  final EmbeddingClassifier part() {
    return classifier();
  }

  private static List<EncoderTraining.Example> chromosomes(int from, int to) {
    List<EncoderTraining.Example> chromosomes = new ArrayList<>();
    for (int i = from; i < to; i++) {
      SyntheticCell cell = CELLS.cell(i);
      List<PreparedChromosome> prepared = cell.prepared();
      for (int j = 0; j < prepared.size(); j++) {
        chromosomes.add(
            new EncoderTraining.Example(prepared.get(j), cell.chromosomes().get(j).type()));
      }
    }
    return List.copyOf(chromosomes);
  }

  /**
   * Embeds a chromosome; override it for a classifier that needs a certain kind or number of
   * coordinates.
   *
   * @param chromosome a straight chromosome whose cell is known
   * @return by default 16 coordinates: length and area relative to the cell, and the band profile
   *     in parts with mean 0
   */
  protected Embedding embed(PreparedChromosome chromosome) {
    return MeasuredBands.of(chromosome);
  }

  private synchronized Examples examples() {
    if (examples == null) {
      examples =
          new Examples(
              embedded(TRAINING),
              embedded(VALIDATION),
              embedded(TEST).stream().map(ClassifierTraining.Example::embedding).toList());
    }
    return examples;
  }

  private List<ClassifierTraining.Example> embedded(List<EncoderTraining.Example> chromosomes) {
    return chromosomes.stream()
        .map(example -> new ClassifierTraining.Example(embed(example.chromosome()), example.type()))
        .toList();
  }

  private List<Embedding> embeddings() {
    return examples().test();
  }

  private TrainedClassifier train(long seed, int threads) {
    return classifier().train(training(seed, threads, TrainingListener.NONE, new Cancellation()));
  }

  private ClassifierTraining training(
      long seed, int threads, TrainingListener listener, Cancellation cancellation) {
    return new ClassifierTraining(
        examples().training(), examples().validation(), seed, threads, listener, cancellation);
  }

  private synchronized TrainedClassifier trained() {
    if (trained == null) {
      trained = train(SEED, 1);
    }
    return trained;
  }

  private List<TypeProbabilities> answers() {
    return trained().classify(embeddings());
  }

  @AfterAll
  final void closeTrained() {
    if (trained != null) {
      trained.close();
    }
  }

  @Test
  void anAdaptedClassifierKeepsTheTypesThatItWasNotShownAndLeavesTheFirstAsItWas() {
    try (TrainedClassifier first = train(SEED, 1)) {
      List<TypeProbabilities> before = first.classify(embeddings());
      ChromosomeType hidden = ChromosomeType.of("1");
      ClassifierTraining few =
          new ClassifierTraining(
              examples().validation().stream().filter(e -> e.type() != hidden).toList(),
              List.of(),
              SEED,
              1,
              TrainingListener.NONE,
              new Cancellation());
      try (TrainedClassifier adapted = adapted(first, few)) {
        List<TypeProbabilities> after = adapted.classify(embeddings());
        Alike.assertDiffer("answers of the adapted classifier", after, before);
        assertThat(after.stream().filter(p -> p.best() == hidden)).isNotEmpty();
      }
      Alike.assertEqual("answers after the adaptation", first.classify(embeddings()), before);
    }
  }

  private static TrainedClassifier adapted(TrainedClassifier first, ClassifierTraining few) {
    try {
      return first.adapt(few);
    } catch (UnsupportedOperationException e) {
      return abort("the classifier cannot be adapted");
    }
  }

  @Test
  void everyEmbeddingIsAnswered() {
    Alike.assertSameSize("answers", answers(), embeddings());
    assertThat(trained().classify(List.of())).isEmpty();
  }

  @Test
  void typesAreToldBetterThanByChance() {
    List<TypeProbabilities> answers = answers();
    int right = 0;
    for (int i = 0; i < answers.size(); i++) {
      right += answers.get(i).best() == TEST.get(i).type() ? 1 : 0;
    }
    assertThat((double) right / TEST.size())
        .as("share of test embeddings classified correctly")
        .isGreaterThanOrEqualTo(minimumAccuracy());
  }

  @Test
  void anAnswerDoesNotDependOnTheOthersInTheList() {
    List<TypeProbabilities> expected = answers();
    for (int size : new int[] {1, 2, 3, 7}) {
      List<TypeProbabilities> inParts = new ArrayList<>();
      for (int from = 0; from < embeddings().size(); from += size) {
        int to = Math.min(embeddings().size(), from + size);
        inParts.addAll(trained().classify(embeddings().subList(from, to)));
      }
      Alike.assertEqual("answers in lists of " + size, inParts, expected);
    }
    List<Embedding> reversed = new ArrayList<>(embeddings());
    Collections.reverse(reversed);
    List<TypeProbabilities> backwards = new ArrayList<>(trained().classify(reversed));
    Collections.reverse(backwards);
    Alike.assertEqual("answers in reverse", backwards, expected);
  }

  @Test
  void anEmbeddingOfAnotherSizeIsRefused() {
    List<Embedding> longer = List.of(new Embedding(new float[embeddings().get(0).size() + 1]));
    List<Embedding> shorter = List.of(embeddings().get(0), new Embedding(1));
    assertThatThrownBy(() -> trained().classify(longer), "one coordinate more")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trained().classify(shorter), "one coordinate only")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void threadsThatClassifyAgree() throws Exception {
    List<TypeProbabilities> expected = answers();
    TrainedClassifier classifier = trained();
    for (int threads : new int[] {2, 3, 7}) {
      for (List<TypeProbabilities> answers :
          Concurrently.ask(threads, () -> classifier.classify(embeddings()))) {
        Alike.assertEqual("answers of one of " + threads + " threads", answers, expected);
      }
    }
  }

  @Test
  void equalSeedsGiveEqualClassifiers() {
    try (TrainedClassifier again = train(SEED, 1)) {
      Alike.assertEqual("answers after another training", again.classify(embeddings()), answers());
    }
  }

  @Test
  void theNumberOfTrainingThreadsDoesNotMatter() {
    try (TrainedClassifier again = train(SEED, 3)) {
      Alike.assertEqual("answers after 3 threads", again.classify(embeddings()), answers());
    }
  }

  @Test
  void anotherSeedGivesAnotherClassifier() {
    assumeTrue(drawsByChance(), "the classifier does not draw by chance");
    try (TrainedClassifier other = train(SEED + 1, 1)) {
      Alike.assertDiffer("answers with another seed", other.classify(embeddings()), answers());
    }
  }

  @Test
  void epochsAreToldInOrder() {
    EpochLog log = new EpochLog();
    classifier().train(training(SEED, 1, log, new Cancellation())).close();
    log.assertInOrder(TrainingListener.Stage.CLASSIFIER);
  }

  @Test
  void trainingWithoutValidationIsPossible() {
    ClassifierTraining training =
        new ClassifierTraining(
            examples().training(), List.of(), SEED, 1, TrainingListener.NONE, new Cancellation());
    try (TrainedClassifier classifier = classifier().train(training)) {
      Alike.assertSameSize("answers", classifier.classify(embeddings()), embeddings());
    }
  }

  @Test
  void aCancelledTrainingThrows() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    ClassifierTraining training = training(SEED, 1, TrainingListener.NONE, cancelled);
    assertThatThrownBy(() -> classifier().train(training))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void aTrainingFinishedEarlyGivesAClassifier() {
    Cancellation enough = new Cancellation();
    TrainingListener impatient =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            enough.finishEarly();
          }
        };
    try (TrainedClassifier early = classifier().train(training(SEED, 1, impatient, enough))) {
      Alike.assertSameSize("answers", early.classify(embeddings()), embeddings());
    }
  }

  @Test
  void aRestoredClassifierGivesTheSameAnswers() throws IOException {
    assumeTrue(canBeSaved(), "the classifier cannot be saved");
    List<TypeProbabilities> expected = answers();
    try (TrainedClassifier restored = classifier().restore(saved(trained()).source())) {
      Alike.assertEqual("answers when restored", restored.classify(embeddings()), expected);
      try (TrainedClassifier copied = classifier().restore(saved(restored).source())) {
        Alike.assertEqual("answers when saved again", copied.classify(embeddings()), expected);
      }
    }
    Alike.assertEqual("answers after others were closed", answers(), expected);
  }

  private static InMemoryModel saved(TrainedClassifier classifier) throws IOException {
    InMemoryModel model = new InMemoryModel();
    classifier.save(model);
    return model;
  }

  @Test
  void anEmptyModelIsRefused() {
    assumeTrue(canBeSaved(), "the classifier cannot be saved");
    assertThatThrownBy(() -> classifier().restore(new InMemoryModel().source()))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void aClassifierThatCannotBeSavedSaysSo() {
    assumeFalse(canBeSaved(), "the classifier can be saved");
    assertThatThrownBy(() -> trained().save(new InMemoryModel()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void closingTwiceIsAllowed() {
    TrainedClassifier classifier = train(SEED, 1);
    classifier.close();
    classifier.close();
    Alike.assertSameSize("answers of another classifier", answers(), embeddings());
  }

  @Override
  final void assertAnswersAlike(EmbeddingClassifier remade) throws IOException {
    assumeTrue(canBeSaved(), "the classifier cannot be saved");
    try (TrainedClassifier restored = remade.restore(saved(trained()).source())) {
      Alike.assertEqual("answers when restored", restored.classify(embeddings()), answers());
    }
  }
}
