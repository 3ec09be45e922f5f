package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Placement;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.model.Settings;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Assignment;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cells of twelve long and twelve short bars, which another laboratory photographs smaller. */
class UnlabelledAdaptationTest {

  private static final int PAIRS = 12;

  /** What is at least so wide is a nucleus. */
  private static final int BLOB = 30;

  private static final ChromosomeType LONG = ChromosomeType.C1;
  private static final ChromosomeType SHORT = ChromosomeType.C21;

  /**
   * Knows that half of the chromosomes of a cell are long.
   *
   * @param sure the probability of each designation of what is no blob
   */
  private record Halves(float sure) implements KaryotypeAssigner {

    @Override
    public TrainedAssigner train(AssignerTraining training) {
      return new TrainedAssigner() {
        @Override
        public Assignment assign(CellEvidence cell) {
          List<Integer> shortest =
              cell.chromosomes().stream()
                  .sorted(Comparator.comparingInt(one -> one.asItLies().straightened().length()))
                  .map(CellEvidence.Chromosome::number)
                  .toList();
          List<Placement> placements =
              cell.chromosomes().stream()
                  .map(
                      one ->
                          place(
                              one,
                              shortest.indexOf(one.number()) < shortest.size() / 2 ? SHORT : LONG))
                  .toList();
          return new Assignment(
              placements, 1, Iscn.of(new int[ChromosomeType.ALL.size()], 0), false);
        }

        @Override
        public TrainedAssigner adapt(AssignerTraining adaptation) {
          return this;
        }
      };
    }

    private Placement place(CellEvidence.Chromosome one, ChromosomeType type) {
      float probability = one.asItLies().straightened().width() < BLOB ? sure : 0.5f;
      return new Placement(
          one.number(),
          Designation.of(type),
          probability,
          1,
          List.of(),
          Polarity.P_UP,
          1,
          false,
          false);
    }

    @Override
    public String id() {
      return "test-halves";
    }

    @Override
    public Settings settings() {
      return Settings.EMPTY;
    }
  }

  private static ChromosomeImage bar(int length) {
    int width = 9;
    byte[] grey = new byte[width * length];
    Arrays.fill(grey, (byte) 255);
    for (int y = 2; y < length - 2; y++) {
      Arrays.fill(grey, y * width + 3, y * width + 6, (byte) 80);
    }
    return ChromosomeImage.of(length, width, grey).withSource("bar " + length);
  }

  /** Draws a cell, the long ones first. */
  private static Cell cell(int seed, double scale) {
    Random random = new Random(seed);
    return new Cell(
        "cell",
        IntStream.range(0, 2 * PAIRS)
            .mapToObj(i -> bar((int) (scale * ((i < PAIRS ? 90 : 40) + random.nextInt(9)))))
            .toList());
  }

  private static List<Cell> cells(int count, double scale) {
    return IntStream.range(0, count).mapToObj(i -> cell(100 + i, scale)).toList();
  }

  /** Draws a cell whose pictures show nuclei. */
  private static Cell nuclei(int seed) {
    Random random = new Random(seed);
    return new Cell(
        "nuclei",
        IntStream.range(0, 2 * PAIRS)
            .mapToObj(i -> nucleus(BLOB / 2.0 + 15 * random.nextDouble()))
            .toList());
  }

  private static ChromosomeImage nucleus(double radius) {
    int side = (int) Math.ceil(2 * radius);
    byte[] grey = new byte[side * side];
    for (int i = 0; i < grey.length; i++) {
      int row = i / side;
      double distance = Math.hypot(i % side - side / 2.0, row - side / 2.0);
      grey[i] = (byte) (distance < radius ? 120 : 255);
    }
    return ChromosomeImage.of(side, side, grey);
  }

  private static Karyotyper model(float sure) throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<ChromosomeImage> images = cell(i, 1).chromosomes();
      for (int j = 0; j < images.size(); j++) {
        items.add(
            LabelledChromosome.of(images.get(j), j < PAIRS ? LONG : SHORT).withCell("cell " + i));
      }
    }
    return Karyotyper.builder()
        .straightener(FakeParts.straightener())
        .pairSampler(FakeParts.sampler())
        .encoder(new FakeParts.SizeEncoder(true))
        .classifier(new FakeParts.NearestClassifier())
        .assigner(new Halves(sure))
        .train(ChromosomeDataset.of(items));
  }

  /** The share of single classifications that are correct. */
  private static double accuracy(Karyotyper karyotyper, double scale) {
    List<Classification> answers = karyotyper.classify(cell(999, scale));
    return IntStream.range(0, answers.size())
        .filter(i -> answers.get(i).type() == (i < PAIRS ? LONG : SHORT))
        .mapToDouble(i -> 1.0 / answers.size())
        .sum();
  }

  @Test
  void itLearnsAnotherLaboratoryFromWholeCells() throws IOException {
    try (Karyotyper model = model(0.95f)) {
      assertThat(accuracy(model, 0.4)).isLessThan(0.8);
      try (Karyotyper adapted = model.adapt().withoutLabels().train(cells(5, 0.4))) {
        assertThat(accuracy(adapted, 0.4)).isGreaterThan(0.99);
        assertThat(adapted.report().trainingCells()).isEqualTo(5);
        assertThat(adapted.report().trainingImages()).isEqualTo(5 * 2 * PAIRS);
      }
      assertThat(accuracy(model, 0.4)).as("the model itself").isLessThan(0.8);
    }
  }

  @Test
  void aMixtureOfLaboratoriesMakesNothingWorse() throws IOException {
    List<Cell> mixed = new ArrayList<>(cells(5, 0.4));
    mixed.addAll(cells(5, 1));
    try (Karyotyper model = model(0.95f);
        Karyotyper adapted = model.adapt().withoutLabels().train(mixed)) {
      for (double scale : new double[] {0.4, 1}) {
        assertThat(accuracy(adapted, scale)).isGreaterThanOrEqualTo(accuracy(model, scale));
      }
    }
  }

  /** Remembers what is left out. */
  private static final class LeftOut implements TrainingListener {

    private final List<String> names = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    @Override
    public void onSkipped(Skipped one) {
      names.add(one.image());
      reasons.add(String.valueOf(one.cause().getMessage()));
    }
  }

  @Test
  void cellsOfNucleiAreLeftOutAndSpoilNothing() throws IOException {
    for (int good : new int[] {20, 3}) {
      List<Cell> cells = new ArrayList<>(cells(good, 0.4));
      cells.add(1, nuclei(1));
      cells.add(3, nuclei(2));
      LeftOut leftOut = new LeftOut();
      try (Karyotyper model = model(0.95f);
          Karyotyper adapted = model.adapt().listener(leftOut).withoutLabels().train(cells)) {
        assertThat(accuracy(adapted, 0.4)).isGreaterThan(0.99);
        assertThat(adapted.report().trainingCells()).isEqualTo(good);
      }
      assertThat(leftOut.reasons)
          .containsExactlyInAnyOrder(
              "cell 2 'nuclei': the model is sure of 0 of 24 chromosomes",
              "cell 4 'nuclei': the model is sure of 0 of 24 chromosomes");
    }
  }

  private static void assertRefused(Karyotyper model, List<Cell> cells, String reason) {
    assertThatExceptionOfType(AdaptationRefusedException.class)
        .isThrownBy(() -> model.adapt().withoutLabels().train(cells))
        .withMessageContaining(reason);
  }

  @Test
  void whatShowsTooLittleIsRefusedWithTheReason() throws IOException {
    String few = "cells: must be at least 3 different ones of 20 chromosomes or more, found ";
    try (Karyotyper model = model(0.95f)) {
      assertRefused(model, List.of(), few + "0 among 0");
      assertRefused(model, cells(1, 0.4), few + "1 among 1");
      assertRefused(model, Collections.nCopies(1000, cell(1, 0.4)), few + "1 among 1000");
      List<Cell> parts =
          cells(5, 0.4).stream()
              .map(cell -> new Cell("part", cell.chromosomes().subList(3, 22)))
              .toList();
      assertRefused(model, parts, few + "0 among 5");
      assertRefused(model, cells(5, 1), "cells: learning from them must help, but of 24");
    }
    try (Karyotyper unsure = model(0.85f)) {
      assertRefused(
          unsure,
          cells(5, 0.4),
          "cells: the model must be sure of at least 5.0 % of the chromosomes of at least 3 cells,"
              + " found 0 of 5 such cells; they may be of a stain");
    }
  }

  @Test
  void twoGoodCellsAmongOthersAreTooFew() throws IOException {
    List<Cell> cells = new ArrayList<>(cells(2, 0.4));
    cells.add(nuclei(1));
    try (Karyotyper model = model(0.95f)) {
      assertRefused(model, cells, "of at least 3 cells, found 2 of 3 such cells");
    }
  }

  @Test
  void cellsOfWhichTheModelIsUnsureAreNamed() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<ChromosomeImage> images = new ArrayList<>(cell(i, 0.4).chromosomes());
      if (i % 4 != 0) {
        images.subList(4, images.size()).clear();
        images.addAll(nuclei(i).chromosomes());
      }
      cells.add(new Cell("slide", images));
    }
    try (Karyotyper model = model(0.95f)) {
      assertRefused(
          model,
          cells,
          "found 80 of 272 (too few in cell 10 'slide', cell 11 'slide',"
              + " cell 12 'slide', cell 2 'slide', cell 3 'slide' and 3 others); ");
    }
  }

  @Test
  void anImageWithoutAChromosomeIsAnErrorOrLeftOut() throws IOException {
    ChromosomeImage empty = ChromosomeImage.of(9, 9, new byte[81]).withSource("empty.png");
    List<Cell> cells = new ArrayList<>(cells(5, 0.4));
    List<ChromosomeImage> images = new ArrayList<>(cells.get(0).chromosomes());
    images.add(3, empty);
    cells.set(0, new Cell("cell", images));
    try (Karyotyper model = model(0.95f)) {
      assertThatExceptionOfType(NoChromosomeException.class)
          .isThrownBy(() -> model.adapt().withoutLabels().train(cells))
          .withMessageContaining("empty.png: ");
      LeftOut leftOut = new LeftOut();
      try (Karyotyper adapted =
          model.adapt().strict(false).listener(leftOut).withoutLabels().train(cells)) {
        assertThat(accuracy(adapted, 0.4)).isGreaterThan(0.99);
      }
      assertThat(leftOut.names).containsExactly("empty.png");
    }
  }

  @Test
  void itCanBeCancelled() throws IOException {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    try (Karyotyper model = model(0.95f)) {
      assertThatExceptionOfType(CancellationException.class)
          .isThrownBy(
              () -> model.adapt().cancellation(cancellation).withoutLabels().train(cells(5, 0.4)));
    }
  }
}
