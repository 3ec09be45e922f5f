package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.PartKind;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link SiameseEncoder}. A test of an implementation extends this class and
 * provides the part to test:
 *
 * <pre>{@code
 * class MyEncoderTest extends SiameseEncoderContract {
 *   protected SiameseEncoder encoder() {
 *     return new MyEncoder(3); // epochs: the contract trains it about eight times
 *   }
 * }
 * }</pre>
 *
 * <p>It trains with 60 synthetic chromosomes of 6 types, so a small encoder takes seconds.
 */
public abstract class SiameseEncoderContract extends PartContract<SiameseEncoder> {

  /** Types of different sizes and bands, twice each. */
  private static final List<ChromosomeType> TYPES =
      List.of(
              ChromosomeType.C1,
              ChromosomeType.C6,
              ChromosomeType.C12,
              ChromosomeType.C14,
              ChromosomeType.C18,
              ChromosomeType.C21)
          .stream()
          .flatMap(type -> List.of(type, type).stream())
          .toList();

  private static final SyntheticCells CELLS =
      SyntheticCells.builder().seed(21).karyotype(TYPES).build();
  private static final List<EncoderTraining.Example> TRAINING = examples(0, 5);
  private static final List<EncoderTraining.Example> VALIDATION = examples(5, 6);
  private static final List<EncoderTraining.Example> TEST = examples(6, 8);
  private static final List<PreparedChromosome> CHROMOSOMES = chromosomes();
  private static final long SEED = 31;

  private @Nullable TrainedEncoder trained;

  /** Creates the contract. */
  protected SiameseEncoderContract() {
    super(PartKind.ENCODER);
  }

  /**
   * {@return the encoder to test, the same or an equal one on each call} Its training should take
   * seconds at most.
   */
  protected abstract SiameseEncoder encoder();

  /**
   * {@return whether another seed gives another encoder; default true} Override it with false for
   * an encoder without random draws.
   */
  protected boolean drawsByChance() {
    return true;
  }

  /** {@return whether a trained encoder can be saved and restored; default true} */
  protected boolean canBeSaved() {
    return true;
  }

  /**
   * {@return the share of 24 test chromosomes of 6 types that must be nearest to the mean training
   * embedding of their own type, 0 to 1; default one half} This checks that the encoder learns at
   * all and does not mix up its data.
   */
  protected double minimumAccuracy() {
    return 0.5;
  }

  /**
   * {@return the number of networks that a training trains one after the other, default 1} Each may
   * give the pair sampler a different seed.
   */
  protected int networks() {
    return 1;
  }

  @Override
  final SiameseEncoder part() {
    return encoder();
  }

  private static List<EncoderTraining.Example> examples(int from, int to) {
    List<EncoderTraining.Example> examples = new ArrayList<>();
    for (int i = from; i < to; i++) {
      SyntheticCell cell = CELLS.cell(i);
      List<PreparedChromosome> prepared = cell.prepared();
      for (int j = 0; j < prepared.size(); j++) {
        examples.add(
            new EncoderTraining.Example(prepared.get(j), cell.chromosomes().get(j).type()));
      }
    }
    return List.copyOf(examples);
  }

  /** The test chromosomes, and some of them without the scale of their cell. */
  private static List<PreparedChromosome> chromosomes() {
    List<PreparedChromosome> chromosomes = new ArrayList<>();
    for (EncoderTraining.Example example : TEST) {
      chromosomes.add(example.chromosome());
    }
    for (PreparedChromosome known : chromosomes.subList(0, 5).toArray(PreparedChromosome[]::new)) {
      chromosomes.add(new PreparedChromosome(known.straightened(), Optional.empty()));
    }
    return List.copyOf(chromosomes);
  }

  private static EncoderTraining training(
      PairSampler sampler,
      long seed,
      int threads,
      TrainingListener listener,
      Cancellation cancellation) {
    return new EncoderTraining(
        TRAINING, VALIDATION, sampler, seed, threads, listener, cancellation);
  }

  private TrainedEncoder train(long seed, int threads) {
    return encoder()
        .train(
            training(
                SiameseEncoderContract::somePairs,
                seed,
                threads,
                TrainingListener.NONE,
                new Cancellation()));
  }

  /** For each image one of the same type and one of another, in drawn order. */
  private static Iterator<Pair> somePairs(List<ChromosomeType> types, int epoch, long seed) {
    SplittableRandom random = new SplittableRandom(seed + 1_000_003L * epoch);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Set<PairLabel> wanted = new HashSet<>(List.of(PairLabel.values()));
      while (!wanted.isEmpty()) {
        int other = random.nextInt(types.size());
        PairLabel label =
            types.get(i) == types.get(other) ? PairLabel.SIMILAR : PairLabel.DISSIMILAR;
        if (other != i && wanted.remove(label)) {
          pairs.add(new Pair(i, other, label));
        }
      }
    }
    for (int i = pairs.size() - 1; i > 0; i--) {
      Collections.swap(pairs, i, random.nextInt(i + 1));
    }
    return pairs.iterator();
  }

  private synchronized TrainedEncoder trained() {
    if (trained == null) {
      trained = train(SEED, 1);
    }
    return trained;
  }

  private List<Embedding> embeddings() {
    return trained().encode(CHROMOSOMES);
  }

  @AfterAll
  final void closeTrained() {
    if (trained != null) {
      trained.close();
    }
  }

  @Test
  void everyChromosomeGetsAnEmbeddingOfOneSize() {
    List<Embedding> embeddings = embeddings();
    Alike.assertSameSize("embeddings", embeddings, CHROMOSOMES);
    assertThat(embeddings).extracting(Embedding::size).containsOnly(embeddings.get(0).size());
    assertThat(trained().encode(List.of())).isEmpty();
  }

  @Test
  void anAdaptedEncoderGivesEmbeddingsOfTheSameSizeAndLeavesTheFirstAsItWas() {
    List<Embedding> before = embeddings();
    EncoderTraining few =
        new EncoderTraining(
            VALIDATION,
            List.of(),
            SiameseEncoderContract::somePairs,
            SEED,
            1,
            TrainingListener.NONE,
            new Cancellation());
    try (TrainedEncoder adapted = adapted(few);
        TrainedEncoder again = adapted(few)) {
      List<Embedding> after = adapted.encode(CHROMOSOMES);
      assertThat(after).extracting(Embedding::size).containsOnly(before.get(0).size());
      Alike.assertEqual("embeddings adapted again", again.encode(CHROMOSOMES), after);
    }
    Alike.assertEqual("embeddings after the adaptation", embeddings(), before);
  }

  private TrainedEncoder adapted(EncoderTraining few) {
    try {
      return trained().adapt(few);
    } catch (UnsupportedOperationException e) {
      return abort("the encoder cannot be adapted");
    }
  }

  @Test
  void chromosomesOfATypeAreCloseToEachOther() {
    Map<ChromosomeType, double[]> sums = new EnumMap<>(ChromosomeType.class);
    List<Embedding> known =
        trained().encode(TRAINING.stream().map(EncoderTraining.Example::chromosome).toList());
    for (int i = 0; i < known.size(); i++) {
      Embedding embedding = known.get(i);
      double[] sum =
          sums.computeIfAbsent(TRAINING.get(i).type(), type -> new double[embedding.size()]);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += embedding.get(j);
      }
    }
    // Each type has as many training chromosomes.
    double count = known.size() / (double) sums.size();
    List<Embedding> embeddings = embeddings();
    int right = 0;
    for (int i = 0; i < TEST.size(); i++) {
      right += nearest(embeddings.get(i), sums, count) == TEST.get(i).type() ? 1 : 0;
    }
    assertThat((double) right / TEST.size())
        .as("share of test chromosomes nearest to their own type")
        .isGreaterThanOrEqualTo(minimumAccuracy());
  }

  private static ChromosomeType nearest(
      Embedding embedding, Map<ChromosomeType, double[]> sums, double count) {
    return sums.entrySet().stream()
        .min(
            Comparator.comparingDouble(
                entry -> squaredDistance(embedding, entry.getValue(), count)))
        .orElseThrow()
        .getKey();
  }

  private static double squaredDistance(Embedding embedding, double[] sum, double count) {
    double square = 0;
    for (int i = 0; i < sum.length; i++) {
      double difference = embedding.get(i) - sum[i] / count;
      square += difference * difference;
    }
    return square;
  }

  @Test
  void anEmbeddingDoesNotDependOnTheOthersInTheList() {
    List<Embedding> expected = embeddings();
    for (int size : new int[] {1, 2, 3, 7}) {
      List<Embedding> inParts = new ArrayList<>();
      for (int from = 0; from < CHROMOSOMES.size(); from += size) {
        int to = Math.min(CHROMOSOMES.size(), from + size);
        inParts.addAll(trained().encode(CHROMOSOMES.subList(from, to)));
      }
      Alike.assertEqual("embeddings in lists of " + size, inParts, expected);
    }
    List<PreparedChromosome> reversed = new ArrayList<>(CHROMOSOMES);
    Collections.reverse(reversed);
    List<Embedding> backwards = new ArrayList<>(trained().encode(reversed));
    Collections.reverse(backwards);
    Alike.assertEqual("embeddings in reverse", backwards, expected);
    PreparedChromosome first = CHROMOSOMES.get(0);
    Alike.assertEqual(
        "embeddings of one many times",
        trained().encode(Collections.nCopies(70, first)),
        Collections.nCopies(70, expected.get(0)));
  }

  @Test
  void anEncoderThatIgnoresPolarityEmbedsTurnedChromosomesAlike() {
    assumeTrue(trained().ignoresPolarity(), "the encoder heeds polarity");
    List<Embedding> turned =
        trained()
            .encode(
                CHROMOSOMES.stream()
                    .map(
                        chromosome ->
                            new PreparedChromosome(
                                chromosome.straightened().turned(), chromosome.scale()))
                    .toList());
    List<Embedding> expected = embeddings();
    double spread = expected.get(0).distance(expected.get(TEST.size() - 1));
    for (int i = 0; i < turned.size(); i++) {
      // Pixels in another order are rounded otherwise.
      assertThat(turned.get(i).distance(expected.get(i)))
          .as("distance from chromosome %d to itself, turned", i)
          .isLessThan(1e-3 * spread);
    }
  }

  @Test
  void threadsThatEncodeAgree() throws Exception {
    List<Embedding> expected = embeddings();
    TrainedEncoder encoder = trained();
    for (int threads : new int[] {2, 3, 7}) {
      for (List<Embedding> embeddings :
          Concurrently.ask(threads, () -> encoder.encode(CHROMOSOMES))) {
        Alike.assertEqual("embeddings of one of " + threads + " threads", embeddings, expected);
      }
    }
  }

  @Test
  void equalSeedsGiveEqualEncoders() {
    try (TrainedEncoder again = train(SEED, 1)) {
      Alike.assertEqual(
          "embeddings after another training", again.encode(CHROMOSOMES), embeddings());
    }
  }

  @Test
  void theNumberOfTrainingThreadsDoesNotMatter() {
    try (TrainedEncoder again = train(SEED, 3)) {
      Alike.assertEqual("embeddings after 3 threads", again.encode(CHROMOSOMES), embeddings());
    }
  }

  @Test
  void anotherSeedGivesAnotherEncoder() {
    assumeTrue(drawsByChance(), "the encoder does not draw by chance");
    try (TrainedEncoder other = train(SEED + 1, 1)) {
      Alike.assertDiffer("embeddings with another seed", other.encode(CHROMOSOMES), embeddings());
    }
  }

  @Test
  void epochsAreToldInOrderAndPairsDrawnForEach() {
    EpochLog log = new EpochLog();
    List<Integer> epochs = new ArrayList<>();
    Set<Long> seeds = new HashSet<>();
    PairSampler recording =
        (types, epoch, seed) -> {
          Alike.assertEqual(
              "types given to the sampler",
              types,
              TRAINING.stream().map(EncoderTraining.Example::type).toList());
          if (!epochs.contains(epoch)) {
            epochs.add(epoch);
          }
          seeds.add(seed);
          return somePairs(types, epoch, seed);
        };
    encoder().train(training(recording, SEED, 1, log, new Cancellation())).close();
    log.assertInOrder(TrainingListener.Stage.ENCODER);
    assertThat(epochs)
        .as("epochs that pairs were drawn for")
        .isEqualTo(IntStream.range(0, epochs.size()).boxed().toList());
    assertThat(seeds).as("seeds given to the sampler").hasSizeLessThanOrEqualTo(networks());
  }

  @Test
  void aCancelledTrainingThrows() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    EncoderTraining training =
        training(SiameseEncoderContract::somePairs, SEED, 1, TrainingListener.NONE, cancelled);
    assertThatThrownBy(() -> encoder().train(training)).isInstanceOf(CancellationException.class);
  }

  @Test
  void aTrainingFinishedEarlyGivesAnEncoder() {
    try (TrainedEncoder early = trainBriefly(VALIDATION)) {
      Alike.assertSameSize("embeddings", early.encode(CHROMOSOMES), CHROMOSOMES);
    }
  }

  @Test
  void trainingWithoutValidationIsPossible() {
    try (TrainedEncoder encoder = trainBriefly(List.of())) {
      Alike.assertSameSize("embeddings", encoder.encode(CHROMOSOMES), CHROMOSOMES);
    }
  }

  /** Trains and asks to finish after the first epoch. */
  private TrainedEncoder trainBriefly(List<EncoderTraining.Example> validation) {
    Cancellation enough = new Cancellation();
    TrainingListener impatient =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            enough.finishEarly();
          }
        };
    return encoder()
        .train(
            new EncoderTraining(
                TRAINING,
                validation,
                SiameseEncoderContract::somePairs,
                SEED,
                1,
                impatient,
                enough));
  }

  @Test
  void aRestoredEncoderGivesTheSameEmbeddings() throws IOException {
    assumeTrue(canBeSaved(), "the encoder cannot be saved");
    InMemoryModel model = saved(trained());
    List<Embedding> expected = embeddings();
    try (TrainedEncoder restored = encoder().restore(model.source())) {
      Alike.assertEqual("embeddings when restored", restored.encode(CHROMOSOMES), expected);
      assertThat(restored.ignoresPolarity()).isEqualTo(trained().ignoresPolarity());
      InMemoryModel copy = saved(restored);
      try (TrainedEncoder copied = encoder().restore(copy.source())) {
        Alike.assertEqual("embeddings when saved again", copied.encode(CHROMOSOMES), expected);
      }
    }
    Alike.assertEqual("embeddings after others were closed", embeddings(), expected);
  }

  private static InMemoryModel saved(TrainedEncoder encoder) throws IOException {
    InMemoryModel model = new InMemoryModel();
    encoder.save(model);
    return model;
  }

  @Test
  void anEmptyModelIsRefused() throws IOException {
    assumeTrue(canBeSaved(), "the encoder cannot be saved");
    assumeFalse(saved(trained()).isEmpty(), "the encoder has nothing to save");
    assertThatThrownBy(() -> encoder().restore(new InMemoryModel().source()))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void anEncoderThatCannotBeSavedSaysSo() {
    assumeFalse(canBeSaved(), "the encoder can be saved");
    assertThatThrownBy(() -> trained().save(new InMemoryModel()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void closingTwiceIsAllowed() {
    TrainedEncoder encoder = trainBriefly(VALIDATION);
    encoder.close();
    encoder.close();
    Alike.assertSameSize("embeddings of another encoder", embeddings(), CHROMOSOMES);
  }

  @Override
  final void assertAnswersAlike(SiameseEncoder remade) throws IOException {
    assumeTrue(canBeSaved(), "the encoder cannot be saved");
    try (TrainedEncoder restored = remade.restore(saved(trained()).source())) {
      Alike.assertEqual("embeddings when restored", restored.encode(CHROMOSOMES), embeddings());
    }
  }
}
