package io.karyo.gband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.karyo.AdaptationRefusedException;
import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import io.karyo.synthetic.ForeignImages;
import io.karyo.synthetic.ForeignImages.Kind;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapting the model without labels to what it should not learn, or not only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnsuitableCellsTest {

  private static final int CHROMOSOMES = 46;
  private static final int CELLS = 4;

  /** The cells that accuracy is measured on, which are not learned from. */
  private static final int FIRST_HELD_OUT = 100;

  private static final int HELD_OUT = 2;

  /** Bands are shuffled in pieces of so many px. */
  private static final int PIECE = 6;

  /** The scale and the stain of the second laboratory, relative to the first. */
  private static final double SCALE = 0.8;

  private static final double PALENESS = 0.6;

  private static final SyntheticCells USUAL =
      SyntheticCells.builder().variation(0.5).bend(0, 0).rotation(0).build();

  private static final SyntheticCells ACROCENTRIC =
      SyntheticCells.builder()
          .karyotype(
              Collections.nCopies(8, List.of("13", "14", "15", "21", "22")).stream()
                  .flatMap(List::stream)
                  .map(ChromosomeType::of)
                  .toList())
          .build();

  /** Half of a cell, which is learned in a quarter of the time. */
  private static SyntheticCells.Builder half() {
    return SyntheticCells.builder().karyotype(SyntheticCells.FEMALE.subList(0, 24));
  }

  private final Karyotyper model;

  UnsuitableCellsTest() throws IOException {
    model = GBandModel.load();
  }

  @AfterAll
  void close() {
    model.close();
  }

  /** What is no metaphase of a human with G-bands, and draws a cell of it by its number. */
  static Stream<Arguments> unsuitable() {
    return Stream.of(
        drawn("nuclei", i -> pictures(i, Kind.NUCLEUS)),
        drawn("noise", i -> pictures(i, Kind.NOISE)),
        drawn("nuclei and noise", i -> pictures(i, Kind.NUCLEUS, Kind.NOISE)),
        drawn("reversed bands", i -> changed(USUAL.cell(i), UnsuitableCellsTest::reversed)),
        drawn("shuffled bands", i -> changed(USUAL.cell(i), UnsuitableCellsTest::shuffled)),
        drawn("acrocentric chromosomes only", i -> ACROCENTRIC.cell(i).toCell()));
  }

  private static Arguments drawn(String name, IntFunction<Cell> drawing) {
    return Arguments.of(name, IntStream.range(0, CELLS).mapToObj(drawing).toList());
  }

  private static Cell pictures(int seed, Kind... kinds) {
    ForeignImages foreign = new ForeignImages(USUAL.cell(seed).toCell().chromosomes(), seed);
    return new Cell(
        "pictures",
        IntStream.range(0, CHROMOSOMES)
            .mapToObj(i -> foreign.next(kinds[i % kinds.length]))
            .toList());
  }

  private static Cell changed(
      SyntheticCell cell, Function<SyntheticChromosome, ChromosomeImage> change) {
    return new Cell(cell.id(), cell.chromosomes().stream().map(change).toList());
  }

  private static ChromosomeImage reversed(SyntheticChromosome drawn) {
    return new ForeignImages(List.of(drawn.image()), 1).next(Kind.INVERTED);
  }

  /** Changes the order of the bands, in the same way for all chromosomes of a type. */
  private static ChromosomeImage shuffled(SyntheticChromosome drawn) {
    ChromosomeImage image = drawn.image();
    List<Integer> pieces =
        new ArrayList<>(IntStream.range(0, image.height() / PIECE).boxed().toList());
    // The ends stay where they are, and what does not fill a piece.
    Collections.shuffle(pieces.subList(1, pieces.size() - 1), new Random(drawn.type().ordinal()));
    byte[] stain = image.stainLevels();
    byte[] grey = new byte[stain.length];
    for (int i = 0; i < grey.length; i++) {
      int row = i / image.width();
      int piece = row / PIECE;
      int from = piece < pieces.size() ? pieces.get(piece) * PIECE + row % PIECE : row;
      grey[i] = (byte) (255 - (stain[from * image.width() + i % image.width()] & 0xff));
    }
    return ChromosomeImage.of(image.height(), image.width(), grey);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsuitable")
  void whatTheModelCannotReadIsNotLearned(String name, List<Cell> cells) {
    assertThatExceptionOfType(AdaptationRefusedException.class)
        .as(name)
        .isThrownBy(() -> model.adapt().strict(false).withoutLabels().train(cells))
        .withMessageStartingWith("cells: the model must be sure of at least ")
        .withMessageContaining("of a stain or a species that it does not know");
  }

  @Test
  void oneCellAndItsCopiesAreTooFew() {
    Cell cell = USUAL.cell(0).toCell();
    for (int copies : new int[] {1, 1000}) {
      assertThatExceptionOfType(AdaptationRefusedException.class)
          .isThrownBy(() -> model.adapt().withoutLabels().train(Collections.nCopies(copies, cell)))
          .withMessage(
              "cells: must be at least 3 different ones of 20 chromosomes or more, found 1 among "
                  + copies);
    }
  }

  /** Photographs a chromosome at a smaller scale, and paler. */
  private static ChromosomeImage small(SyntheticChromosome drawn) {
    ChromosomeImage image = drawn.image();
    int height = (int) (SCALE * image.height());
    int width = (int) (SCALE * image.width());
    byte[] stain = image.stainLevels();
    byte[] grey = new byte[height * width];
    for (int i = 0; i < grey.length; i++) {
      int row = (int) (i / (width * SCALE));
      int column = (int) (i % width / SCALE);
      grey[i] = (byte) (255 - PALENESS * (stain[row * image.width() + column] & 0xff));
    }
    return ChromosomeImage.of(height, width, grey);
  }

  private static List<SyntheticCell> drawn(SyntheticCells cells, int first, int count) {
    return IntStream.range(first, first + count).mapToObj(cells::cell).toList();
  }

  /** The share of chromosomes of held-out cells whose types are right, alone and in the cell. */
  private static double[] accuracy(
      Karyotyper karyotyper,
      SyntheticCells cells,
      Function<SyntheticChromosome, ChromosomeImage> look) {
    double[] right = new double[2];
    int all = 0;
    for (SyntheticCell cell : drawn(cells, FIRST_HELD_OUT, HELD_OUT)) {
      Karyotype karyotype = karyotyper.karyotype(changed(cell, look));
      for (int i = 0; i < cell.chromosomes().size(); i++) {
        ChromosomeType type = cell.chromosomes().get(i).type();
        Optional<ChromosomeType> designated = karyotype.placement(i).designation().type();
        right[0] += karyotype.classification(i).type() == type ? 1 : 0;
        right[1] += designated.equals(Optional.of(type)) ? 1 : 0;
        all++;
      }
    }
    return new double[] {right[0] / all, right[1] / all};
  }

  private static void assertNotWorse(double[] after, double[] before) {
    assertThat(after[0]).as("single").isGreaterThanOrEqualTo(before[0]);
    assertThat(after[1]).as("in the cell").isGreaterThanOrEqualTo(before[1]);
  }

  @Test
  void aMixtureOfTwoLaboratoriesMakesTheModelWorseInNeither() throws IOException {
    SyntheticCells sharp = half().build();
    SyntheticCells blurred = half().blur(1.5).build();
    List<Cell> mixed = new ArrayList<>();
    drawn(sharp, 0, 2).forEach(cell -> mixed.add(cell.toCell()));
    drawn(blurred, 2, 2).forEach(cell -> mixed.add(changed(cell, UnsuitableCellsTest::small)));
    try (Karyotyper adapted = model.adapt().withoutLabels().train(mixed)) {
      assertNotWorse(
          accuracy(adapted, sharp, SyntheticChromosome::image),
          accuracy(model, sharp, SyntheticChromosome::image));
      assertNotWorse(
          accuracy(adapted, blurred, UnsuitableCellsTest::small),
          accuracy(model, blurred, UnsuitableCellsTest::small));
    }
  }

  @Test
  void aCellOfNucleiAmongOthersSpoilsNothing() throws IOException {
    SyntheticCells good = half().build();
    List<Cell> cells = new ArrayList<>(List.of(pictures(0, Kind.NUCLEUS)));
    drawn(good, 0, 4).forEach(cell -> cells.add(cell.toCell()));
    double[] before = accuracy(model, good, SyntheticChromosome::image);
    try (Karyotyper adapted = model.adapt().strict(false).withoutLabels().train(cells)) {
      double[] after = accuracy(adapted, good, SyntheticChromosome::image);
      assertNotWorse(after, before);
      assertThat(after[0]).isGreaterThan(before[0]);
      assertThat(adapted.report().trainingCells()).isEqualTo(4);
    }
  }
}
