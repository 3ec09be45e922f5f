package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.image.Polarity;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.CellEvidence.Chromosome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CellCostsTest {

  private static final KnownCells CELLS = new KnownCells(5, 0.1);
  private static final AssignerTraining TRAINING = CELLS.training(4, 0);
  private static final TypeMeans MEANS = TypeMeans.of(TRAINING.training());
  private static final ProfileTemplates TEMPLATES = ProfileTemplates.of(TRAINING.training());

  private static CellTypicality typical(List<Classification> cell) {
    return CellTypicality.unknown(cell.size());
  }

  /** A cell of one chromosome of a known typicality. */
  private static Function<List<Classification>, CellTypicality> one(double typicality) {
    return cell -> new CellTypicality(new double[] {typicality}, false);
  }

  private static double[][] costs(
      List<Chromosome> cell,
      AssignerParameters.Draft draft,
      Function<List<Classification>, CellTypicality> typicality) {
    return new CellCosts(cell, draft.build(), MEANS, TEMPLATES, typicality).costs();
  }

  @Test
  void aMarkerCostsItsPricesAndLessTheLessTypicalItLooksToABound() {
    AssignerParameters.Draft draft = new AssignerParameters.Draft();
    draft.price = 6;
    draft.markerPrice = 11;
    List<Chromosome> cell = List.of(CELLS.upright(0, ChromosomeType.C7));
    assertThat(costs(cell, draft, CellCostsTest::typical)[0][CellCosts.MARKER]).isEqualTo(14);
    assertThat(costs(cell, draft, one(Math.exp(-3)))[0][CellCosts.MARKER])
        .isCloseTo(11, within(1e-9));
    assertThat(costs(cell, draft, one(0))[0][CellCosts.MARKER]).isEqualTo(-3 - 8);
  }

  @Test
  void aTypeCostsMinusTheLogarithmOfItsProbability() {
    Chromosome unturned = CELLS.upright(0, ChromosomeType.C7);
    Chromosome sure =
        new Chromosome(
            0,
            unturned.asItLies(),
            unturned.turned(),
            Optional.empty(),
            Optional.of(Polarity.P_UP));
    double[] costs =
        costs(List.of(sure), new AssignerParameters.Draft(), CellCostsTest::typical)[0];
    double expected = -Math.log(sure.asItLies().probabilities().of(ChromosomeType.C7));
    assertThat(costs[ChromosomeType.C7.ordinal()]).isCloseTo(expected, within(1e-3));
    // A wrong label or image is always possible.
    assertThat(costs[ChromosomeType.C1.ordinal()]).isBetween(3.0, -Math.log(1e-4 / 24));
  }

  @Test
  void whichWayAChromosomeLiesIsToldByTheNearestMeans() {
    AssignerParameters.Draft draft = new AssignerParameters.Draft();
    Chromosome upright = CELLS.upright(0, ChromosomeType.C7);
    Chromosome turned = KnownCells.turned(upright);
    CellCosts costs =
        new CellCosts(
            List.of(upright, turned), draft.build(), MEANS, TEMPLATES, CellCostsTest::typical);
    int type = ChromosomeType.C7.ordinal();
    assertThat(costs.upright(0, type)).isGreaterThan(0.95);
    assertThat(costs.upright(1, type)).isLessThan(0.05);
    assertThat(costs.polarityFeatures(0, type)[0])
        .isCloseTo(-costs.polarityFeatures(1, type)[0], within(1e-9));
    // A cell whose other chromosomes are turned over makes it likelier that one more is.
    List<Chromosome> turnedOver = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      turnedOver.add(KnownCells.turned(CELLS.upright(i, ChromosomeType.C9)));
    }
    turnedOver.add(upright);
    CellCosts among =
        new CellCosts(turnedOver, draft.build(), MEANS, TEMPLATES, CellCostsTest::typical);
    assertThat(among.upright(20, type)).isLessThan(costs.upright(0, type));
  }

  @Test
  void aPinnedChromosomeIsAHomologueOfItsOwnTypeOnly() {
    AssignerParameters.Draft draft = new AssignerParameters.Draft();
    draft.homologueShare = 1;
    draft.homologueWeights = new double[] {1, 0, 0, 0};
    Chromosome doubtful = CELLS.mixed(0, ChromosomeType.C7, ChromosomeType.C8, 0.5);
    Chromosome alike = CELLS.mixed(1, ChromosomeType.C7, ChromosomeType.C8, 0.5);
    double[][] asSeven =
        costs(List.of(doubtful, pinned(alike, ChromosomeType.C7)), draft, CellCostsTest::typical);
    double[][] asEight =
        costs(List.of(doubtful, pinned(alike, ChromosomeType.C8)), draft, CellCostsTest::typical);
    int seven = ChromosomeType.C7.ordinal();
    assertThat(asSeven[0][seven]).isNotCloseTo(asEight[0][seven], within(0.1));
    assertThat(asSeven[1][seven]).isZero();
    assertThat(asSeven[1][ChromosomeType.C8.ordinal()]).isEqualTo(CellCosts.FORBIDDEN);
    assertThat(asSeven[1][CellCosts.MARKER]).isEqualTo(CellCosts.FORBIDDEN);
  }

  private static Chromosome pinned(Chromosome chromosome, ChromosomeType type) {
    return new Chromosome(
        chromosome.number(),
        chromosome.asItLies(),
        chromosome.turned(),
        Optional.of(Designation.of(type)),
        Optional.empty());
  }

  @Test
  void onlyTwoOfEachAutosomeAndXxOrXyAreNormal() {
    for (boolean male : new boolean[] {false, true}) {
      int[] counts = new int[CellCosts.CLASSES];
      KnownCells.normal(male).forEach(type -> counts[type.ordinal()]++);
      assertThat(KaryotypeSolution.isNormal(counts)).isTrue();
      counts[ChromosomeType.C21.ordinal()]++;
      assertThat(KaryotypeSolution.isNormal(counts)).isFalse();
      counts[ChromosomeType.C21.ordinal()]--;
      counts[CellCosts.MARKER]++;
      assertThat(KaryotypeSolution.isNormal(counts)).isFalse();
    }
  }
}
