package io.karyo.metrics;

import static io.karyo.chromosome.ChromosomeType.C1;
import static io.karyo.chromosome.ChromosomeType.C2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.metrics.RiskCoverage.Point;
import io.karyo.metrics.RiskCoverage.Told;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiskCoverageTest {

  private static final Offset<Double> EXACT = within(1e-12);

  private static final List<Told> FIVE =
      List.of(
          new Told(0.7, true),
          new Told(0.9, true),
          new Told(0.6, true),
          new Told(0.8, false),
          new Told(0.7, false));

  /** Kept are those at least as sure as the threshold, counted one by one. */
  private static Point keptAt(List<Told> images, double threshold) {
    int kept = 0;
    int correct = 0;
    for (Told image : images) {
      if (image.confidence() >= threshold) {
        kept++;
        correct += image.correct() ? 1 : 0;
      }
    }
    return new Point(threshold, images.size(), kept, correct);
  }

  @Test
  void theCurveIsTheOneReckonedByHand() {
    RiskCoverage curve = RiskCoverage.of(FIVE);

    assertThat(curve.points())
        .containsExactly(
            new Point(0.9, 5, 1, 1),
            new Point(0.8, 5, 2, 1),
            new Point(0.7, 5, 4, 2),
            new Point(0.6, 5, 5, 3));
    assertThat(curve.points()).extracting(Point::coverage).containsExactly(0.2, 0.4, 0.8, 1.0);
    assertThat(curve.points()).extracting(Point::risk).containsExactly(0.0, 0.5, 0.5, 0.4);
    assertThat(curve.points()).extracting(Point::accuracy).containsExactly(1.0, 0.5, 0.5, 0.6);
    // Both images of confidence 0.7 count with the risk of keeping both.
    assertThat(curve.area()).isCloseTo((0 + 0.5 + 0.5 + 0.5 + 0.4) / 5, EXACT);
    assertThat(curve)
        .hasToString(
            "RiskCoverage[Point[threshold=0.9, images=5, kept=1, correct=1], "
                + "Point[threshold=0.8, images=5, kept=2, correct=1], "
                + "Point[threshold=0.7, images=5, kept=4, correct=2], "
                + "Point[threshold=0.6, images=5, kept=5, correct=3]]");
  }

  @Test
  void theLargestCoverageOfAPrecisionIsFoundBehindADipToo() {
    RiskCoverage curve = RiskCoverage.of(FIVE);

    assertThat(curve.coverageAtPrecision(1)).contains(new Point(0.9, 5, 1, 1));
    assertThat(curve.coverageAtPrecision(0.61)).contains(new Point(0.9, 5, 1, 1));
    assertThat(curve.coverageAtPrecision(0.6)).contains(new Point(0.6, 5, 5, 3));
    assertThat(curve.coverageAtPrecision(0.55)).contains(new Point(0.6, 5, 5, 3));
    assertThat(curve.coverageAtPrecision(0)).contains(new Point(0.6, 5, 5, 3));
  }

  @Test
  void aThresholdKeepsWhatIsAtLeastAsSure() {
    RiskCoverage curve = RiskCoverage.of(FIVE);

    assertThat(curve.atThreshold(0)).contains(new Point(0.6, 5, 5, 3));
    assertThat(curve.atThreshold(0.7)).contains(new Point(0.7, 5, 4, 2));
    assertThat(curve.atThreshold(0.71)).contains(new Point(0.8, 5, 2, 1));
    assertThat(curve.atThreshold(0.9)).contains(new Point(0.9, 5, 1, 1));
    assertThat(curve.atThreshold(0.91)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 300})
  void everyFigureIsThatOfCountingOneByOneWhateverTheOrder(int size) {
    SplittableRandom random = new SplittableRandom(size);
    List<Told> images = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double confidence = random.nextInt(1, 41) / 40.0;
      images.add(new Told(confidence, random.nextDouble() < confidence));
    }
    RiskCoverage curve = RiskCoverage.of(images);

    assertThat(curve.area())
        .isCloseTo(
            images.stream()
                .mapToDouble(image -> keptAt(images, image.confidence()).risk())
                .average()
                .orElseThrow(),
            EXACT);
    for (int percent = 0; percent <= 100; percent++) {
      double wanted = percent / 100.0;
      int largest = 0;
      for (Told image : images) {
        Point kept = keptAt(images, image.confidence());
        if (kept.accuracy() >= wanted) {
          largest = Math.max(largest, kept.kept());
        }
      }
      assertThat(curve.coverageAtPrecision(wanted).map(Point::kept).orElse(0)).isEqualTo(largest);
      Optional<Point> at = curve.atThreshold(wanted);
      Point expected = keptAt(images, wanted);
      assertThat(at.map(Point::kept).orElse(0)).isEqualTo(expected.kept());
      assertThat(at.map(Point::correct).orElse(0)).isEqualTo(expected.correct());
    }
    List<Told> shuffled = new ArrayList<>(images);
    Collections.shuffle(shuffled, new Random(7));
    assertThat(RiskCoverage.of(shuffled).points()).isEqualTo(curve.points());
  }

  @Test
  void allEquallySureIsOnePoint() {
    RiskCoverage curve =
        RiskCoverage.of(List.of(new Told(0.5, true), new Told(0.5, false), new Told(0.5, true)));

    assertThat(curve.points()).containsExactly(new Point(0.5, 3, 3, 2));
    assertThat(curve.area()).isCloseTo(1 / 3.0, EXACT);
    assertThat(curve.coverageAtPrecision(0.9)).isEmpty();
  }

  @Test
  void allRightHasNoAreaAndAllWrongTheWholeAndNoPrecision() {
    RiskCoverage right = RiskCoverage.of(List.of(new Told(0.4, true), new Told(0.5, true)));
    assertThat(right.area()).isZero();
    assertThat(right.coverageAtPrecision(1)).contains(new Point(0.4, 2, 2, 2));

    RiskCoverage wrong = RiskCoverage.of(List.of(new Told(0.4, false), new Told(0.5, false)));
    assertThat(wrong.area()).isEqualTo(1);
    assertThat(wrong.coverageAtPrecision(0.01)).isEmpty();
    assertThat(wrong.coverageAtPrecision(0)).contains(new Point(0.4, 2, 2, 0));
  }

  @Test
  void anEvaluationHasTheCurveOfItsConfidences() {
    RiskCoverage curve =
        Evaluation.ofProbabilities(
                List.of(C1, C1, C2),
                List.of(
                    Answers.probabilities(C1, 0.75, C2),
                    Answers.probabilities(C2, 0.625, C1),
                    Answers.probabilities(C2, 0.875, C1)))
            .riskCoverage();

    assertThat(curve.points())
        .containsExactly(
            new Point(0.875, 3, 1, 1), new Point(0.75, 3, 2, 2), new Point(0.625, 3, 3, 2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void sharesOutOfRangeAreRefused(double value) {
    RiskCoverage curve = RiskCoverage.of(FIVE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve.coverageAtPrecision(value))
        .withMessage("precision: must be 0 to 1, found " + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve.atThreshold(value))
        .withMessage("threshold: must be 0 to 1, found " + value);
  }
}
