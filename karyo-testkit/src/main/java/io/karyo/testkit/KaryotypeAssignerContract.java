package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Placement;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.AssignerTraining.Example;
import io.karyo.spi.AssignerTraining.KnownCell;
import io.karyo.spi.Assignment;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.CellEvidence.Chromosome;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.PartKind;
import io.karyo.spi.TrainedAssigner;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link KaryotypeAssigner}. A test of an implementation extends this class and
 * provides the part to test:
 *
 * <pre>{@code
 * class MyAssignerTest extends KaryotypeAssignerContract {
 *   protected KaryotypeAssigner assigner() {
 *     return new MyAssigner();
 *   }
 * }
 * }</pre>
 *
 * <p>It trains with the 276 chromosomes of six normal synthetic cells and validates with four more,
 * all upright. Their embeddings have 16 coordinates: length, area and coarse band profile.
 */
public abstract class KaryotypeAssignerContract extends PartContract<KaryotypeAssigner> {

  private static final int LEARNED = 6;
  private static final SyntheticEvidence CELLS =
      new SyntheticEvidence(SyntheticCells.builder().seed(61).build(), LEARNED);
  private static final List<Example> TRAINING = SyntheticEvidence.examples(CELLS.cells(0, LEARNED));
  private static final List<KnownCell> VALIDATION = CELLS.cells(6, 10);
  private static final List<KnownCell> TEST = CELLS.cells(10, 15);

  /** One male cell of another laboratory, whose chromosomes vary more. */
  private static final List<Example> ELSEWHERE =
      SyntheticEvidence.examples(
          new SyntheticEvidence(SyntheticCells.builder().seed(62).variation(2).blur(1.2).build(), 2)
              .cells(3, 4));

  private static final int[] COUNTS = {0, 1, 2, 45, 46, 47, 200};
  private static final double PRECISION = 0.99;
  private static final double ROUNDED_EVIDENCE = 1e-4;
  private static final double ROUNDING = 1e-6;
  private static final long SEED = 71;

  private @Nullable TrainedAssigner trained;

  /** Creates the contract. */
  protected KaryotypeAssignerContract() {
    super(PartKind.ASSIGNER);
  }

  /**
   * {@return the assigner to test, the same or an equal one on each call} Its training should take
   * seconds at most.
   */
  protected abstract KaryotypeAssigner assigner();

  /** {@return whether a trained assigner can be saved and restored; default true} */
  protected boolean canBeSaved() {
    return true;
  }

  /**
   * {@return the share of the 230 chromosomes of five normal cells that must be designated
   * correctly, 0 to 1; default one half} This checks that the assigner learns at all and does not
   * mix up its data.
   */
  protected double minimumAccuracy() {
    return 0.5;
  }

  @Override
  final KaryotypeAssigner part() {
    return assigner();
  }

  private TrainedAssigner train(List<Example> examples, List<KnownCell> validation) {
    return assigner().train(new AssignerTraining(examples, validation, SEED, new Cancellation()));
  }

  private synchronized TrainedAssigner trained() {
    if (trained == null) {
      trained = train(TRAINING, VALIDATION);
    }
    return trained;
  }

  private static CellEvidence evidence(List<Chromosome> chromosomes) {
    return new CellEvidence(chromosomes, PRECISION);
  }

  private Assignment assign(List<Chromosome> chromosomes) {
    return trained().assign(evidence(chromosomes));
  }

  private static List<Assignment> answers(TrainedAssigner assigner) {
    return TEST.stream().map(cell -> assigner.assign(evidence(cell.chromosomes()))).toList();
  }

  /** Returns chromosomes of the test cells, beginning with the last cell. */
  private static List<Chromosome> chromosomes(int count) {
    List<Chromosome> chromosomes = new ArrayList<>();
    TEST.stream()
        .flatMap(cell -> cell.chromosomes().stream())
        .limit(count)
        .forEach(
            chromosome ->
                chromosomes.add(
                    new Chromosome(
                        chromosomes.size(), chromosome.asItLies(), chromosome.turned())));
    Collections.reverse(chromosomes);
    return chromosomes;
  }

  private static Chromosome given(
      Chromosome chromosome, Optional<Designation> pinned, Optional<Polarity> polarity) {
    return new Chromosome(
        chromosome.number(), chromosome.asItLies(), chromosome.turned(), pinned, polarity);
  }

  private static List<Integer> numbers(List<Chromosome> chromosomes) {
    return chromosomes.stream().map(Chromosome::number).toList();
  }

  private static void assertComplete(Assignment assignment, List<Chromosome> chromosomes) {
    Alike.assertEqual(
        "chromosomes that are placed",
        assignment.placements().stream().map(Placement::chromosome).toList(),
        numbers(chromosomes));
  }

  private static Iscn numbersOf(Assignment assignment) {
    int[] counts = new int[ChromosomeType.ALL.size()];
    int markers = 0;
    for (Placement placement : assignment.placements()) {
      Optional<ChromosomeType> type = placement.designation().type();
      if (type.isPresent()) {
        counts[type.get().ordinal()]++;
      } else {
        markers++;
      }
    }
    return Iscn.of(counts, markers);
  }

  @Test
  void everyChromosomeGetsOnePlacementInTheOrderOfTheEvidence() {
    for (int count : COUNTS) {
      List<Chromosome> chromosomes = chromosomes(count);
      assertComplete(assign(chromosomes), chromosomes);
    }
  }

  @Test
  void chromosomesOfNormalCellsAreDesignatedBetterThanByChance() {
    int right = 0;
    int all = 0;
    List<Assignment> answers = answers(trained());
    for (int cell = 0; cell < TEST.size(); cell++) {
      List<ChromosomeType> types = TEST.get(cell).types();
      for (int i = 0; i < types.size(); i++) {
        Designation found = answers.get(cell).placements().get(i).designation();
        right += found.equals(Designation.of(types.get(i))) ? 1 : 0;
        all++;
      }
    }
    assertThat((double) right / all)
        .as("share of chromosomes designated right")
        .isGreaterThanOrEqualTo(minimumAccuracy());
  }

  @Test
  void aPinnedDesignationIsHonouredAndSaidToBePinned() {
    List<Designation> all = new ArrayList<>(List.of(Designation.MARKER));
    ChromosomeType.ALL.forEach(type -> all.add(Designation.of(type)));
    for (Designation wanted : all) {
      assertHonoured(chromosomes(46), Map.of(3, wanted));
    }
    assertHonoured(
        chromosomes(47),
        Map.of(
            0, Designation.MARKER,
            1, Designation.of(ChromosomeType.Y),
            2, Designation.of(ChromosomeType.Y),
            46, Designation.of(ChromosomeType.Y)));
    assertHonoured(chromosomes(1), Map.of(0, Designation.MARKER));
    Map<Integer, Designation> every =
        numbers(chromosomes(46)).stream()
            .collect(Collectors.toMap(number -> number, number -> all.get(number % 2)));
    assertHonoured(chromosomes(46), every);
  }

  private void assertHonoured(List<Chromosome> chromosomes, Map<Integer, Designation> pins) {
    List<Chromosome> pinned =
        chromosomes.stream()
            .map(c -> given(c, Optional.ofNullable(pins.get(c.number())), Optional.empty()))
            .toList();
    Assignment assignment = assign(pinned);
    assertComplete(assignment, pinned);
    for (Placement placement : assignment.placements()) {
      Designation wanted = pins.get(placement.chromosome());
      assertThat(placement.pinned())
          .as("pinned, chromosome %d of %s", placement.chromosome(), pins)
          .isEqualTo(wanted != null);
      if (wanted != null) {
        assertThat(placement.designation()).isEqualTo(wanted);
        assertThat(placement.margin()).as("margin of a pinned chromosome").isInfinite();
      }
    }
  }

  @Test
  void aGivenPolarityIsHonoured() {
    List<Chromosome> chromosomes = chromosomes(46);
    for (boolean evenUp : new boolean[] {true, false}) {
      List<Chromosome> given = new ArrayList<>();
      List<Polarity> expected = new ArrayList<>();
      for (Chromosome chromosome : chromosomes) {
        Polarity polarity =
            chromosome.number() % 2 == 0 == evenUp ? Polarity.P_UP : Polarity.P_DOWN;
        given.add(given(chromosome, Optional.empty(), Optional.of(polarity)));
        expected.add(polarity);
      }
      Alike.assertEqual(
          "polarities",
          assign(given).placements().stream().map(Placement::polarity).toList(),
          expected);
    }
  }

  @Test
  void evidenceOfPolarityIsOppositeForAChromosomeThatIsTurned() {
    Optional<Designation> unpinned = Optional.empty();
    int upright = 0;
    int all = 0;
    for (KnownCell cell : TEST) {
      for (int i = 0; i < cell.types().size(); i++) {
        Chromosome chromosome = cell.chromosomes().get(i);
        Chromosome other =
            new Chromosome(chromosome.number(), chromosome.turned(), chromosome.asItLies());
        for (Optional<Designation> pinned :
            List.of(unpinned, Optional.of(Designation.of(cell.types().get(i))))) {
          OptionalDouble evidence =
              trained().uprightEvidence(given(chromosome, pinned, Optional.empty()));
          OptionalDouble opposite =
              trained().uprightEvidence(given(other, pinned, Optional.of(Polarity.P_UP)));
          assertThat(opposite.isPresent()).isEqualTo(evidence.isPresent());
          if (evidence.isPresent()) {
            assertThat(evidence.getAsDouble()).as("evidence").isFinite();
            // Profiles in another order are rounded otherwise.
            assertThat(opposite.getAsDouble())
                .as("evidence of a chromosome that is turned")
                .isCloseTo(-evidence.getAsDouble(), within(ROUNDED_EVIDENCE));
            upright += evidence.getAsDouble() > 0 ? 1 : 0;
            all++;
          }
        }
      }
    }
    assertThat(upright)
        .as("upright chromosomes of %d that look so", all)
        .isGreaterThanOrEqualTo(all / 2);
  }

  @Test
  void theOrderOfTheChromosomesDoesNotMatter() {
    List<Chromosome> chromosomes = chromosomes(47);
    Map<Integer, Placement> expected = byNumber(assign(chromosomes));
    for (int round = 0; round < 5; round++) {
      Collections.shuffle(chromosomes, new Random(round));
      Assignment shuffled = assign(chromosomes);
      assertComplete(shuffled, chromosomes);
      byNumber(shuffled)
          .forEach(
              (number, found) -> {
                Placement before = Objects.requireNonNull(expected.get(number));
                assertThat(found.designation())
                    .as("chromosome %d", number)
                    .isEqualTo(before.designation());
                assertThat(found.polarity()).isEqualTo(before.polarity());
                // Sums in another order are rounded otherwise.
                assertThat(found.probability()).isCloseTo(before.probability(), within(ROUNDING));
              });
    }
  }

  private static Map<Integer, Placement> byNumber(Assignment assignment) {
    return assignment.placements().stream()
        .collect(Collectors.toMap(Placement::chromosome, Function.identity()));
  }

  @Test
  void anAnswerDoesNotDependOnTheCellsBefore() {
    List<Assignment> expected = answers(trained());
    for (int cell = TEST.size() - 1; cell >= 0; cell--) {
      Alike.assertEqual(
          "answer after other cells",
          List.of(assign(TEST.get(cell).chromosomes())),
          expected.subList(cell, cell + 1));
    }
  }

  @Test
  void threadsThatAssignAgree() throws Exception {
    TrainedAssigner assigner = trained();
    List<Assignment> expected = answers(assigner);
    for (int threads : new int[] {2, 3, 7}) {
      for (List<Assignment> answers : Concurrently.ask(threads, () -> answers(assigner))) {
        Alike.assertEqual("answers of one of " + threads + " threads", answers, expected);
      }
    }
  }

  @Test
  void alternativesAreOtherDesignationsTheMostProbableFirst() {
    for (int count : COUNTS) {
      for (Placement placement : assign(chromosomes(count)).placements()) {
        List<Designation> designations = new ArrayList<>(List.of(placement.designation()));
        List<Double> probabilities = new ArrayList<>();
        for (Placement.Alternative alternative : placement.alternatives()) {
          designations.add(alternative.designation());
          probabilities.add(alternative.probability());
        }
        assertThat(designations).as("designation and alternatives").doesNotHaveDuplicates();
        List<Double> falling = new ArrayList<>(probabilities);
        falling.sort(Collections.reverseOrder());
        Alike.assertEqual("probabilities of alternatives", probabilities, falling);
        for (double probability : probabilities) {
          assertThat(probability).as("probability of an alternative").isBetween(0.0, 1.0);
        }
      }
    }
  }

  @Test
  void probabilitiesAddUpToAtMostOne() {
    for (int count : COUNTS) {
      for (Placement placement : assign(chromosomes(count)).placements()) {
        double others =
            placement.alternatives().stream().mapToDouble(Placement.Alternative::probability).sum();
        assertThat(placement.probability() + others)
            .as("%s and alternatives", placement.designation())
            .isBetween(0.0, 1 + ROUNDING);
      }
    }
  }

  @Test
  void theRunnerUpHasOtherNumbersOfAsManyChromosomes() {
    for (int count : COUNTS) {
      Assignment assignment = assign(chromosomes(count));
      assertThat(assignment.runnerUp().total()).as("chromosomes").isEqualTo(count);
      if (Double.isFinite(assignment.margin())) {
        assertThat(assignment.runnerUp()).isNotEqualTo(numbersOf(assignment));
      }
    }
  }

  @Test
  void equalSeedsGiveEqualAssigners() {
    Alike.assertEqual(
        "answers after another training", answers(train(TRAINING, VALIDATION)), answers(trained()));
  }

  @Test
  void trainingWithoutValidationIsPossible() {
    assertUsable(train(TRAINING, List.of()));
  }

  @Test
  void trainingWithLoneChromosomesIsPossible() {
    List<Example> lone =
        TRAINING.stream()
            .map(e -> new Example(e.chromosome(), e.type(), Optional.empty()))
            .toList();
    assertUsable(train(lone, VALIDATION));
    assertUsable(train(lone, List.of()));
  }

  private static void assertUsable(TrainedAssigner assigner) {
    List<Chromosome> chromosomes = chromosomes(47);
    assertComplete(assigner.assign(evidence(chromosomes)), chromosomes);
  }

  @Test
  void aCancelledTrainingThrows() {
    Cancellation cancelled = new Cancellation();
    cancelled.cancel();
    for (List<KnownCell> validation : List.of(VALIDATION, List.<KnownCell>of())) {
      AssignerTraining training = new AssignerTraining(TRAINING, validation, SEED, cancelled);
      assertThatThrownBy(
              () -> assigner().train(training), "with %d validation cells", validation.size())
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void aTrainingFinishedEarlyGivesAnAssigner() {
    Cancellation enough = new Cancellation();
    enough.finishEarly();
    assertUsable(assigner().train(new AssignerTraining(TRAINING, VALIDATION, SEED, enough)));
  }

  @Test
  void aRestoredAssignerGivesTheSameAnswers() throws IOException {
    assumeTrue(canBeSaved(), "the assigner cannot be saved");
    TrainedAssigner restored = assigner().restore(saved(trained()).source());
    assertAnswersAsTrained(restored);
    assertAnswersAsTrained(assigner().restore(saved(restored).source()));
  }

  private void assertAnswersAsTrained(TrainedAssigner other) {
    Alike.assertEqual("answers when restored", answers(other), answers(trained()));
    for (Chromosome chromosome : TEST.get(0).chromosomes()) {
      assertThat(other.uprightEvidence(chromosome))
          .as("evidence of polarity")
          .isEqualTo(trained().uprightEvidence(chromosome));
    }
    for (ChromosomeType type : ChromosomeType.ALL) {
      assertThat(other.idealProfile(type))
          .as("ideal profile of %s", type)
          .isEqualTo(trained().idealProfile(type));
    }
  }

  private static InMemoryModel saved(TrainedAssigner assigner) throws IOException {
    InMemoryModel model = new InMemoryModel();
    assigner.save(model);
    return model;
  }

  @Test
  void anEmptyModelIsRefused() throws IOException {
    assumeTrue(canBeSaved(), "the assigner cannot be saved");
    assumeFalse(saved(trained()).isEmpty(), "the assigner has nothing to save");
    assertThatThrownBy(() -> assigner().restore(new InMemoryModel().source()))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void anAssignerThatCannotBeSavedSaysSo() {
    assumeFalse(canBeSaved(), "the assigner can be saved");
    assertThatThrownBy(() -> trained().save(new InMemoryModel()))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anAdaptedAssignerLeavesTheFirstAsItWas() {
    TrainedAssigner first = train(TRAINING, VALIDATION);
    List<Assignment> before = answers(first);
    List<Example> withoutY =
        ELSEWHERE.stream().filter(example -> example.type() != ChromosomeType.Y).toList();
    for (List<Example> few : List.of(ELSEWHERE, withoutY, ELSEWHERE.subList(0, 1))) {
      assertUsable(first.adapt(new AssignerTraining(few, List.of(), SEED, new Cancellation())));
      Alike.assertEqual("answers after the adaptation", answers(first), before);
    }
  }

  @Override
  final void assertAnswersAlike(KaryotypeAssigner remade) throws IOException {
    assumeTrue(canBeSaved(), "the assigner cannot be saved");
    assertAnswersAsTrained(remade.restore(saved(trained()).source()));
  }
}
