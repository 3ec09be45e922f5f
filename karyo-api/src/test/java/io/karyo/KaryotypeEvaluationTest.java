package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.metrics.KaryotypeEvaluation;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against figures counted by hand. */
class KaryotypeEvaluationTest {

  private static final ChromosomeType ONE = ChromosomeType.C1;
  private static final ChromosomeType TWO = ChromosomeType.C2;

  /** A cell whose chromosomes are designated as said; those from a place on are for review. */
  private static Karyotype karyotype(int reviewFrom, ChromosomeType... types) {
    float[] probabilities = new float[24];
    probabilities[0] = 1;
    Classification any =
        new Classification(
            new TypeProbabilities(probabilities),
            new Embedding(1),
            Straightened.builder(1, 1, new float[] {1}).build());
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>();
    List<ChromosomeImage> images = new ArrayList<>();
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      chromosomes.add(new CellEvidence.Chromosome(i, any, any));
      images.add(ChromosomeImage.of(1, 1, new byte[] {0}));
      placements.add(
          new Placement(
              i,
              Designation.of(types[i]),
              1,
              10 - i,
              List.of(),
              Polarity.P_UP,
              1,
              false,
              i >= reviewFrom));
    }
    return Karyotype.of(
        new Cell("cell", images),
        null,
        new CellEvidence(chromosomes, 0.9),
        cell -> new Assignment(placements, 1, Iscn.of(new int[24], 0), false),
        Optional.empty(),
        (embedding, count) -> List.of());
  }

  @Test
  void figuresAreThoseCountedByHand() {
    // Right; two exchanged, the second marked; one wrong, all marked.
    KaryotypeEvaluation evaluation =
        KaryotypeEvaluation.of(
            List.of(karyotype(9, ONE, TWO), karyotype(1, TWO, ONE), karyotype(0, ONE)),
            List.of(List.of(ONE, TWO), List.of(ONE, TWO), List.of(TWO)));
    assertThat(evaluation.cells()).isEqualTo(3);
    assertThat(evaluation.chromosomes()).isEqualTo(5);
    assertThat(evaluation.assignedAccuracy()).isEqualTo(2 / 5.0);
    assertThat(evaluation.perfectCells()).isEqualTo(1 / 3.0);
    assertThat(evaluation.exactKaryotypes()).isEqualTo(2 / 3.0);
    assertThat(evaluation.reviewShare()).isEqualTo(1 - 3 / 5.0);
    assertThat(evaluation.accuracyOfKept()).isEqualTo(2 / 3.0);
    // All have a probability of 1.
    assertThat(evaluation.calibrationError()).isEqualTo(3 / 5.0);
    assertThat(evaluation.cellReviewShare()).isEqualTo(1 - 1 / 3.0);
    assertThat(evaluation.exactOfKept()).isEqualTo(1);
    assertThat(evaluation.perfectOfKept()).isEqualTo(1);
    assertThat(evaluation.reviewNeeded()).isEqualTo(1);
  }

  @Test
  void cellsWithoutAMarkAreKeptWhateverIsWrongWithThem() {
    KaryotypeEvaluation evaluation =
        KaryotypeEvaluation.of(
            List.of(karyotype(9, ONE, TWO), karyotype(9, TWO, ONE), karyotype(9, ONE, ONE)),
            List.of(List.of(ONE, TWO), List.of(ONE, TWO), List.of(ONE, TWO)));
    assertThat(evaluation.cellReviewShare()).isZero();
    assertThat(evaluation.exactOfKept()).isEqualTo(2 / 3.0);
    assertThat(evaluation.perfectOfKept()).isEqualTo(1 / 3.0);
  }

  @Test
  void thoseOfTheLeastMarginAreMarkedUntilTheOthersAreRight() {
    KaryotypeEvaluation evaluation =
        KaryotypeEvaluation.of(
            List.of(karyotype(9, ONE, TWO), karyotype(9, ONE, ONE)),
            List.of(List.of(ONE, TWO), List.of(ONE, TWO)));
    // The wrong one is as sure as a right one: both are marked.
    assertThat(evaluation.reviewNeeded()).isEqualTo(1 / 2.0);
    assertThat(
            KaryotypeEvaluation.of(List.of(karyotype(9, ONE, TWO)), List.of(List.of(ONE, TWO)))
                .reviewNeeded())
        .isZero();
  }

  @Test
  void whereAllIsMarkedNothingKeptIsWrong() {
    KaryotypeEvaluation evaluation =
        KaryotypeEvaluation.of(List.of(karyotype(0, ONE)), List.of(List.of(TWO)));
    assertThat(evaluation.accuracyOfKept()).isEqualTo(1);
    assertThat(evaluation.reviewShare()).isEqualTo(1);
    assertThat(evaluation.cellReviewShare()).isEqualTo(1);
    assertThat(evaluation.perfectOfKept()).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> KaryotypeEvaluation.of(List.of(karyotype(0, ONE)), List.of()))
        .hasMessage("truth: must be of 1 cells, found 0");
    assertThatThrownBy(
            () -> KaryotypeEvaluation.of(List.of(karyotype(0, ONE)), List.of(List.of(ONE, TWO))))
        .hasMessage("truth: must have 1 types in cell 'cell', found 2");
    assertThatThrownBy(() -> KaryotypeEvaluation.of(List.of(), List.of()))
        .hasMessage("karyotypes: must have a chromosome, found none");
  }
}
