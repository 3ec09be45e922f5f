package io.karyo.metrics;

import static io.karyo.chromosome.ChromosomeType.C1;
import static io.karyo.chromosome.ChromosomeType.C2;
import static io.karyo.chromosome.ChromosomeType.C3;
import static io.karyo.chromosome.ChromosomeType.X;
import static io.karyo.metrics.Answers.prediction;
import static io.karyo.metrics.Answers.probabilities;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.metrics.Evaluation.Confusion;
import io.karyo.metrics.Evaluation.ReliabilityBin;
import io.karyo.metrics.Evaluation.TypeScores;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  private static final Offset<Double> EXACT = within(1e-12);
  private static final Offset<Double> FLOAT = within(1e-6);

  /**
   * Four of type 1 (three right, one taken for 2), two of 2 (one right, one for X), one of 3 (for
   * 1).
   */
  private static Evaluation sevenImages() {
    return Evaluation.ofTypes(
        List.of(C1, C1, C1, C1, C2, C2, C3), List.of(C1, C1, C1, C2, C2, X, C1));
  }

  @Test
  void scoresAreThoseReckonedByHand() {
    Evaluation evaluation = sevenImages();

    assertThat(evaluation.images()).isEqualTo(7);
    assertThat(evaluation.correct()).isEqualTo(4);
    assertThat(evaluation.accuracy()).isCloseTo(4 / 7.0, EXACT);

    TypeScores one = evaluation.ofType(C1);
    assertThat(one).isEqualTo(new TypeScores(4, 4, 3));
    assertThat(one.precision()).isCloseTo(0.75, EXACT);
    assertThat(one.recall()).isCloseTo(0.75, EXACT);
    assertThat(one.f1()).isCloseTo(0.75, EXACT);

    TypeScores two = evaluation.ofType(C2);
    assertThat(two).isEqualTo(new TypeScores(2, 2, 1));
    assertThat(two.f1()).isCloseTo(0.5, EXACT);

    // X is predicted but never true, so it does not count; 3 is true but never predicted: 0.
    assertThat(evaluation.macroF1()).isCloseTo((0.75 + 0.5 + 0) / 3, EXACT);
    assertThat(evaluation).hasToString("Evaluation[7 images, accuracy 0.5714, macro F1 0.4167]");
  }

  @Test
  void precisionAndRecallMakeF1() {
    TypeScores scores = new TypeScores(5, 8, 4);
    double precision = 0.5;
    double recall = 0.8;

    assertThat(scores.precision()).isCloseTo(precision, EXACT);
    assertThat(scores.recall()).isCloseTo(recall, EXACT);
    assertThat(scores.f1()).isCloseTo(2 * precision * recall / (precision + recall), EXACT);
  }

  @Test
  void aTypeNeverPredictedOrNeverTrueScoresNothing() {
    Evaluation evaluation = sevenImages();

    assertThat(evaluation.ofType(C3)).isEqualTo(new TypeScores(1, 0, 0));
    assertThat(evaluation.ofType(C3).precision()).isZero();
    assertThat(evaluation.ofType(C3).f1()).isZero();
    assertThat(evaluation.ofType(X)).isEqualTo(new TypeScores(0, 1, 0));
    assertThat(evaluation.ofType(X).recall()).isZero();
    TypeScores absent = evaluation.ofType(ChromosomeType.Y);
    assertThat(absent).isEqualTo(new TypeScores(0, 0, 0));
    assertThat(absent.precision() + absent.recall() + absent.f1()).isZero();
    assertThat(evaluation.byType()).hasSize(24).containsEntry(C3, new TypeScores(1, 0, 0));
  }

  @Test
  void theConfusionMatrixCountsTrueTypesInRows() {
    Evaluation evaluation = sevenImages();

    assertThat(evaluation.confusion(C1, C2)).isEqualTo(1);
    assertThat(evaluation.confusion(C2, C1)).isZero();
    assertThat(evaluation.confusion(C3, C1)).isEqualTo(1);
    int[][] matrix = evaluation.confusionMatrix();
    assertThat(matrix[C2.ordinal()][X.ordinal()]).isEqualTo(1);
    int sum = 0;
    for (int[] row : matrix) {
      for (int count : row) {
        sum += count;
      }
    }
    assertThat(sum).isEqualTo(7);
    matrix[0][0] = 99;
    assertThat(evaluation.confusion(C1, C1)).isEqualTo(3);
  }

  @Test
  void confusionsComeWithTheMostFrequentFirst() {
    Evaluation evaluation = Evaluation.ofTypes(List.of(C1, C2, C2, C3), List.of(C2, C3, C3, C3));

    assertThat(evaluation.confusions())
        .containsExactly(new Confusion(C2, C3, 2), new Confusion(C1, C2, 1));
  }

  @Test
  void oneTypeAloneMayBeAllRightOrAllWrong() {
    Evaluation right = Evaluation.ofTypes(List.of(C1, C1), List.of(C1, C1));
    assertThat(right.accuracy()).isEqualTo(1);
    assertThat(right.macroF1()).isEqualTo(1);
    assertThat(right.confusions()).isEmpty();

    Evaluation wrong = Evaluation.ofTypes(List.of(C1, C1), List.of(C2, X));
    assertThat(wrong.accuracy()).isZero();
    assertThat(wrong.macroF1()).isZero();
  }

  @Test
  void topAccuracyRanksTheTrueType() {
    float[] values = new float[24];
    values[C1.ordinal()] = 0.5f;
    values[C2.ordinal()] = 0.3f;
    values[C3.ordinal()] = 0.2f;
    TypeProbabilities ranked = new TypeProbabilities(values);
    Evaluation evaluation =
        Evaluation.ofProbabilities(List.of(C1, C2, C3, X), List.of(ranked, ranked, ranked, ranked));

    assertThat(evaluation.topAccuracy(1)).isEqualTo(0.25).isEqualTo(evaluation.accuracy());
    assertThat(evaluation.topAccuracy(2)).isEqualTo(0.5);
    assertThat(evaluation.topAccuracy(3)).isEqualTo(0.75);
    // Of the 21 types of probability 0, X is the 20th: 3 + 20 places are needed.
    assertThat(evaluation.topAccuracy(22)).isEqualTo(0.75);
    assertThat(evaluation.topAccuracy(23)).isEqualTo(1);
    assertThat(evaluation.topAccuracy(24)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluation.topAccuracy(0))
        .withMessage("count: must be 1 to 24, found 0");
    assertThatIllegalArgumentException().isThrownBy(() -> evaluation.topAccuracy(25));
  }

  @Test
  void theCalibrationErrorIsTheOneReckonedByHand() {
    // Bin (12/15, 13/15]: 0.82 and 0.86, one of two right: |0.5 - 0.84| = 0.34, weight 2/4.
    // Bin (8/15, 9/15]: 0.55, right: |1 - 0.55| = 0.45, weight 1/4.
    // Bin (14/15, 1]: 1.0, right: 0, weight 1/4.
    Evaluation evaluation =
        Evaluation.ofProbabilities(
            List.of(C1, C2, C3, X),
            List.of(
                probabilities(C1, 0.82, C2),
                probabilities(C1, 0.86, C2),
                probabilities(C3, 0.55, C1),
                probabilities(X, 1, C1)));

    assertThat(evaluation.calibrationError()).isCloseTo(0.34 / 2 + 0.45 / 4, FLOAT);
  }

  @Test
  void errorsOfOneBinCancelAndThoseOfTwoDoNot() {
    TypeProbabilities half = probabilities(C1, 0.51, C2);
    assertThat(Evaluation.ofProbabilities(List.of(C1, C2), List.of(half, half)).calibrationError())
        .isCloseTo(0.01, FLOAT);

    assertThat(
            Evaluation.ofProbabilities(List.of(C2, C1), List.of(half, probabilities(C1, 0.61, C2)))
                .calibrationError())
        .isCloseTo((0.51 + 0.39) / 2, FLOAT);
  }

  @Test
  void aProbabilityOnTheEdgeOfTwoBinsBelongsToTheLower() {
    // 0.6 is 9/15: with 0.59 in one bin, |0.5 - 0.595|; alone in the next, (0.4 + 0.59) / 2.
    Evaluation evaluation =
        Evaluation.ofProbabilities(
            List.of(C1, C2), List.of(probabilities(C1, 0.6, C2), probabilities(C1, 0.59, C2)));
    assertThat(evaluation.calibrationError()).isCloseTo(0.095, FLOAT);
  }

  @Test
  void typesDrawnByTheirProbabilitiesAreCalibrated() {
    SplittableRandom random = new SplittableRandom(5);
    List<ChromosomeType> truth = new ArrayList<>();
    List<TypeProbabilities> found = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double probability = 0.5 + random.nextDouble() / 2;
      found.add(probabilities(C1, probability, C2));
      truth.add(random.nextDouble() < probability ? C1 : C2);
    }
    assertThat(Evaluation.ofProbabilities(truth, found).calibrationError()).isLessThan(0.02);
  }

  @Test
  void theReliabilityDiagramShowsWhatTheCalibrationErrorIsMadeOf() {
    List<ReliabilityBin> bins =
        Evaluation.ofProbabilities(
                List.of(C1, C2, C3, X),
                List.of(
                    probabilities(C1, 0.82, C2),
                    probabilities(C1, 0.86, C2),
                    probabilities(C3, 0.6, C1),
                    probabilities(X, 1, C1)))
            .reliability();

    assertThat(bins).hasSize(15);
    for (int i = 0; i < 15; i++) {
      assertThat(bins.get(i).above()).isCloseTo(i / 15.0, EXACT);
      assertThat(bins.get(i).upTo()).isCloseTo((i + 1) / 15.0, EXACT);
    }
    assertThat(bins)
        .extracting(ReliabilityBin::images)
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1);
    assertThat(bins.get(12).confidence()).isCloseTo(0.84, FLOAT);
    assertThat(bins.get(12).accuracy()).isEqualTo(0.5);
    assertThat(bins.get(8).confidence()).isCloseTo(0.6, FLOAT);
    assertThat(bins.get(14)).isEqualTo(new ReliabilityBin(14 / 15.0, 1, 1, 1, 1));
    assertThat(bins.get(0)).isEqualTo(new ReliabilityBin(0, 1 / 15.0, 0, 0, 0));
  }

  @Test
  void allTypesEquallyProbableFallIntoTheFirstBin() {
    Evaluation evaluation = Evaluation.ofProbabilities(List.of(C1), List.of(Answers.uniform()));

    assertThat(evaluation.reliability().get(0).images()).isEqualTo(1);
    assertThat(evaluation.calibrationError()).isCloseTo(23 / 24.0, FLOAT);
    assertThat(evaluation.negativeLogLikelihood()).isCloseTo(Math.log(24), FLOAT);
    // (23/24)² + 23 · (1/24)²
    assertThat(evaluation.brierScore()).isCloseTo(23 / 24.0, FLOAT);
  }

  @Test
  void likelihoodAndBrierScoreAreThoseReckonedByHand() {
    Evaluation evaluation =
        Evaluation.ofProbabilities(
            List.of(C1, C2), List.of(probabilities(C1, 0.75, C2), probabilities(C1, 0.75, C2)));

    assertThat(evaluation.negativeLogLikelihood())
        .isCloseTo(-(Math.log(0.75) + Math.log(0.25)) / 2, FLOAT);
    // 0.25² + 0.25² and 0.75² + 0.75²
    assertThat(evaluation.brierScore()).isCloseTo((0.125 + 1.125) / 2, FLOAT);
  }

  @Test
  void whatIsSurelyRightScoresNothingAndWhatIsSurelyWrongTheMost() {
    Evaluation right = Evaluation.ofProbabilities(List.of(X), List.of(probabilities(X, 1, C1)));
    assertThat(right.negativeLogLikelihood()).isZero();
    assertThat(right.brierScore()).isZero();
    assertThat(right.calibrationError()).isZero();
    assertThat(right.riskCoverage().area()).isZero();

    Evaluation wrong = Evaluation.ofProbabilities(List.of(C1), List.of(probabilities(X, 1, C1)));
    assertThat(wrong.negativeLogLikelihood()).isCloseTo(149 * Math.log(2), EXACT);
    assertThat(wrong.brierScore()).isEqualTo(2);
    assertThat(wrong.calibrationError()).isEqualTo(1);
    assertThat(wrong.riskCoverage().area()).isEqualTo(1);
  }

  @Test
  void aCellIsPerfectIfNoneOfItsImagesIsWrong() {
    Evaluation evaluation =
        Evaluation.of(
            List.of(
                prediction("a", true, "cell 1", "p"),
                prediction("b", true, "cell 2", "p"),
                prediction("c", true, "cell 1", "p"),
                prediction("d", false, "cell 2", "p"),
                prediction("e", true, "cell 2", "p"),
                prediction("f", true, "cell 3", "q"),
                prediction("g", false)));

    assertThat(evaluation.images()).isEqualTo(7);
    assertThat(evaluation.correct()).isEqualTo(5);
    assertThat(evaluation.cells()).isEqualTo(3);
    assertThat(evaluation.perfectCells()).isEqualTo(2);
    assertThat(evaluation.perfectCellShare()).isCloseTo(2 / 3.0, EXACT);
  }

  @Test
  void predictionsAreScoredAsTheirProbabilitiesAre() {
    List<Prediction> predictions =
        List.of(prediction("a", true, "1", "p"), prediction("b", false, "1", "p"));
    Evaluation expected =
        Evaluation.ofProbabilities(
            predictions.stream().map(Prediction::truth).toList(),
            predictions.stream().map(Prediction::probabilities).toList());
    Evaluation evaluation = Evaluation.of(predictions);

    assertThat(evaluation.confusionMatrix()).isDeepEqualTo(expected.confusionMatrix());
    assertThat(evaluation.topAccuracy(2)).isEqualTo(expected.topAccuracy(2)).isEqualTo(1);
    assertThat(evaluation.brierScore()).isEqualTo(expected.brierScore());
    assertThat(evaluation.riskCoverage().points()).isEqualTo(expected.riskCoverage().points());
  }

  @Test
  void withoutCellsNoneIsPerfect() {
    Evaluation evaluation = sevenImages();

    assertThat(evaluation.cells()).isZero();
    assertThat(evaluation.perfectCells()).isZero();
    assertThatIllegalStateException()
        .isThrownBy(evaluation::perfectCellShare)
        .withMessage("cells: must be known, found none");
  }

  @Test
  void aCellOfTwoPatientsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Evaluation.of(
                    List.of(prediction("a", true, "1", "p"), prediction("b", true, "1", "q"))))
        .withMessage("patient: must be one for all of cell '1', found 'p' and 'q'");
  }

  @Test
  void probabilitiesAreNeededForWhatIsReckonedOfThem() {
    assertThatIllegalStateException()
        .isThrownBy(() -> sevenImages().topAccuracy(1))
        .withMessage("probabilities: must be known, found types only");
    assertThatIllegalStateException().isThrownBy(() -> sevenImages().calibrationError());
    assertThatIllegalStateException().isThrownBy(() -> sevenImages().reliability());
    assertThatIllegalStateException().isThrownBy(() -> sevenImages().negativeLogLikelihood());
    assertThatIllegalStateException().isThrownBy(() -> sevenImages().brierScore());
    assertThatIllegalStateException().isThrownBy(() -> sevenImages().riskCoverage());
  }

  @Test
  void nothingToCompareIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.ofTypes(List.of(), List.of()))
        .withMessage("truth: must have at least one type, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.ofTypes(List.of(C1), List.of(C1, C2)))
        .withMessage("predictions: must be 1 as the true types, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.ofProbabilities(List.of(), List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.of(List.of()))
        .withMessage("truth: must have at least one type, found none");
  }
}
