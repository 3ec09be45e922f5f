package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Adjustment;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cells of bars whose length is their type; most look alike unless they are adjusted. */
class AdjustedCellTest {

  private static final int CHROMOSOMES = 24;
  private static final Adjustment FITTING = new Adjustment(0.75, -0.6, 0);

  private final List<Adjustment> tried = new ArrayList<>();

  private static ChromosomeType type(int number) {
    return ChromosomeType.ALL.get(number / 2);
  }

  private static List<ChromosomeReader.Seen> cell(int chromosomes) {
    return IntStream.range(0, chromosomes)
        .mapToObj(
            i -> {
              float[] stain = new float[3 * (10 + i / 2)];
              Arrays.fill(stain, 0.5f);
              return new ChromosomeReader.Seen(
                  Straightened.builder(10 + i / 2, 3, stain).build(), Optional.of(Polarity.P_UP));
            })
        .toList();
  }

  /** The lengths; half of them need the gamma or the blur of an adjustment to be seen. */
  private TrainedEncoder encoder(Adjustment fitting) {
    return chromosomes -> {
      tried.add(chromosomes.get(0).adjustment());
      List<Embedding> embeddings = new ArrayList<>();
      for (PreparedChromosome one : chromosomes) {
        boolean seen =
            switch (embeddings.size() % 4) {
              case 1 -> one.adjustment().gamma() == fitting.gamma();
              case 3 -> one.adjustment().blur() == fitting.blur();
              default -> true;
            };
        embeddings.add(new Embedding(seen ? one.straightened().length() - 10 : 23, 0));
      }
      return embeddings;
    };
  }

  private static final TrainedClassifier CLASSIFIER =
      embeddings ->
          embeddings.stream()
              .map(
                  embedding -> {
                    float[] probabilities = new float[ChromosomeType.ALL.size()];
                    probabilities[(int) embedding.get(0)] = 1;
                    return new TypeProbabilities(probabilities);
                  })
              .toList();

  /** Knows that there are two of each type. */
  private static final TrainedAssigner ASSIGNER =
      cell ->
          new Assignment(
              cell.chromosomes().stream().map(AdjustedCellTest::placed).toList(),
              1,
              Iscn.of(new int[ChromosomeType.ALL.size()], 0),
              false);

  private static Placement placed(CellEvidence.Chromosome one) {
    return new Placement(
        one.number(),
        Designation.of(type(one.number())),
        0.9,
        1,
        List.of(),
        Polarity.P_UP,
        1,
        false,
        false);
  }

  private AdjustedCell read(Adjustment fitting, int chromosomes, boolean assigns) {
    return read(fitting, chromosomes, assigns, true);
  }

  private AdjustedCell read(Adjustment fitting, int chromosomes, boolean assigns, boolean adjusts) {
    tried.clear();
    ChromosomeReader reader =
        new ChromosomeReader(
            new FakeParts.SizeEncoder(),
            new FakeParts.NearestClassifier(),
            encoder(fitting),
            CLASSIFIER,
            assigns ? ASSIGNER : null,
            adjusts);
    return AdjustedCell.of(cell(chromosomes), reader, reader::classifyBothWays);
  }

  @Test
  void theAdjustmentCountsWithWhichMostTypesAgreeWithTheCell() {
    AdjustedCell read = read(FITTING, CHROMOSOMES, true);
    assertThat(read.setup().adjustment()).isEqualTo(FITTING);
    assertThat(read.evidence())
        .allSatisfy(one -> assertThat(one.asItLies().type()).isEqualTo(type(one.number())));
    assertThat(tried).as("two rounds, till all agree").hasSizeBetween(8, 12);
    assertThat(tried).doesNotHaveDuplicates();
  }

  @Test
  void aCellThatAgreesIsReadOnce() {
    AdjustedCell read = read(Adjustment.NONE, CHROMOSOMES, true);
    assertThat(read.setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(tried).containsExactly(Adjustment.NONE);
  }

  @Test
  void whereNoAdjustmentHelpsPicturesStayAsTheyAre() {
    AdjustedCell read = read(new Adjustment(9, 1, 0), CHROMOSOMES, true);
    assertThat(read.setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(tried).as("one round").hasSize(7);
  }

  @Test
  void fewChromosomesAndModelsWithoutAnAssignerShowNoAgreement() {
    assertThat(read(FITTING, 18, true).setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(read(FITTING, CHROMOSOMES, false).setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(tried).isEqualTo(Collections.nCopies(1, Adjustment.NONE));
  }

  @Test
  void modelsOfEarlierVersionsReadCellsAsTheyDid() {
    assertThat(read(FITTING, CHROMOSOMES, true, false).setup().adjustment())
        .isEqualTo(Adjustment.NONE);
  }
}
