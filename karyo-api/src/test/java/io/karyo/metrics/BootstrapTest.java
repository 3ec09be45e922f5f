package io.karyo.metrics;

import static io.karyo.metrics.Answers.prediction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.metrics.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {

  /** 12 patients of 1 to 3 cells of 1 to 5 images of three types, some told wrong. */
  private static List<Prediction> twelvePatients() {
    SplittableRandom random = new SplittableRandom(3);
    List<Prediction> predictions = new ArrayList<>();
    for (int patient = 10; patient < 22; patient++) {
      for (int cell = 0; cell <= patient % 3; cell++) {
        for (int image = 0; image <= (patient + cell) % 5; image++) {
          ChromosomeType truth = ChromosomeType.ALL.get(random.nextInt(3));
          ChromosomeType other = ChromosomeType.ALL.get(3 + random.nextInt(2));
          double probability = random.nextDouble(0.2, 1);
          predictions.add(
              new Prediction(
                  patient + "." + cell + "." + image,
                  truth,
                  Answers.probabilities(truth, probability, other),
                  Optional.of(patient + "." + cell),
                  Optional.of("p" + patient)));
        }
      }
    }
    return predictions;
  }

  /** The same by copying every image of a drawn patient, its cells named anew. */
  private static Interval byCopying(
      List<Prediction> predictions,
      int draws,
      long seed,
      ToDoubleFunction<Evaluation> score,
      int k) {
    List<String> patients =
        predictions.stream().map(p -> p.patient().orElseThrow()).distinct().sorted().toList();
    SplittableRandom random = new SplittableRandom(seed);
    double[] scores = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      List<Prediction> drawn = new ArrayList<>();
      for (int i = 0; i < patients.size(); i++) {
        String copy = "copy " + i;
        Optional<String> patient = Optional.of(patients.get(random.nextInt(patients.size())));
        for (Prediction p : predictions) {
          if (p.patient().equals(patient)) {
            drawn.add(
                new Prediction(
                    p.name(),
                    p.truth(),
                    p.probabilities(),
                    p.cell().map(copy::concat),
                    Optional.of(copy)));
          }
        }
      }
      scores[draw] = score.applyAsDouble(Evaluation.of(drawn));
    }
    Arrays.sort(scores);
    return new Interval(
        score.applyAsDouble(Evaluation.of(predictions)), scores[k - 1], scores[draws - k]);
  }

  @Test
  void intervalsAreThoseOfCopyingThePatientsDrawn() {
    List<Prediction> predictions = twelvePatients();
    Bootstrap bootstrap = Bootstrap.byPatient(predictions, 199, 5);

    List<ToDoubleFunction<Evaluation>> scores =
        List.of(
            Evaluation::accuracy,
            Evaluation::macroF1,
            Evaluation::perfectCellShare,
            Evaluation::cells,
            evaluation -> evaluation.topAccuracy(2));
    for (ToDoubleFunction<Evaluation> score : scores) {
      // 200 · 0.05 / 2 = 5
      assertThat(bootstrap.interval(score, 0.95))
          .isEqualTo(byCopying(predictions, 199, 5, score, 5));
    }
    Interval area = bootstrap.interval(evaluation -> evaluation.riskCoverage().area(), 0.9);
    Interval expected =
        byCopying(predictions, 199, 5, evaluation -> evaluation.riskCoverage().area(), 10);
    assertThat(area.low()).isCloseTo(expected.low(), within(1e-12)).isLessThan(area.estimate());
    assertThat(area.high()).isCloseTo(expected.high(), within(1e-12));
  }

  @Test
  void ofTwoPatientsAQuarterOfTheDrawsIsOneOrTheOtherAlone() {
    List<Prediction> predictions =
        List.of(prediction("a", true, "1", "p"), prediction("b", false, "2", "q"));
    Bootstrap bootstrap = Bootstrap.byPatient(predictions, 1999, 42);

    assertThat(bootstrap.interval(Evaluation::accuracy, 0.6)).isEqualTo(new Interval(0.5, 0, 1));
    assertThat(bootstrap.interval(Evaluation::accuracy, 0.4))
        .isEqualTo(new Interval(0.5, 0.5, 0.5));
  }

  @Test
  void alikeImagesOfAPatientDoNotMakeTheIntervalNarrower() {
    List<Prediction> predictions = new ArrayList<>();
    for (int patient = 0; patient < 100; patient++) {
      for (int image = 0; image < 10; image++) {
        predictions.add(
            prediction(patient + "." + image, patient % 5 > 0, "c" + patient, "p" + patient));
      }
    }
    Interval interval =
        Bootstrap.byPatient(predictions, 1999, 1).interval(Evaluation::accuracy, 0.95);

    // Standard error of 100 patients: sqrt(0.8 · 0.2 / 100) = 0.04; were the 1000 images
    // independent, it would be 0.013.
    assertThat(interval.estimate()).isEqualTo(0.8);
    assertThat(interval.low()).isCloseTo(0.8 - 1.96 * 0.04, within(0.015));
    assertThat(interval.high()).isCloseTo(0.8 + 1.96 * 0.04, within(0.015));
  }

  @Test
  void theOrderOfTheImagesDoesNotCountAndTheSeedDoes() {
    List<Prediction> predictions = twelvePatients();
    List<Prediction> shuffled = new ArrayList<>(predictions);
    Collections.shuffle(shuffled, new Random(2));
    Bootstrap bootstrap = Bootstrap.byPatient(predictions, 99, 1);
    Interval interval = bootstrap.interval(Evaluation::accuracy, 0.9);

    assertThat(bootstrap.interval(Evaluation::accuracy, 0.9)).isEqualTo(interval);
    assertThat(Bootstrap.byPatient(shuffled, 99, 1).interval(Evaluation::accuracy, 0.9))
        .isEqualTo(interval);
    assertThat(Bootstrap.byPatient(predictions, 99, 2).interval(Evaluation::accuracy, 0.9))
        .isNotEqualTo(interval);
  }

  @Test
  void allRightOrAllWrongLeavesNoDoubt() {
    List<Prediction> right =
        List.of(prediction("a", true, "1", "p"), prediction("b", true, "2", "q"));
    assertThat(Bootstrap.byPatient(right, 99, 1).interval(Evaluation::macroF1, 0.95))
        .isEqualTo(new Interval(1, 1, 1));

    List<Prediction> wrong =
        List.of(prediction("a", false, "1", "p"), prediction("b", false, "2", "q"));
    assertThat(Bootstrap.byPatient(wrong, 99, 1).interval(Evaluation::perfectCellShare, 0.95))
        .isEqualTo(new Interval(0, 0, 0));
  }

  @Test
  void theFewestDrawsOfALevelReachFromTheLeastToTheMost() {
    Bootstrap fewest = Bootstrap.byPatient(twelvePatients(), 39, 1);
    List<Double> drawn = new ArrayList<>();
    Interval interval =
        fewest.interval(
            evaluation -> {
              drawn.add(evaluation.accuracy());
              return evaluation.accuracy();
            },
            0.95);

    assertThat(drawn).hasSize(40);
    assertThat(interval.low()).isEqualTo(Collections.min(drawn));
    assertThat(interval.high()).isEqualTo(Collections.max(drawn));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Bootstrap.byPatient(twelvePatients(), 38, 1).interval(Evaluation::accuracy, 0.95))
        .withMessage("draws: must be at least 2/(1 - level) - 1 for an interval of 0.95, found 38");
  }

  @Test
  void fewerThanTwoPatientsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Bootstrap.byPatient(
                    List.of(prediction("a", true, "1", "p"), prediction("b", false, "2", "p")),
                    99,
                    1))
        .withMessage("predictions: must be of at least 2 patients, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.byPatient(List.of(), 99, 1))
        .withMessage("predictions: must be of at least 2 patients, found 0");
  }

  @Test
  void anUnknownPatientIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Bootstrap.byPatient(
                    List.of(prediction("a", true, "1", "p"), prediction("b", false)), 99, 1))
        .withMessage("patient: must be known of every image, found none of 'b'");
  }

  @Test
  void aCellOfTwoPatientsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Bootstrap.byPatient(
                    List.of(prediction("a", true, "1", "p"), prediction("b", true, "1", "q")),
                    99,
                    1))
        .withMessage("patient: must be one for all of cell '1', found 'p' and 'q'");
  }

  @Test
  void aScoreThatIsNotToBeHadIsRefusedAsItIsWithoutDraws() {
    List<Prediction> predictions =
        twelvePatients().stream()
            .map(
                p ->
                    new Prediction(
                        p.name(), p.truth(), p.probabilities(), Optional.empty(), p.patient()))
            .toList();
    Bootstrap bootstrap = Bootstrap.byPatient(predictions, 99, 1);

    assertThatIllegalStateException()
        .isThrownBy(() -> bootstrap.interval(Evaluation::perfectCellShare, 0.95))
        .withMessage("cells: must be known, found none");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.5, 95, Double.NaN})
  void levelsOutOfRangeAreRefused(double level) {
    Bootstrap bootstrap = Bootstrap.byPatient(twelvePatients(), 99, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bootstrap.interval(Evaluation::accuracy, level))
        .withMessage("level: must be between 0 and 1, found " + level);
  }

  @Test
  void noDrawIsRefusedAndOneIsTooFewForAnyUsefulInterval() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Bootstrap.byPatient(twelvePatients(), 1, 1).interval(Evaluation::accuracy, 0.95))
        .withMessage("draws: must be at least 2/(1 - level) - 1 for an interval of 0.95, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bootstrap.byPatient(twelvePatients(), 0, 1))
        .withMessage("draws: must be at least 1, found 0");
  }
}
