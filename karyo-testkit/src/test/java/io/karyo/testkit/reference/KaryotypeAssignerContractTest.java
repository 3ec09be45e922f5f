package io.karyo.testkit.reference;

import static io.karyo.testkit.reference.Contracts.failuresOf;
import static io.karyo.testkit.reference.Contracts.failuresOfAllIn;
import static io.karyo.testkit.reference.Contracts.testsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Ideogram;
import io.karyo.chromosome.Placement;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Assignment;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.TrainedAssigner;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.KaryotypeAssignerContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Assigners that break a promise are found out. */
class KaryotypeAssignerContractTest {

  private static final KaryotypeAssigner GOOD = new ReferenceAssigner();

  /** The good assigner, to be overridden where it shall break. */
  abstract static class Broken extends KaryotypeAssignerContract implements KaryotypeAssigner {

    @Override
    protected KaryotypeAssigner assigner() {
      return this;
    }

    @Override
    public TrainedAssigner train(AssignerTraining training) {
      return changed(GOOD.train(training));
    }

    @Override
    public TrainedAssigner restore(ModelSource source) {
      return changed(GOOD.restore(source));
    }

    TrainedAssigner changed(TrainedAssigner good) {
      return good;
    }
  }

  private static class Wrapped implements TrainedAssigner {

    final TrainedAssigner good;

    Wrapped(TrainedAssigner good) {
      this.good = good;
    }

    @Override
    public Assignment assign(CellEvidence cell) {
      return good.assign(cell);
    }

    @Override
    public void save(ModelSink sink) throws IOException {
      good.save(sink);
    }

    @Override
    public TrainedAssigner adapt(AssignerTraining training) {
      return good.adapt(training);
    }
  }

  /** A trained assigner whose evidence or answers are changed. */
  abstract static class Meddling extends Broken {

    CellEvidence asked(CellEvidence cell) {
      return cell;
    }

    Assignment answered(CellEvidence cell, Assignment good) {
      return good;
    }

    @Override
    final TrainedAssigner changed(TrainedAssigner good) {
      return new Wrapped(good) {
        @Override
        public Assignment assign(CellEvidence cell) {
          return answered(cell, super.assign(asked(cell)));
        }
      };
    }
  }

  /** A trained assigner each of whose placements is changed. */
  abstract static class Misplacing extends Meddling {

    abstract Placement placed(Placement good);

    @Override
    final Assignment answered(CellEvidence cell, Assignment good) {
      return with(good, good.placements().stream().map(this::placed).toList());
    }
  }

  private static Assignment with(Assignment good, List<Placement> placements) {
    return new Assignment(placements, good.margin(), good.runnerUp(), good.review());
  }

  private static CellEvidence with(
      CellEvidence good, UnaryOperator<CellEvidence.Chromosome> change) {
    return new CellEvidence(good.chromosomes().stream().map(change).toList(), good.precision());
  }

  private static Placement placement(
      Placement good,
      Designation designation,
      double probability,
      double margin,
      List<Placement.Alternative> alternatives,
      Polarity polarity,
      boolean pinned) {
    return new Placement(
        good.chromosome(),
        designation,
        probability,
        margin,
        alternatives,
        polarity,
        good.polarityProbability(),
        pinned,
        good.review());
  }

  private static Placement as(Placement good, Designation designation) {
    return placement(
        good,
        designation,
        good.probability(),
        good.margin(),
        List.of(),
        good.polarity(),
        good.pinned());
  }

  private static Placement with(Placement good, List<Placement.Alternative> alternatives) {
    return placement(
        good,
        good.designation(),
        good.probability(),
        good.margin(),
        alternatives,
        good.polarity(),
        good.pinned());
  }

  static final class LosesOne extends Meddling {
    @Override
    Assignment answered(CellEvidence cell, Assignment good) {
      return with(good, good.placements().subList(0, Math.min(199, good.placements().size())));
    }
  }

  static final class NumbersThemAnew extends Meddling {
    @Override
    CellEvidence asked(CellEvidence cell) {
      AtomicInteger number = new AtomicInteger();
      return with(
          cell,
          c ->
              new CellEvidence.Chromosome(
                  number.getAndIncrement(), c.asItLies(), c.turned(), c.pinned(), c.polarity()));
    }
  }

  static final class SortsThem extends Meddling {
    @Override
    Assignment answered(CellEvidence cell, Assignment good) {
      return with(
          good,
          good.placements().stream()
              .sorted(Comparator.comparingInt(Placement::chromosome))
              .toList());
    }
  }

  @Test
  void oneThatLosesRenumbersOrSortsChromosomes() {
    assertThat(failuresOf(LosesOne.class))
        .containsExactly("everyChromosomeGetsOnePlacementInTheOrderOfTheEvidence");
    assertThat(failuresOf(NumbersThemAnew.class))
        .contains(
            "everyChromosomeGetsOnePlacementInTheOrderOfTheEvidence",
            "theOrderOfTheChromosomesDoesNotMatter");
    assertThat(failuresOf(SortsThem.class))
        .contains("everyChromosomeGetsOnePlacementInTheOrderOfTheEvidence");
  }

  static final class Guesses extends Meddling {
    @Override
    Assignment answered(CellEvidence cell, Assignment good) {
      int[] others = new int[ChromosomeType.ALL.size()];
      others[1] = good.placements().size();
      return new Assignment(
          good.placements().stream()
              .map(p -> p.pinned() ? p : as(p, Designation.of(ChromosomeType.C1)))
              .toList(),
          good.margin(),
          Iscn.of(others, 0),
          good.review());
    }
  }

  @Test
  void oneThatLearnsNothing() {
    assertThat(failuresOf(Guesses.class))
        .containsExactly("chromosomesOfNormalCellsAreDesignatedBetterThanByChance");
  }

  static final class IgnoresPins extends Meddling {
    @Override
    CellEvidence asked(CellEvidence cell) {
      return with(
          cell,
          c ->
              new CellEvidence.Chromosome(
                  c.number(), c.asItLies(), c.turned(), Optional.empty(), c.polarity()));
    }
  }

  static final class IgnoresPinnedMarkers extends Misplacing {
    @Override
    Placement placed(Placement good) {
      return good.pinned() && good.designation().isMarker()
          ? as(good, Designation.of(ChromosomeType.Y))
          : good;
    }
  }

  static final class HidesPins extends Misplacing {
    @Override
    Placement placed(Placement good) {
      return placement(
          good,
          good.designation(),
          good.probability(),
          good.margin(),
          good.alternatives(),
          good.polarity(),
          false);
    }
  }

  static final class DoubtsPins extends Misplacing {
    @Override
    Placement placed(Placement good) {
      return placement(
          good,
          good.designation(),
          good.probability(),
          Math.min(100, good.margin()),
          good.alternatives(),
          good.polarity(),
          good.pinned());
    }
  }

  @Test
  void oneThatIgnoresHidesOrDoubtsPins() {
    for (Class<?> broken :
        List.of(IgnoresPins.class, IgnoresPinnedMarkers.class, HidesPins.class, DoubtsPins.class)) {
      assertThat(failuresOf(broken))
          .as(broken.getSimpleName())
          .containsExactly("aPinnedDesignationIsHonouredAndSaidToBePinned");
    }
  }

  static final class IgnoresPolarity extends Meddling {
    @Override
    CellEvidence asked(CellEvidence cell) {
      return with(
          cell,
          c ->
              new CellEvidence.Chromosome(
                  c.number(), c.asItLies(), c.turned(), c.pinned(), Optional.empty()));
    }
  }

  static final class TurnsAll extends Misplacing {
    @Override
    Placement placed(Placement good) {
      return placement(
          good,
          good.designation(),
          good.probability(),
          good.margin(),
          good.alternatives(),
          good.polarity().turned(),
          good.pinned());
    }
  }

  @Test
  void oneThatIgnoresOrTurnsPolarities() {
    assertThat(failuresOf(IgnoresPolarity.class)).containsExactly("aGivenPolarityIsHonoured");
    assertThat(failuresOf(TurnsAll.class)).containsExactly("aGivenPolarityIsHonoured");
  }

  /** What a greedy one might do: the third of a type is taken for what comes next. */
  static final class FirstComesFirst extends Meddling {
    @Override
    Assignment answered(CellEvidence cell, Assignment good) {
      List<Placement> placements = new ArrayList<>();
      for (Placement placement : good.placements()) {
        long before =
            placements.stream()
                .filter(p -> p.designation().equals(placement.designation()))
                .count();
        placements.add(
            before < 2 || placement.pinned()
                ? placement
                : as(placement, placement.alternatives().get(0).designation()));
      }
      return with(good, placements);
    }
  }

  /** A trained assigner that weighs polarity. */
  abstract static class Weighing extends Broken {

    abstract OptionalDouble evidence(CellEvidence.Chromosome chromosome);

    @Override
    final TrainedAssigner changed(TrainedAssigner good) {
      return new Wrapped(good) {
        @Override
        public OptionalDouble uprightEvidence(CellEvidence.Chromosome chromosome) {
          return evidence(chromosome);
        }
      };
    }
  }

  static final class WeighsWell extends Weighing {
    @Override
    OptionalDouble evidence(CellEvidence.Chromosome chromosome) {
      return OptionalDouble.of(
          chromosome.asItLies().probability() - chromosome.turned().probability());
    }
  }

  static final class AlwaysUpright extends Weighing {
    @Override
    OptionalDouble evidence(CellEvidence.Chromosome chromosome) {
      return OptionalDouble.of(1);
    }
  }

  static final class KnowsOneWayOnly extends Weighing {
    @Override
    OptionalDouble evidence(CellEvidence.Chromosome chromosome) {
      return chromosome.polarity().isPresent() ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
  }

  static final class UpsideDown extends Weighing {
    @Override
    OptionalDouble evidence(CellEvidence.Chromosome chromosome) {
      return OptionalDouble.of(
          chromosome.turned().probability() - chromosome.asItLies().probability() - 1e-9);
    }
  }

  static final class AbsolutelySure extends Weighing {
    @Override
    OptionalDouble evidence(CellEvidence.Chromosome chromosome) {
      return OptionalDouble.of(Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void oneThatWeighsPolarityBadly() {
    assertThat(failuresOf(WeighsWell.class)).isEmpty();
    for (Class<?> broken :
        List.of(
            AlwaysUpright.class, KnowsOneWayOnly.class, UpsideDown.class, AbsolutelySure.class)) {
      assertThat(failuresOf(broken))
          .as(broken.getSimpleName())
          .containsExactly("evidenceOfPolarityIsOppositeForAChromosomeThatIsTurned");
    }
  }

  static final class TurnsTheLast extends Meddling {
    @Override
    CellEvidence asked(CellEvidence cell) {
      AtomicInteger left = new AtomicInteger(cell.chromosomes().size());
      return with(
          cell,
          c ->
              new CellEvidence.Chromosome(
                  c.number(),
                  c.asItLies(),
                  c.turned(),
                  c.pinned(),
                  left.decrementAndGet() == 0 && c.polarity().isEmpty()
                      ? Optional.of(Polarity.P_DOWN)
                      : c.polarity()));
    }
  }

  @Test
  void oneForWhichTheOrderMatters() {
    assertThat(failuresOf(FirstComesFirst.class)).contains("theOrderOfTheChromosomesDoesNotMatter");
    assertThat(failuresOf(TurnsTheLast.class))
        .containsExactly("theOrderOfTheChromosomesDoesNotMatter");
  }

  static final class Remembers extends Broken {
    @Override
    TrainedAssigner changed(TrainedAssigner good) {
      return new Wrapped(good) {
        private final AtomicInteger before = new AtomicInteger();

        @Override
        public Assignment assign(CellEvidence cell) {
          Assignment answer = super.assign(cell);
          return new Assignment(
              answer.placements(),
              answer.margin() + before.getAndIncrement(),
              answer.runnerUp(),
              answer.review());
        }
      };
    }
  }

  @Test
  void oneThatRemembersTheCellsBefore() {
    assertThat(failuresOf(Remembers.class)).contains("anAnswerDoesNotDependOnTheCellsBefore");
  }

  static final class WorksInOneThread extends Broken {
    @Override
    TrainedAssigner changed(TrainedAssigner good) {
      return new Wrapped(good) {
        private final Thread owner = Thread.currentThread();

        @Override
        public Assignment assign(CellEvidence cell) {
          if (Thread.currentThread() != owner) {
            throw new IllegalStateException("another thread");
          }
          return super.assign(cell);
        }
      };
    }
  }

  @Test
  void oneThatWorksInOneThreadOnly() {
    assertThat(failuresOf(WorksInOneThread.class)).containsExactly("threadsThatAssignAgree");
  }

  static final class ListsItself extends Misplacing {
    @Override
    Placement placed(Placement good) {
      List<Placement.Alternative> all = new ArrayList<>(good.alternatives());
      all.add(new Placement.Alternative(good.designation(), 0));
      return with(good, all);
    }
  }

  static final class ListsTheLeastProbableFirst extends Misplacing {
    @Override
    Placement placed(Placement good) {
      List<Placement.Alternative> all = new ArrayList<>(good.alternatives());
      Collections.reverse(all);
      return with(good, all);
    }
  }

  static final class CountsLogarithms extends Misplacing {
    @Override
    Placement placed(Placement good) {
      return with(
          good,
          good.alternatives().stream()
              .map(a -> new Placement.Alternative(a.designation(), Math.log(a.probability())))
              .toList());
    }
  }

  @Test
  void oneWithWrongAlternatives() {
    for (Class<?> broken : List.of(ListsItself.class, ListsTheLeastProbableFirst.class)) {
      assertThat(failuresOf(broken))
          .as(broken.getSimpleName())
          .containsExactly("alternativesAreOtherDesignationsTheMostProbableFirst");
    }
    assertThat(failuresOf(CountsLogarithms.class))
        .contains("alternativesAreOtherDesignationsTheMostProbableFirst");
  }

  static final class IsTooSure extends Misplacing {
    @Override
    Placement placed(Placement good) {
      return placement(
          good,
          good.designation(),
          1,
          good.margin(),
          good.alternatives(),
          good.polarity(),
          good.pinned());
    }
  }

  @Test
  void oneWhoseProbabilitiesAreTooMany() {
    assertThat(failuresOf(IsTooSure.class)).containsExactly("probabilitiesAddUpToAtMostOne");
  }

  static final class RunsUpToItself extends Meddling {
    @Override
    Assignment answered(CellEvidence cell, Assignment good) {
      int[] counts = new int[ChromosomeType.ALL.size()];
      int markers = 0;
      for (Placement placement : good.placements()) {
        if (placement.designation().isMarker()) {
          markers++;
        } else {
          counts[placement.designation().type().orElseThrow().ordinal()]++;
        }
      }
      return new Assignment(
          good.placements(), good.margin(), Iscn.of(counts, markers), good.review());
    }
  }

  static final class RunsUpToNormal extends Meddling {
    @Override
    Assignment answered(CellEvidence cell, Assignment good) {
      return new Assignment(good.placements(), good.margin(), Iscn.parse("46,XX"), good.review());
    }
  }

  @Test
  void oneWithTheWrongRunnerUp() {
    for (Class<?> broken : List.of(RunsUpToItself.class, RunsUpToNormal.class)) {
      assertThat(failuresOf(broken))
          .as(broken.getSimpleName())
          .containsExactly("theRunnerUpHasOtherNumbersOfAsManyChromosomes");
    }
  }

  static final class Unseeded extends Broken {
    private final AtomicInteger trainings = new AtomicInteger();

    @Override
    public TrainedAssigner train(AssignerTraining training) {
      // Learns from another part of the examples each time.
      int from = 20 * (trainings.incrementAndGet() % 8);
      return GOOD.train(
          new AssignerTraining(
              training.training().subList(from, training.training().size()),
              training.validation(),
              training.seed(),
              training.cancellation()));
    }
  }

  @Test
  void oneThatIsNotDetermined() {
    assertThat(failuresOf(Unseeded.class)).containsExactly("equalSeedsGiveEqualAssigners");
  }

  static final class NeedsValidation extends Broken {
    @Override
    public TrainedAssigner train(AssignerTraining training) {
      TrainedAssigner trained = super.train(training);
      training.validation().get(0);
      return trained;
    }
  }

  static final class NeedsCells extends Broken {
    @Override
    public TrainedAssigner train(AssignerTraining training) {
      if (training.training().get(0).cell().isEmpty()) {
        throw new IllegalArgumentException("cell: must be known, found none");
      }
      return super.train(training);
    }
  }

  @Test
  void oneThatNeedsCells() {
    assertThat(failuresOf(NeedsValidation.class))
        .containsExactly(
            "trainingWithLoneChromosomesIsPossible", "trainingWithoutValidationIsPossible");
    assertThat(failuresOf(NeedsCells.class))
        .containsExactly("trainingWithLoneChromosomesIsPossible");
  }

  static final class IgnoresCancellation extends Broken {
    @Override
    public TrainedAssigner train(AssignerTraining training) {
      return GOOD.train(
          new AssignerTraining(
              training.training(), training.validation(), training.seed(), new Cancellation()));
    }
  }

  static final class IgnoresCancellationWithoutValidation extends Broken {
    @Override
    public TrainedAssigner train(AssignerTraining training) {
      return GOOD.train(
          new AssignerTraining(
              training.training(),
              training.validation(),
              training.seed(),
              training.validation().isEmpty() ? new Cancellation() : training.cancellation()));
    }
  }

  static final class TakesFinishingForCancelling extends Broken {
    @Override
    public TrainedAssigner train(AssignerTraining training) {
      if (training.cancellation().shouldFinish()) {
        throw new CancellationException("finished");
      }
      return super.train(training);
    }
  }

  @Test
  void oneThatCannotBeCancelledOrFinishedEarly() {
    assertThat(failuresOf(IgnoresCancellation.class)).containsExactly("aCancelledTrainingThrows");
    assertThat(failuresOf(IgnoresCancellationWithoutValidation.class))
        .containsExactly("aCancelledTrainingThrows");
    assertThat(failuresOf(TakesFinishingForCancelling.class))
        .containsExactly("aTrainingFinishedEarlyGivesAnAssigner");
  }

  static final class RestoresOtherCounts extends Broken {
    @Override
    public TrainedAssigner restore(ModelSource source) {
      float[] counts = source.array("counts", -1);
      counts[0]++;
      InMemoryModel other = new InMemoryModel();
      other.array("counts", counts, counts.length);
      return GOOD.restore(other.source());
    }
  }

  static final class ForgetsProfiles extends Broken {
    @Override
    public TrainedAssigner train(AssignerTraining training) {
      return new Wrapped(super.train(training)) {
        @Override
        public Optional<BandProfile> idealProfile(ChromosomeType type) {
          return Optional.of(Ideogram.of(type).profile(48));
        }
      };
    }
  }

  @Test
  void oneThatIsRestoredDifferently() {
    for (Class<?> broken : List.of(RestoresOtherCounts.class, ForgetsProfiles.class)) {
      assertThat(failuresOf(broken))
          .as(broken.getSimpleName())
          .containsExactly("aRestoredAssignerGivesTheSameAnswers");
    }
  }

  static final class RestoresFromNothing extends Broken {
    @Override
    public TrainedAssigner restore(ModelSource source) {
      try {
        return GOOD.restore(source);
      } catch (ModelFormatException e) {
        return cell -> new Assignment(List.of(), 0, Iscn.parse("46,XX"), true);
      }
    }
  }

  @Test
  void oneThatRestoresFromNothing() {
    assertThat(failuresOf(RestoresFromNothing.class)).containsExactly("anEmptyModelIsRefused");
  }

  static final class Unsaved extends Broken {
    @Override
    @SuppressWarnings("UnnecessaryMethodReference") // It hides save.
    TrainedAssigner changed(TrainedAssigner good) {
      return good::assign;
    }
  }

  static final class UnsavedAndSaysSo extends Broken {
    @Override
    @SuppressWarnings("UnnecessaryMethodReference") // It hides save.
    TrainedAssigner changed(TrainedAssigner good) {
      return good::assign;
    }

    @Override
    protected boolean canBeSaved() {
      return false;
    }
  }

  static final class SavedAgainstItsWord extends Broken {
    @Override
    protected boolean canBeSaved() {
      return false;
    }
  }

  @Test
  void oneThatCannotBeSavedWithoutSayingSoOrCanThoughItSaysItCannot() {
    assertThat(failuresOf(Unsaved.class))
        .containsExactly("aRestoredAssignerGivesTheSameAnswers", "anEmptyModelIsRefused");
    assertThat(failuresOf(UnsavedAndSaysSo.class)).isEmpty();
    assertThat(failuresOf(SavedAgainstItsWord.class))
        .containsExactly("anAssignerThatCannotBeSavedSaysSo");
  }

  static final class AdaptsItself extends Broken {
    @Override
    TrainedAssigner changed(TrainedAssigner good) {
      return new Wrapped(good) {
        private TrainedAssigner now = good;

        @Override
        public Assignment assign(CellEvidence cell) {
          return now.assign(cell);
        }

        @Override
        public TrainedAssigner adapt(AssignerTraining training) {
          now = now.adapt(training);
          return this;
        }
      };
    }
  }

  static final class NeedsEveryTypeToAdapt extends Broken {
    @Override
    TrainedAssigner changed(TrainedAssigner good) {
      return new Wrapped(good) {
        @Override
        public TrainedAssigner adapt(AssignerTraining training) {
          if (training.training().stream().noneMatch(e -> e.type() == ChromosomeType.Y)) {
            throw new IllegalArgumentException("no Y");
          }
          return super.adapt(training);
        }
      };
    }
  }

  @Test
  void oneWhoseAdaptationChangesItOrNeedsEveryType() {
    assertThat(failuresOf(AdaptsItself.class))
        .containsExactly("anAdaptedAssignerLeavesTheFirstAsItWas");
    assertThat(failuresOf(NeedsEveryTypeToAdapt.class))
        .containsExactly("anAdaptedAssignerLeavesTheFirstAsItWas");
  }

  @Test
  void everyTestOfTheContractCanFail() {
    assertThat(failuresOfAllIn(KaryotypeAssignerContractTest.class))
        .containsAll(testsOf(KaryotypeAssignerContract.class));
  }
}
