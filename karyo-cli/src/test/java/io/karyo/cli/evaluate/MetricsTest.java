package io.karyo.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.cli.common.Answer;
import io.karyo.cli.common.UnclassifiedImage;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against figures counted by hand. */
class MetricsTest {

  private static final Metrics.Run RUN = new Metrics.Run("m", "test", false, false, 1);

  /** An answer that gives a type the probability p and another one the rest. */
  private static LabelledAnswer answer(String label, String best, double p, String second) {
    float[] probabilities = new float[ChromosomeType.ALL.size()];
    probabilities[ChromosomeType.of(best).ordinal()] = (float) p;
    probabilities[ChromosomeType.of(second).ordinal()] = (float) (1 - p);
    Classification classification =
        new Classification(
            new TypeProbabilities(probabilities),
            new Embedding(new float[] {1}),
            Straightened.builder(1, 1, new float[] {1}).build());
    return new LabelledAnswer(item(label), new Answer("image", classification, null));
  }

  private static LabelledAnswer failure(String label) {
    return new LabelledAnswer(item(label), new Answer("image", null, "no chromosome"));
  }

  private static LabelledChromosome item(String label) {
    ChromosomeImage image = ChromosomeImage.of(1, 1, new byte[] {0}).withSource("image");
    return LabelledChromosome.of(image, ChromosomeType.of(label)).withCell("cell");
  }

  private final List<LabelledAnswer> answers =
      List.of(
          answer("1", "1", 0.75, "2"),
          answer("1", "2", 0.75, "1"),
          answer("1", "1", 1, "3"),
          answer("2", "2", 0.5, "3"),
          answer("X", "2", 1, "Y"),
          failure("X"));

  @Test
  void accuracyCountsFailuresAsWrong() {
    Metrics metrics = Metrics.of(RUN, answers, answers.subList(0, 1));
    assertThat(metrics.accuracy()).isEqualTo(3 / 6.0);
    assertThat(metrics.accuracyWithCell()).isEqualTo(3 / 6.0);
    assertThat(metrics.accuracyWithoutCell()).isEqualTo(1);
    assertThat(metrics.images()).isEqualTo(6);
    assertThat(metrics.cells()).isEqualTo(1);
    assertThat(metrics.failures())
        .containsExactly(new UnclassifiedImage("image", "X", "no chromosome"));
  }

  @Test
  void whatIsLeftOutForAFailureIsCountedAndNamed() {
    Metrics metrics = Metrics.of(RUN, answers, answers);
    assertThat(metrics.cellsLeftOut()).isEqualTo(1);
    assertThat(metrics.summary())
        .contains(
            "not classified: 1 images, wrong in accuracy, F1 and top 3, left out of calibration and"
                + " confusions; 1 cells left out of the figures of whole cells");
    Metrics good = Metrics.of(RUN, answers.subList(0, 5), answers.subList(0, 5));
    assertThat(good.cellsLeftOut()).isZero();
    assertThat(good.summary()).noneMatch(line -> line.startsWith("not classified"));
  }

  @Test
  void nothingClassifiedIsNothingRight() {
    Metrics metrics = Metrics.of(RUN, answers.subList(5, 6), answers.subList(5, 6));
    assertThat(List.of(metrics.accuracy(), metrics.macroF1(), metrics.top5())).containsOnly(0.0);
    assertThat(metrics.perClass()).containsOnlyKeys("X");
  }

  @Test
  void withoutCellTheLoneImagesAreTheFigure() {
    Metrics.Run lone = new Metrics.Run("m", "test", true, false, 1);
    Metrics metrics = Metrics.of(lone, answers, answers.subList(0, 1));
    assertThat(metrics.accuracy()).isEqualTo(1);
    assertThat(metrics.images()).isEqualTo(1);
    assertThat(metrics.accuracyWithCell()).isEqualTo(3 / 6.0);
  }

  @Test
  void eachTypeHasItsPrecisionAndRecall() {
    Metrics metrics = Metrics.of(RUN, answers, answers);
    assertThat(metrics.perClass().keySet()).containsExactly("1", "2", "X");
    assertThat(metrics.perClass().get("1")).isEqualTo(new Metrics.OfClass(1, 2 / 3.0, 0.8, 3));
    assertThat(metrics.perClass().get("2")).isEqualTo(new Metrics.OfClass(1 / 3.0, 1, 0.5, 1));
    assertThat(metrics.perClass().get("X")).isEqualTo(new Metrics.OfClass(0, 0, 0, 2));
    assertThat(metrics.macroF1()).isEqualTo((0.8 + 0.5 + 0) / 3);
  }

  @Test
  void theMatrixHasARowATrueTypeAndAColumnAnAnswer() {
    Metrics metrics = Metrics.of(RUN, answers, answers);
    List<List<Integer>> matrix = metrics.confusion().matrix();
    assertThat(matrix.get(0).subList(0, 3)).containsExactly(2, 1, 0);
    assertThat(matrix.get(ChromosomeType.X.ordinal()).get(1)).isEqualTo(1);
    assertThat(matrix.stream().flatMap(List::stream).mapToInt(n -> n).sum()).isEqualTo(5);
    assertThat(metrics.confusion().mostFrequent())
        .containsExactly("1 classified as 2: 1", "X classified as 2: 1");
  }

  @Test
  void amongTheTopCountsAlternatives() {
    Metrics metrics = Metrics.of(RUN, answers, answers);
    // Type 1 as the second answer is found; X comes after all types of probability 0 before it.
    assertThat(metrics.top3()).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(metrics.top5()).isCloseTo(4 / 6.0, within(1e-12));
  }

  @Test
  void theCalibrationErrorComparesProbabilityAndTruthBinByBin() {
    // Bins of 1/15: 0.75 twice (one right), 0.5 once (right), 1 twice (one right).
    double expected = (Math.abs(1.5 - 1) + Math.abs(0.5 - 1) + Math.abs(2 - 1)) / 5;
    assertThat(Metrics.of(RUN, answers, answers).expectedCalibrationError())
        .isCloseTo(expected, within(1e-6));
  }
}
