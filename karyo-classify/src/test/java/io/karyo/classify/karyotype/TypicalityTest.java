package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.Straightened;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.AssignerTraining.KnownCell;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TypicalityTest {

  private static final double NOISE = 0.15;

  private final AssignerTraining training = new KnownCells(1, NOISE).training(10, 12);
  private final TypeMeans means = TypeMeans.of(training.training());
  private final ProfileTemplates templates = ProfileTemplates.of(training.training());
  private final Typicality typicality = Typicality.of(training, means, templates).orElseThrow();

  /** The typicality of chromosomes that were not learned from. */
  private List<Double> ofOthers(Typicality of) {
    KnownCells others = new KnownCells(2, NOISE);
    List<Double> found = new ArrayList<>();
    for (int cell = 0; cell < 20; cell++) {
      for (CellEvidence.Chromosome chromosome : others.cell(KnownCells.normal(cell % 2 == 0))) {
        found.add(of.of(chromosome.asItLies(), means, templates));
      }
    }
    return found;
  }

  private static Classification with(Classification of, Straightened image) {
    return new Classification(of.probabilities(), of.embedding(), image);
  }

  @Test
  void asManyOfOtherChromosomesAreBelowAShareAsTheShareSays() {
    List<Double> found = ofOthers(typicality);
    assertThat(found).allMatch(value -> value >= 0 && value <= 1);
    for (double share : new double[] {0.05, 0.2, 0.5, 0.8}) {
      assertThat(found.stream().filter(value -> value < share).count() / (double) found.size())
          .isCloseTo(share, within(0.05));
    }
  }

  /** Cells of patients whose chromosomes are all stained and sized a little like each other. */
  private static AssignerTraining ofPatients(KnownCells cells, int training, int validation) {
    AssignerTraining plain = cells.training(training, validation);
    SplittableRandom random = new SplittableRandom(9);
    List<AssignerTraining.Example> examples = new ArrayList<>();
    Map<String, double[]> patients = new HashMap<>();
    for (AssignerTraining.Example example : plain.training()) {
      String patient = example.cell().orElseThrow();
      double[] looks = patients.computeIfAbsent(patient, p -> looks(random));
      examples.add(
          new AssignerTraining.Example(
              looking(example.chromosome(), looks),
              example.type(),
              example.cell(),
              Optional.of(patient)));
    }
    List<KnownCell> known = new ArrayList<>();
    for (KnownCell cell : plain.validation()) {
      double[] looks = looks(random);
      known.add(
          new KnownCell(
              cell.chromosomes().stream()
                  .map(
                      one ->
                          new CellEvidence.Chromosome(
                              one.number(),
                              looking(one.asItLies(), looks),
                              looking(one.turned(), looks)))
                  .toList(),
              cell.types(),
              Optional.of("patient " + known.size())));
    }
    return new AssignerTraining(examples, known, 1, new Cancellation());
  }

  private static double[] looks(SplittableRandom random) {
    return new double[] {0.6 + 0.4 * random.nextDouble(), 0.4 * random.nextDouble()};
  }

  /** Paler, and with less of a difference between the columns. */
  private static Classification looking(Classification of, double[] looks) {
    Straightened image = of.straightened();
    float[] stain = image.toArray();
    for (int i = 1; i < stain.length; i++) {
      stain[i] = (float) (looks[0] * ((1 - looks[1]) * stain[i] + looks[1] * stain[i - 1]));
    }
    return with(of, Straightened.builder(image.length(), image.width(), stain).build());
  }

  @Test
  void oneInAHundredOfNewPatientsIsBelowAHundredthThoughFewPatientsWereLeftToLearnFrom() {
    AssignerTraining few = ofPatients(new KnownCells(6, NOISE), 30, 2);
    TypeMeans typeMeans = TypeMeans.of(few.training());
    ProfileTemplates profiles = ProfileTemplates.of(few.training());
    Typicality learned = Typicality.of(few, typeMeans, profiles).orElseThrow();
    int below = 0;
    int all = 0;
    for (KnownCell cell : ofPatients(new KnownCells(7, NOISE), 1, 120).validation()) {
      for (CellEvidence.Chromosome one : cell.chromosomes()) {
        below += learned.of(one.asItLies(), typeMeans, profiles) < 0.01 ? 1 : 0;
        all++;
      }
    }
    assertThat(below / (double) all).isBetween(0.005, 0.02);
  }

  @Test
  void whatLooksLikeNothingIsUntypical() {
    KnownCells others = new KnownCells(3, NOISE);
    Classification stranger = others.stranger(0).asItLies();
    assertThat(typicality.of(stranger, means, templates)).isLessThan(0.01);
  }

  @Test
  void bandsTurnedInsideOutOrWrongSizesAreUntypical() {
    KnownCells others = new KnownCells(4, NOISE);
    for (ChromosomeType type : ChromosomeType.ALL) {
      Classification real = others.upright(0, type).asItLies();
      Straightened image = real.straightened();
      float[] inverted = image.toArray();
      float most = 0;
      for (float stain : inverted) {
        most = Math.max(most, stain);
      }
      for (int i = 0; i < inverted.length; i++) {
        inverted[i] = most + 0.1f - inverted[i];
      }
      float[] doubled = Arrays.copyOf(image.toArray(), 2 * inverted.length);
      System.arraycopy(image.toArray(), 0, doubled, inverted.length, inverted.length);
      assertThat(
              typicality.of(
                  with(real, Straightened.builder(image.length(), image.width(), inverted).build()),
                  means,
                  templates))
          .isLessThan(0.01);
      assertThat(
              typicality.of(
                  with(
                      real,
                      Straightened.builder(2 * image.length(), image.width(), doubled).build()),
                  means,
                  templates))
          .isLessThan(0.01);
    }
  }

  @Test
  void embeddingsOfAnotherSizeAreRefused() {
    assertThatThrownBy(() -> means.distances(new Embedding(1, 2)))
        .isInstanceOf(KaryoException.class)
        .hasMessageStartingWith("assigner: must be of embeddings of 2 coordinates, found ");
  }

  @Test
  void aModelFileKeepsIt() {
    Typicality restored = Typicality.of(typicality.toArray());
    List<Double> before = ofOthers(typicality);
    List<Double> after = ofOthers(restored);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).isCloseTo(before.get(i), within(0.01));
    }
  }

  @Test
  void refusesDamagedNumbers() {
    float[] numbers = typicality.toArray();
    assertThatThrownBy(() -> Typicality.of(Arrays.copyOf(numbers, 385)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("typicality: must have more than 385 numbers, found 385");
    numbers[numbers.length - 1] = 0;
    assertThatThrownBy(() -> Typicality.of(numbers))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("distances must rise");
  }

  @Test
  void fewChromosomesTellNothing() {
    KnownCell cell = training.validation().get(0);
    assertThat(
            Typicality.of(
                new AssignerTraining(training.training(), List.of(cell), 1, new Cancellation()),
                means,
                templates))
        .isEmpty();
  }

  @Test
  void aLaboratoryThatPaintsDarkerIsNotUntypical() {
    KnownCells others = new KnownCells(5, NOISE);
    List<AssignerTraining.Example> darker = new ArrayList<>();
    for (int cell = 0; cell < 4; cell++) {
      List<ChromosomeType> types = KnownCells.normal(true);
      List<CellEvidence.Chromosome> chromosomes = others.cell(types);
      for (int i = 0; i < types.size(); i++) {
        Classification real = chromosomes.get(i).asItLies();
        Straightened image = real.straightened();
        float[] stain = image.toArray();
        for (int p = 0; p < stain.length; p++) {
          stain[p] *= 0.7f;
        }
        darker.add(
            new AssignerTraining.Example(
                with(real, Straightened.builder(image.length(), image.width(), stain).build()),
                types.get(i),
                Optional.empty()));
      }
    }
    Typicality moved = typicality.movedTo(darker.subList(0, darker.size() / 2));
    List<AssignerTraining.Example> rest = darker.subList(darker.size() / 2, darker.size());
    assertThat(share(typicality, rest)).isGreaterThan(0.9);
    assertThat(share(moved, rest)).isLessThan(0.2);
  }

  /** Of how many the typicality is below a tenth. */
  private double share(Typicality of, List<AssignerTraining.Example> examples) {
    return examples.stream()
            .filter(example -> of.of(example.chromosome(), means, templates) < 0.1)
            .count()
        / (double) examples.size();
  }
}
