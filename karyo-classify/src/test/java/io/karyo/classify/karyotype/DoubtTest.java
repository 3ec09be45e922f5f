package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoubtTest {

  private static final int OF_A_CELL = 46;

  /** Answers that are right as often as their margins claim if multiplied by the slope. */
  private static List<Doubt.Answer> answers(Random random, int count, double slope) {
    List<Doubt.Answer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double margin = margin(random);
      boolean right = random.nextDouble() < LogisticRegression.sigmoid(slope * margin);
      answers.add(new Doubt.Answer(margin, right, 1, i / OF_A_CELL));
    }
    return answers;
  }

  private static double margin(Random random) {
    return Math.max(0, 10 + 3.5 * random.nextGaussian());
  }

  /** Marks a few of the surest answers as wrong, as exchanged labels do. */
  private static List<Doubt.Answer> withWrongLabels(
      List<Doubt.Answer> answers, int wrong, Random random) {
    List<Doubt.Answer> changed = new ArrayList<>(answers);
    for (int left = wrong; left > 0; ) {
      int place = random.nextInt(changed.size());
      Doubt.Answer answer = changed.get(place);
      if (answer.margin() > 12 && answer.right()) {
        changed.set(place, new Doubt.Answer(answer.margin(), false, 1, answer.cell()));
        left--;
      }
    }
    return changed;
  }

  @Test
  void exchangedLabelsOfASmallPartNeitherTurnTheSlopeNorFreeNearTies() {
    Random random = new Random(1);
    for (int part = 0; part < 1000; part++) {
      int count = 250 + random.nextInt(320);
      List<Doubt.Answer> answers =
          withWrongLabels(answers(random, count, 1), random.nextInt(9), random);
      Doubt doubt = Doubt.of(answers);
      assertThat(doubt.slope()).isBetween(0.2, 3.0);
      assertThat(doubt.cautiousSlope()).isPositive().isLessThan(doubt.slope());
      assertThat(doubt.probability(0)).isEqualTo(0.5);
      assertThat(doubt.probability(3)).isLessThan(doubt.probability(4));
      for (double precision : new double[] {0.5, 0.99, 0.995, 0.999}) {
        assertThat(doubt.threshold(precision)).isGreaterThanOrEqualTo(Doubt.NEAR_TIE);
      }
    }
  }

  @Test
  void fewAnswersLeaveTheMarginAtItsWordAndManyDoNot() {
    assertThat(Doubt.of(answers(new Random(2), 10, 0.4)).slope()).isCloseTo(1, within(0.3));
    assertThat(Doubt.of(answers(new Random(2), 20_000, 0.4)).slope()).isCloseTo(0.4, within(0.04));
    assertThat(Doubt.of(answers(new Random(2), 20_000, 2)).slope()).isCloseTo(2, within(0.4));
  }

  @Test
  void manyAnswersGiveCalibratedProbabilitiesDespiteWrongLabels() {
    Random random = new Random(3);
    Doubt doubt = Doubt.of(withWrongLabels(answers(random, 5000, 0.5), 20, random));
    for (double margin = 0; margin < 20; margin += 0.5) {
      assertThat(doubt.probability(margin))
          .isCloseTo(LogisticRegression.sigmoid(0.5 * margin), within(0.03));
    }
  }

  @Test
  void whatIsLeftUnmarkedIsAsRightAsPromisedForMostSmallParts() {
    Random random = new Random(4);
    for (double precision : new double[] {0.99, 0.999}) {
      int kept = 0;
      int parts = 200;
      for (int part = 0; part < parts; part++) {
        Doubt doubt = Doubt.of(answers(random, 300, 0.5));
        kept += accuracyFrom(doubt.threshold(precision), 0.5) >= precision ? 1 : 0;
      }
      assertThat(kept).isGreaterThanOrEqualTo((int) (0.9 * parts));
    }
  }

  /** The share of right answers among those that are not below a margin. */
  private static double accuracyFrom(double threshold, double slope) {
    Random random = new Random(5);
    double right = 0;
    int count = 0;
    for (int i = 0; i < 20_000; i++) {
      double margin = margin(random);
      if (margin >= threshold) {
        right += LogisticRegression.sigmoid(slope * margin);
        count++;
      }
    }
    return count == 0 ? 1 : right / count;
  }

  @Test
  void theMoreRightAnswersAreWantedTheHigherTheThreshold() {
    Doubt doubt = Doubt.of(answers(new Random(6), 500, 0.7));
    double before = 0;
    for (double precision : new double[] {0.5, 0.9, 0.99, 0.999, 0.9999, 1}) {
      double threshold = doubt.threshold(precision);
      assertThat(threshold).isGreaterThanOrEqualTo(before);
      before = threshold;
    }
    assertThat(before).isInfinite();
  }

  @Test
  void answersVouchForAsMuchAsTheirNumberAllows() {
    List<Doubt.Answer> right = new ArrayList<>();
    for (int i = 0; i < 897; i++) {
      right.add(new Doubt.Answer(5 + i / 100.0, true, 1, i));
    }
    // Without the cells known they count half: 448 right ones of 448.
    Doubt doubt = Doubt.of(right);
    assertThat(doubt.designEffect()).isEqualTo(2);
    assertThat(doubt.vouched(1)).isCloseTo(Math.pow(0.05, 1 / 448.0), within(1e-6));
    assertThat(doubt.vouched(8)).isCloseTo(Math.pow(0.05, 1 / 298.0), within(1e-6));
    assertThat(doubt.vouched(1000)).isZero();
    right.set(0, new Doubt.Answer(5, false, 1, 0));
    // So that one error or less among 448 has a probability of 5 %.
    double share = 1 - Doubt.of(right).vouched(1);
    double none = Math.pow(1 - share, 448);
    assertThat(none + 448 * share * none / (1 - share)).isCloseTo(0.05, within(1e-6));
  }

  @Test
  void errorsOfOneCellCountLessThanErrorsOfMany() {
    List<Doubt.Answer> spread = new ArrayList<>();
    List<Doubt.Answer> together = new ArrayList<>();
    for (int i = 0; i < 100 * OF_A_CELL; i++) {
      spread.add(new Doubt.Answer(5, i % OF_A_CELL != 0, 1, i / OF_A_CELL));
      together.add(new Doubt.Answer(5, i >= 40, 1, i / OF_A_CELL));
    }
    assertThat(Doubt.of(spread).designEffect()).isEqualTo(2);
    // 40 of the 46 of a cell: an effect of 40, and of 3 for 20 cells more.
    assertThat(Doubt.of(together).designEffect()).isCloseTo((40 * 100 + 60) / 120.0, within(0.5));
    // A few cells tell little.
    assertThat(Doubt.of(together.subList(0, 2 * OF_A_CELL)).designEffect()).isBetween(2.0, 7.0);
  }

  @Test
  void answersThatContradictAPrecisionLeaveHardlyAnythingUnmarked() {
    List<Doubt.Answer> answers = new ArrayList<>(answers(new Random(10), 552, 5));
    answers.sort(Comparator.comparingDouble(answer -> -answer.margin()));
    for (int i = 20; i < 24; i++) {
      answers.set(i, new Doubt.Answer(answers.get(i).margin(), false, 1, i));
    }
    Doubt doubt = Doubt.of(answers);
    assertThat(doubt.threshold(0.99)).isLessThan(5);
    assertThat(doubt.threshold(0.999)).isGreaterThan(answers.get(20).margin());
    assertThat(doubt.vouched(doubt.threshold(0.999))).isLessThan(0.9);
  }

  @Test
  void numbersOfCellsAreAsDoubtfulAsDesignationsOfEqualMargins() {
    Doubt designations = Doubt.of(answers(new Random(11), 2000, 0.5));
    Doubt numbers =
        designations.ofOthers(
            List.of(
                new Doubt.Answer(20, true, 1, 0),
                new Doubt.Answer(15, true, 1, 1),
                new Doubt.Answer(6, true, 1, 2),
                new Doubt.Answer(2, false, 0.01, 2)));
    assertThat(numbers.slope()).isEqualTo(designations.slope());
    assertThat(numbers.threshold(0.95)).isEqualTo(2);
    assertThat(numbers.threshold(0.9999)).isGreaterThan(15);
  }

  @Test
  void aModelFileKeepsIt() {
    Doubt doubt = Doubt.of(answers(new Random(7), 300, 0.5));
    Doubt restored = Doubt.of(doubt.toArray(), doubt.settings());
    assertThat(restored.probability(3)).isEqualTo(doubt.probability(3));
    assertThat(restored.threshold(0.99)).isEqualTo(doubt.threshold(0.99));
    assertThat(restored.vouched(2)).isEqualTo(doubt.vouched(2));
  }

  @Test
  void scoresOfAnOldModelFileAreReadAsMargins() {
    List<Doubt.Answer> answers = answers(new Random(8), 500, 0.5);
    Doubt doubt = Doubt.of(answers);
    float[] scores = new float[2 * answers.size()];
    for (int i = 0; i < answers.size(); i++) {
      scores[2 * i] = (float) (4.41 + 0.25 * answers.get(i).margin());
      scores[2 * i + 1] = answers.get(i).right() ? 1 : 0;
    }
    Doubt old = Doubt.of(Doubt.ofScores(scores, 4.41, 0.25));
    assertThat(old.slope()).isCloseTo(doubt.slope(), within(0.1));
    assertThat(old.threshold(0.99)).isCloseTo(doubt.threshold(0.99), within(1.5));
    assertThat(Doubt.ofScores(scores, 4.41, -0.25)).isEmpty();
    assertThat(Doubt.ofScores(scores, 4.41, Double.NaN)).isEmpty();
  }

  @Test
  void refusesDamagedNumbers() {
    Settings settings = Doubt.of(answers(new Random(9), 60, 1)).settings();
    assertThatThrownBy(() -> Doubt.of(new float[] {1, 1, 1, 2, 1, 1}, settings))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("margins: must fall to 0 or more, found 2.0 after 1.0");
    assertThatThrownBy(() -> Doubt.of(new float[] {-1, 1, 1}, settings))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("margins: must fall to 0 or more, found -1.0 first");
    assertThatThrownBy(() -> Doubt.of(new float[] {1, 1, 1}, settings.with("slope", -0.5)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("slope: must be 0.05 to a million, found -0.5");
    assertThatThrownBy(() -> Doubt.of(new float[] {1, 1, 0}, settings))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("weights: must be more than 0 and at most 1, found 0.0");
  }
}
