package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.classify.MemoryModel;
import io.karyo.image.Polarity;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Assignment;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OptimalAssignerTest {

  private static final double PRECISION = 0.99;
  private static final double NOISE = 0.12;

  private static final TrainedAssigner ASSIGNER =
      KaryotypeAssigners.optimal().train(new KnownCells(1, NOISE).training(12, 10));

  private final KnownCells cells = new KnownCells(2, NOISE);

  private static Assignment assign(List<CellEvidence.Chromosome> chromosomes) {
    return ASSIGNER.assign(new CellEvidence(chromosomes, PRECISION));
  }

  private static Map<String, Long> counts(Assignment assignment) {
    return assignment.placements().stream()
        .collect(Collectors.groupingBy(p -> p.designation().label(), Collectors.counting()));
  }

  private static Map<String, Long> counts(List<ChromosomeType> types) {
    return types.stream()
        .collect(Collectors.groupingBy(ChromosomeType::label, Collectors.counting()));
  }

  private static List<ChromosomeType> with(List<ChromosomeType> types, ChromosomeType more) {
    List<ChromosomeType> all = new ArrayList<>(types);
    all.add(more);
    return all;
  }

  private static List<ChromosomeType> without(List<ChromosomeType> types, ChromosomeType less) {
    List<ChromosomeType> all = new ArrayList<>(types);
    all.remove(less);
    return all;
  }

  @Test
  void findsNormalCellsThoughSomeChromosomesLookLikeOtherTypes() {
    int alone = 0;
    int together = 0;
    for (int cell = 0; cell < 20; cell++) {
      List<ChromosomeType> types = KnownCells.normal(cell % 2 == 0);
      List<CellEvidence.Chromosome> chromosomes = cells.cell(types);
      Assignment assignment = assign(chromosomes);
      for (int i = 0; i < types.size(); i++) {
        alone += chromosomes.get(i).asItLies().type() == types.get(i) ? 1 : 0;
        Optional<ChromosomeType> placed = assignment.placements().get(i).designation().type();
        together += placed.equals(Optional.of(types.get(i))) ? 1 : 0;
      }
    }
    assertThat(alone).isLessThan(920 - 20);
    assertThat(together).isGreaterThan(920 - 10);
  }

  @Test
  void findsTrisomiesMonosomiesAndSexChromosomes() {
    List<ChromosomeType> female = KnownCells.normal(false);
    List<ChromosomeType> male = KnownCells.normal(true);
    for (List<ChromosomeType> types :
        List.of(
            female,
            male,
            with(male, ChromosomeType.C21),
            with(female, ChromosomeType.C13),
            with(male, ChromosomeType.X),
            with(male, ChromosomeType.Y),
            with(female, ChromosomeType.X),
            without(female, ChromosomeType.X),
            without(female, ChromosomeType.C5),
            with(with(female, ChromosomeType.C8), ChromosomeType.C8),
            without(with(male, ChromosomeType.C18), ChromosomeType.Y))) {
      List<CellEvidence.Chromosome> plain =
          IntStream.range(0, types.size()).mapToObj(i -> cells.upright(i, types.get(i))).toList();
      assertThat(counts(assign(plain))).isEqualTo(counts(types));
    }
  }

  @Test
  void theRunnerUpHasOtherNumbersAndTheMarginIsItsDistance() {
    Assignment assignment = assign(cells.cell(KnownCells.normal(true)));
    assertThat(assignment.margin()).isPositive().isFinite();
    assertThat(assignment.runnerUp().total()).isEqualTo(46);
    assertThat(assignment.runnerUp().toString()).isNotEqualTo("46,XY");
  }

  @Test
  void aPinIsAlwaysHonouredAndTheOthersGiveWay() {
    List<ChromosomeType> types = KnownCells.normal(true);
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>(cells.cell(types));
    Assignment before = assign(chromosomes);
    for (Designation wanted : List.of(Designation.of(ChromosomeType.C22), Designation.MARKER)) {
      CellEvidence.Chromosome first = chromosomes.get(0);
      List<CellEvidence.Chromosome> pinned = new ArrayList<>(chromosomes);
      pinned.set(
          0,
          new CellEvidence.Chromosome(
              0, first.asItLies(), first.turned(), Optional.of(wanted), Optional.empty()));
      Placement placement = assign(pinned).placements().get(0);
      assertThat(placement.designation()).isEqualTo(wanted);
      assertThat(placement.pinned()).isTrue();
      assertThat(placement.review()).isFalse();
      assertThat(placement.probability()).isEqualTo(1);
      assertThat(placement.margin()).isInfinite();
      assertThat(placement.alternatives()).isEmpty();
    }
    assertThat(before.placements().get(0).designation())
        .isEqualTo(Designation.of(ChromosomeType.C1));
  }

  /** Trained on lone chromosomes: knows nothing of homologues, has round prices. */
  private static TrainedAssigner withoutCells() {
    List<AssignerTraining.Example> lone =
        new KnownCells(4, NOISE)
            .training(4, 0).training().stream()
                .map(e -> new AssignerTraining.Example(e.chromosome(), e.type(), Optional.empty()))
                .toList();
    return KaryotypeAssigners.optimal()
        .train(new AssignerTraining(lone, List.of(), 1, new Cancellation()));
  }

  @Test
  void twoWaysToSeeOneCellAreSettledByAPin() {
    TrainedAssigner assigner = withoutCells();
    List<ChromosomeType> types = KnownCells.normal(false);
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      chromosomes.add(cells.upright(i, types.get(i)));
    }
    // The encoder takes one 1 and one 2 for half 1, half 2.
    chromosomes.set(0, cells.mixed(0, ChromosomeType.C1, ChromosomeType.C2, 0.5));
    chromosomes.set(2, cells.mixed(2, ChromosomeType.C2, ChromosomeType.C1, 0.5));
    for (ChromosomeType type : List.of(ChromosomeType.C1, ChromosomeType.C2)) {
      CellEvidence.Chromosome first = chromosomes.get(0);
      List<CellEvidence.Chromosome> pinned = new ArrayList<>(chromosomes);
      pinned.set(
          0,
          new CellEvidence.Chromosome(
              0,
              first.asItLies(),
              first.turned(),
              Optional.of(Designation.of(type)),
              Optional.empty()));
      Assignment assignment = assigner.assign(new CellEvidence(pinned, PRECISION));
      assertThat(assignment.placements().get(2).designation().type())
          .isNotEqualTo(Optional.of(type));
      assertThat(counts(assignment)).isEqualTo(counts(types));
    }
  }

  @Test
  void anEmptyCellHasNoOtherNumbers() {
    Assignment assignment = assign(List.of());
    assertThat(assignment.margin()).isInfinite();
    assertThat(assignment.runnerUp().total()).isZero();
  }

  @Test
  void aLoneChromosomeIsWhatItLooksLike() {
    Placement placement = assign(List.of(cells.upright(3, ChromosomeType.C7))).placements().get(0);
    assertThat(placement.designation()).isEqualTo(Designation.of(ChromosomeType.C7));
    assertThat(placement.chromosome()).isEqualTo(3);
  }

  @Test
  void chromosomesOfWhichNothingIsKnownFillTheirPlaces() {
    float[] equal = new float[ChromosomeType.ALL.size()];
    Arrays.fill(equal, 1f / equal.length);
    CellEvidence.Chromosome one = cells.upright(0, ChromosomeType.C3);
    Classification unknown =
        new Classification(
            new TypeProbabilities(equal),
            one.asItLies().embedding(),
            one.asItLies().straightened());
    List<CellEvidence.Chromosome> alike =
        IntStream.range(0, 46)
            .mapToObj(i -> new CellEvidence.Chromosome(i, unknown, unknown))
            .toList();
    Map<String, Long> counts = counts(withoutCells().assign(new CellEvidence(alike, PRECISION)));
    assertThat(counts).isIn(counts(KnownCells.normal(true)), counts(KnownCells.normal(false)));
  }

  @Test
  void whereAllIsPinnedThereIsNoRunnerUp() {
    CellEvidence.Chromosome lone = cells.upright(0, ChromosomeType.C9);
    Assignment assignment =
        assign(
            List.of(
                new CellEvidence.Chromosome(
                    0,
                    lone.asItLies(),
                    lone.turned(),
                    Optional.of(Designation.of(ChromosomeType.C9)),
                    Optional.empty())));
    assertThat(assignment.margin()).isInfinite();
    assertThat(assignment.review()).isFalse();
  }

  @Test
  void whatLooksLikeNothingIsAMarker() {
    List<ChromosomeType> types = KnownCells.normal(true);
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>(cells.cell(types));
    chromosomes.add(cells.stranger(46));
    Assignment assignment = assign(chromosomes);
    assertThat(assignment.placements().get(46).designation()).isEqualTo(Designation.MARKER);
    assertThat(counts(assignment)).containsEntry("mar", 1L).containsEntry("Y", 1L);
  }

  @Test
  void tellsWhichWayUpAChromosomeLies() {
    List<ChromosomeType> types = KnownCells.normal(false);
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      CellEvidence.Chromosome upright = cells.upright(i, types.get(i));
      chromosomes.add(i % 3 == 0 ? KnownCells.turned(upright) : upright);
    }
    Assignment assignment = assign(chromosomes);
    for (int i = 0; i < types.size(); i++) {
      Placement placement = assignment.placements().get(i);
      assertThat(placement.polarity())
          .as("chromosome %d", i)
          .isEqualTo(i % 3 == 0 ? Polarity.P_DOWN : Polarity.P_UP);
      assertThat(placement.polarityProbability()).isBetween(0.5, 1.0);
      assertThat(placement.designation()).isEqualTo(Designation.of(types.get(i)));
    }
  }

  @Test
  void evidenceOfPolarityIsForTheWayThatAChromosomeLies() {
    for (ChromosomeType type : ChromosomeType.ALL) {
      CellEvidence.Chromosome upright = cells.upright(0, type);
      CellEvidence.Chromosome turned = KnownCells.turned(upright);
      for (Optional<Designation> pinned :
          List.of(Optional.<Designation>empty(), Optional.of(Designation.of(type)))) {
        assertThat(evidence(ASSIGNER, upright, pinned)).as("%s", type).isPositive();
        assertThat(evidence(ASSIGNER, turned, pinned)).as("%s", type).isNegative();
      }
    }
    // Of another type it would be less clear.
    CellEvidence.Chromosome chromosome = cells.upright(0, ChromosomeType.C7);
    assertThat(evidence(ASSIGNER, chromosome, Optional.of(Designation.of(ChromosomeType.C20))))
        .isLessThan(evidence(ASSIGNER, chromosome, Optional.of(Designation.of(ChromosomeType.C7))));
  }

  private static double evidence(
      TrainedAssigner assigner, CellEvidence.Chromosome chromosome, Optional<Designation> pinned) {
    return assigner
        .uprightEvidence(
            new CellEvidence.Chromosome(
                0, chromosome.asItLies(), chromosome.turned(), pinned, Optional.empty()))
        .orElseThrow();
  }

  @Test
  void ofChromosomesThatLayAnyhowInTrainingProfilesTellThePolarity() {
    KnownCells anyhow = new KnownCells(5, NOISE);
    AssignerTraining training = anyhow.training(6, 4);
    List<AssignerTraining.Example> examples = new ArrayList<>();
    for (int i = 0; i < training.training().size(); i++) {
      AssignerTraining.Example example = training.training().get(i);
      Classification lying = example.chromosome();
      examples.add(
          i % 2 == 0
              ? example
              : new AssignerTraining.Example(
                  with(lying, lying.straightened().turned()), example.type(), example.cell()));
    }
    TrainedAssigner assigner =
        KaryotypeAssigners.optimal()
            .train(
                new AssignerTraining(
                    examples, training.validation(), training.seed(), training.cancellation()));
    for (ChromosomeType type : ChromosomeType.ALL) {
      CellEvidence.Chromosome upright = anyhow.upright(0, type);
      // Its embedding is the same both ways.
      CellEvidence.Chromosome same =
          new CellEvidence.Chromosome(
              0,
              upright.asItLies(),
              with(upright.asItLies(), upright.asItLies().straightened().turned()));
      assertThat(evidence(assigner, same, Optional.empty())).as("%s", type).isPositive();
      assertThat(evidence(assigner, KnownCells.turned(same), Optional.empty()))
          .as("%s", type)
          .isNegative();
    }
  }

  @Test
  void aGivenPolarityIsTaken() {
    List<CellEvidence.Chromosome> chromosomes =
        new ArrayList<>(cells.cell(KnownCells.normal(false)));
    CellEvidence.Chromosome first = chromosomes.get(0);
    chromosomes.set(
        0,
        new CellEvidence.Chromosome(
            0, first.asItLies(), first.turned(), Optional.empty(), Optional.of(Polarity.P_DOWN)));
    Placement placement = assign(chromosomes).placements().get(0);
    assertThat(placement.polarity()).isEqualTo(Polarity.P_DOWN);
    assertThat(placement.polarityProbability()).isEqualTo(1);
  }

  @Test
  void theMoreRightAnswersAreWantedTheMoreAreMarked() {
    int before = -1;
    for (double precision : new double[] {0.5, 0.99, 0.999}) {
      KnownCells same = new KnownCells(3, NOISE);
      int marked = 0;
      for (int cell = 0; cell < 10; cell++) {
        marked +=
            (int)
                ASSIGNER
                    .assign(new CellEvidence(same.cell(KnownCells.normal(false)), precision))
                    .placements()
                    .stream()
                    .filter(Placement::review)
                    .count();
      }
      assertThat(marked).isGreaterThanOrEqualTo(before);
      before = marked;
    }
    assertThat(before).isPositive().isLessThan(460);
  }

  @Test
  void whatIsNoChromosomeIsNotForcedIntoAPlaceThatItsEmbeddingFits() {
    List<CellEvidence.Chromosome> cell = new ArrayList<>(cells.cell(KnownCells.normal(false)));
    CellEvidence.Chromosome real = cells.upright(20, ChromosomeType.C11);
    Straightened image = real.asItLies().straightened();
    float[] blank = new float[image.length() * image.width()];
    Arrays.fill(blank, 1f);
    Straightened bandless = Straightened.builder(image.length(), image.width(), blank).build();
    cell.set(20, real);
    assertThat(assign(cell).placements().get(20).review()).isFalse();
    cell.set(
        20,
        new CellEvidence.Chromosome(
            20, with(real.asItLies(), bandless), with(real.turned(), bandless)));
    Placement placement = assign(cell).placements().get(20);
    assertThat(placement.designation()).isEqualTo(Designation.MARKER);
    assertThat(placement.review()).isTrue();
  }

  private static Classification with(Classification of, Straightened image) {
    return new Classification(of.probabilities(), of.embedding(), image);
  }

  @Test
  void noAlternativeIsMoreProbableAndProbabilitiesRiseWithMargins() {
    List<Placement> placements = new ArrayList<>();
    for (int cell = 0; cell < 30; cell++) {
      placements.addAll(assign(cells.cell(KnownCells.normal(cell % 2 == 0))).placements());
    }
    placements.sort(Comparator.comparingDouble(Placement::margin));
    double before = 0.5;
    for (Placement placement : placements) {
      assertThat(placement.probability())
          .isGreaterThanOrEqualTo(before)
          .isGreaterThanOrEqualTo(placement.alternatives().get(0).probability());
      before = placement.probability();
    }
    assertThat(placements.get(0).probability()).isLessThan(0.9);
    assertThat(before).isGreaterThan(0.99);
  }

  @Test
  void nearTiesAreMarkedAtAnyPrecision() {
    int ties = 0;
    int others = 0;
    for (int cell = 0; cell < 30; cell++) {
      List<CellEvidence.Chromosome> chromosomes =
          new ArrayList<>(cells.cell(KnownCells.normal(cell % 2 == 0)));
      for (int i = 0; i < 40; i += 4) {
        ChromosomeType type = ChromosomeType.ALL.get(i / 2);
        ChromosomeType next = ChromosomeType.ALL.get(i / 2 + 1);
        chromosomes.set(i, cells.mixed(i, type, next, 0.5));
        chromosomes.set(i + 2, cells.mixed(i + 2, next, type, 0.5));
      }
      for (Placement placement :
          ASSIGNER.assign(new CellEvidence(chromosomes, 0.01)).placements()) {
        if (placement.margin() < 1) {
          assertThat(placement.review()).isTrue();
          ties++;
        } else {
          // What looks like no chromosome.
          others += placement.review() ? 1 : 0;
        }
      }
    }
    assertThat(ties).isPositive();
    assertThat(others).isLessThan(60);
  }

  @Test
  void aFewValidationCellsVouchForLessThanIsWanted() {
    Assignment strict = ASSIGNER.assign(new CellEvidence(plainCell(), 0.999));
    assertThat(strict.vouched().orElseThrow()).isBetween(0.9, 0.999);
    assertThat(withoutCells().assign(new CellEvidence(plainCell(), 0.9)).vouched()).isEmpty();
  }

  private List<CellEvidence.Chromosome> plainCell() {
    List<ChromosomeType> types = KnownCells.normal(true);
    return IntStream.range(0, types.size()).mapToObj(i -> cells.upright(i, types.get(i))).toList();
  }

  @Test
  void halfACellIsDesignatedNoWorseThanItsChromosomesByThemselves() {
    SplittableRandom random = new SplittableRandom(1);
    int alone = 0;
    int together = 0;
    int all = 0;
    for (int cell = 0; cell < 40; cell++) {
      List<ChromosomeType> types = KnownCells.normal(cell % 2 == 0);
      List<CellEvidence.Chromosome> half = new ArrayList<>();
      List<ChromosomeType> truth = new ArrayList<>();
      for (CellEvidence.Chromosome one : cells.cell(types)) {
        if (random.nextBoolean()) {
          half.add(one);
          truth.add(types.get(one.number()));
        }
      }
      Assignment assignment = assign(half);
      assertThat(assignment.unfamiliar()).isFalse();
      for (int i = 0; i < half.size(); i++) {
        all++;
        alone += half.get(i).asItLies().type() == truth.get(i) ? 1 : 0;
        together += isOf(assignment.placements().get(i), truth.get(i)) ? 1 : 0;
      }
    }
    assertThat(alone).isLessThan(all - 10);
    assertThat(together).isGreaterThan(alone);
  }

  private static boolean isOf(Placement placement, ChromosomeType type) {
    return placement.designation().equals(Designation.of(type));
  }

  @Test
  void healthyChromosomesOfAnotherLaboratoryAreNoMarkersAndTheCellIsUnfamiliar() {
    List<ChromosomeType> types = KnownCells.normal(true);
    List<CellEvidence.Chromosome> abroad = new ArrayList<>();
    for (CellEvidence.Chromosome one : plainCell()) {
      Straightened image = one.asItLies().straightened();
      // Another camera: everything is larger and paler.
      Straightened other = paler(enlarged(image));
      abroad.add(
          new CellEvidence.Chromosome(
              one.number(), with(one.asItLies(), other), with(one.turned(), other.turned())));
    }
    assertThat(ASSIGNER.typicality(abroad.get(0).asItLies()).orElseThrow()).isLessThan(1e-3);
    for (int count : new int[] {46, 20}) {
      Assignment assignment = assign(abroad.subList(0, count));
      assertThat(assignment.unfamiliar()).isTrue();
      assertThat(assignment.vouched()).isEmpty();
      for (int i = 0; i < count; i++) {
        assertThat(isOf(assignment.placements().get(i), types.get(i))).as("place %d", i).isTrue();
      }
    }
    assertThat(assign(plainCell()).unfamiliar()).isFalse();
  }

  private static Straightened enlarged(Straightened image) {
    float[] stain = image.toArray();
    int width = image.width();
    float[] larger = new float[4 * stain.length];
    for (int i = 0; i < larger.length; i++) {
      larger[i] = stain[i / (2 * width) / 2 * width + i % (2 * width) / 2];
    }
    return Straightened.builder(2 * image.length(), 2 * width, larger).build();
  }

  private static Straightened paler(Straightened image) {
    float[] stain = image.toArray();
    for (int i = 0; i < stain.length; i++) {
      stain[i] *= 0.7f;
    }
    return Straightened.builder(image.length(), image.width(), stain).build();
  }

  @Test
  void aModelFileFromBeforeSlopesWereKeptStillLoads() throws IOException {
    MemoryModel model = new MemoryModel();
    ASSIGNER.save(model);
    for (double[] line : new double[][] {{1, 0.5}, {4.41, 0.018}, {2, -0.3}}) {
      MemoryModel old = new MemoryModel();
      Settings state = Settings.EMPTY;
      for (String name : model.state().names()) {
        if (!name.equals("doubt") && !name.equals("cellDoubt")) {
          state = state.with(name, Objects.requireNonNull(model.state().asMap().get(name)));
        }
      }
      old.state(state.with("doubt0", line[0]).with("doubt1", line[1]));
      for (String name : model.arrays.keySet()) {
        if (!name.equals("answers") && !name.equals("cellAnswers")) {
          old.put(name, model.arrays.get(name), model.shape(name));
        }
      }
      put(old, "doubt", scores(Objects.requireNonNull(model.arrays.get("answers")), line));
      put(
          old,
          "cellDoubt",
          scores(Objects.requireNonNull(model.arrays.get("cellAnswers")), new double[] {0, 1}));
      TrainedAssigner restored = KaryotypeAssigners.optimal().restore(old);
      Assignment assignment = restored.assign(new CellEvidence(plainCell(), 0.9));
      assertThat(assignment.vouched().isPresent()).isEqualTo(line[1] > 0);
      assertThat(assignment.placements())
          .allSatisfy(p -> assertThat(p.probability()).isBetween(0.5, 1.0))
          .filteredOn(Placement::review)
          .hasSizeLessThan(5);
    }
  }

  private static void put(MemoryModel model, String name, float[] scores) {
    model.put(name, scores, scores.length / 2, 2);
  }

  /** Margins as they were kept in old files: turned into scores by a straight line. */
  private static float[] scores(float[] answers, double[] line) {
    float[] scores = new float[answers.length / 3 * 2];
    for (int i = 0; i < scores.length; i += 2) {
      scores[i] = (float) (line[0] + line[1] * answers[i / 2 * 3]);
      scores[i + 1] = answers[i / 2 * 3 + 1];
    }
    return scores;
  }

  @Test
  void namesFiveAlternatives() {
    assertThat(assign(cells.cell(KnownCells.normal(true))).placements())
        .allSatisfy(placement -> assertThat(placement.alternatives()).hasSize(5));
  }

  @Test
  void homologuesThatLookAlikeSettleATie() {
    List<ChromosomeType> types = KnownCells.normal(false);
    int right = 0;
    for (int cell = 0; cell < 20; cell++) {
      List<CellEvidence.Chromosome> chromosomes = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        chromosomes.add(cells.upright(i, types.get(i)));
      }
      // By their embeddings each of the two could be either; their images are those of 1 and of 5.
      chromosomes.set(0, cells.mixed(0, ChromosomeType.C1, ChromosomeType.C5, 0.5));
      chromosomes.set(8, cells.mixed(8, ChromosomeType.C5, ChromosomeType.C1, 0.5));
      Assignment assignment = assign(chromosomes);
      right +=
          assignment.placements().get(0).designation().equals(Designation.of(ChromosomeType.C1))
              ? 1
              : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(18);
  }

  @Test
  void worksWithoutValidationCellsAndWithoutCells() {
    TrainedAssigner withoutValidation =
        KaryotypeAssigners.optimal().train(new KnownCells(4, NOISE).training(4, 0));
    for (TrainedAssigner assigner : List.of(withoutValidation, withoutCells())) {
      List<ChromosomeType> types = with(KnownCells.normal(true), ChromosomeType.C21);
      List<CellEvidence.Chromosome> chromosomes =
          IntStream.range(0, types.size()).mapToObj(i -> cells.upright(i, types.get(i))).toList();
      assertThat(counts(assigner.assign(new CellEvidence(chromosomes, PRECISION))))
          .isEqualTo(counts(types));
    }
  }

  @Test
  void tellsOfItsStepsUpToTheLast() {
    List<TrainingListener.Progress> steps = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onProgress(Progress progress) {
            steps.add(progress);
          }
        };
    AssignerTraining silent = new KnownCells(4, NOISE).training(4, 2);
    KaryotypeAssigners.optimal()
        .train(
            new AssignerTraining(
                silent.training(), silent.validation(), 1, listener, new Cancellation()));
    assertThat(steps)
        .hasSizeGreaterThan(1)
        .extracting(TrainingListener.Progress::stage)
        .containsOnly(TrainingListener.Stage.ASSIGNER);
    int last = steps.size();
    assertThat(steps).extracting(TrainingListener.Progress::total).containsOnly((long) last);
    assertThat(steps)
        .extracting(TrainingListener.Progress::done)
        .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
  }

  @Test
  void aTypeThatWasNotTrainedIsNeverGiven() {
    AssignerTraining all = new KnownCells(5, NOISE).training(4, 2);
    List<AssignerTraining.Example> some =
        all.training().stream().filter(e -> e.type().ordinal() < 5).toList();
    TrainedAssigner assigner =
        KaryotypeAssigners.optimal()
            .train(new AssignerTraining(some, List.of(), 1, new Cancellation()));
    List<CellEvidence.Chromosome> chromosomes =
        IntStream.range(0, 46).mapToObj(i -> cells.upright(i, ChromosomeType.C3)).toList();
    assertThat(assigner.assign(new CellEvidence(chromosomes, PRECISION)).placements())
        .allMatch(p -> p.designation().type().map(t -> t.ordinal() < 5).orElse(true));
  }

  @Test
  void knowsTheProfilesOfTheTypes() {
    float[] profile = ASSIGNER.idealProfile(ChromosomeType.C1).orElseThrow().toArray();
    assertThat(profile).hasSize(48);
    assertThat(profile[0]).isCloseTo(0.2f, within(0.2f));
  }

  @Test
  void refusesDamagedModels() throws IOException {
    MemoryModel model = new MemoryModel();
    ASSIGNER.save(model);
    model.put("trained", new float[24], 24);
    assertThatThrownBy(() -> KaryotypeAssigners.optimal().restore(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("trained: must have at least one type, found none");
  }

  @Test
  void anAdaptationMovesTheMeans() {
    // Another laboratory, whose embeddings are all a little off.
    KnownCells other = new KnownCells(6, NOISE);
    AssignerTraining few = other.training(2, 0);
    TrainedAssigner adapted = ASSIGNER.adapt(few);
    CellEvidence evidence = new CellEvidence(cells.cell(KnownCells.normal(true)), PRECISION);
    assertThat(adapted.assign(evidence).placements()).hasSize(46);
    assertThat(adapted.assign(evidence)).isNotEqualTo(ASSIGNER.assign(evidence));
  }

  @Test
  void whatWasProvenInOneLaboratoryIsNotProvenInAnother() throws IOException {
    TrainedAssigner adapted = ASSIGNER.adapt(new KnownCells(6, NOISE).training(2, 0));
    CellEvidence evidence = new CellEvidence(plainCell(), PRECISION);
    assertThat(ASSIGNER.assign(evidence).vouched()).isPresent();
    assertThat(adapted.assign(evidence).vouched()).isEmpty();
    MemoryModel saved = new MemoryModel();
    adapted.save(saved);
    TrainedAssigner restored = KaryotypeAssigners.optimal().restore(saved);
    assertThat(restored.assign(evidence).vouched()).isEmpty();
  }
}
