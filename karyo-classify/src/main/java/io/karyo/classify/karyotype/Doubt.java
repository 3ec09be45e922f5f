package io.karyo.classify.karyotype;

import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A calibration of margins, learned from answers whose correctness is known.
 *
 * <p>An answer with margin m is correct with probability sigmoid(slope · m). The slope would be 1
 * if costs were exact, and it stays near 1 if there are few answers. An unknown share of the
 * apparently wrong answers has wrong labels. Errors of a cell are correlated, so that a cell counts
 * for fewer answers than it has: their number ÷ the design effect (Kish, Survey Sampling, 1965).
 *
 * @param margins of the answers, falling
 * @param right whether each answer was correct
 * @param weights the weight of each answer
 * @param slope the median of its distribution
 * @param cautiousSlope the lower 95 % bound of the slope
 * @param designEffect at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Doubt(
    float[] margins,
    boolean[] right,
    float[] weights,
    double slope,
    double cautiousSlope,
    double designEffect) {

  /** One of two answers that are less than e times as probable as each other is a guess. */
  static final double NEAR_TIE = 1;

  /** A margin beyond this makes nothing more certain: labels and images can be wrong, too. */
  private static final double MAX_MARGIN = 20;

  private static final double CONFIDENCE = 0.95;

  /** Whatever takes another's place is wrong as well. */
  private static final double MIN_EFFECT = 2;

  /** The design effect of the real data sets, which counts for as many cells. */
  private static final double USUAL_EFFECT = 3;

  private static final int USUAL_EFFECT_CELLS = 20;

  /** As many numbers are kept of each answer. */
  static final int COLUMNS = 3;

  private static final String SLOPE = "slope";
  private static final String CAUTIOUS_SLOPE = "cautiousSlope";
  private static final String DESIGN_EFFECT = "designEffect";

  /** Margins cannot be derived from scores that hardly depend on them. */
  private static final double MIN_WEIGHT = 1e-3;

  private static final double MIN_SLOPE = 0.05;
  private static final double MAX_SLOPE = 4;
  private static final int SLOPES = 40;

  /** The standard deviation of the slope's logarithm, before any answer is known. */
  private static final double DEVIATION = 0.5;

  /** The same for the bound, which is not to rest on what was thought before. */
  private static final double CAUTIOUS_DEVIATION = 1;

  /** Shares of labels that may be wrong, the same before any answer is known. */
  private static final double[] WRONG_LABELS = {0.0005, 0.001, 0.002};

  /**
   * An answer.
   *
   * @param margin how sure it was
   * @param right whether it was right
   * @param weight how much it counts
   * @param cell answers of which cell it goes with
   */
  record Answer(double margin, boolean right, double weight, int cell) {}

  /** Learns from designations of single chromosomes. */
  static Doubt of(List<Answer> answers) {
    Doubt unfitted = sorted(answers, 1, 1, designEffect(answers));
    return sorted(
        answers,
        quantile(unfitted.slopeWeights(DEVIATION), 0.5),
        quantile(unfitted.slopeWeights(CAUTIOUS_DEVIATION), 1 - CONFIDENCE),
        unfitted.designEffect());
  }

  /**
   * Goes over to other answers whose margins are sums of the same costs: to numbers of chromosomes,
   * of which each cell has but one.
   */
  Doubt ofOthers(List<Answer> others) {
    return sorted(others, slope, cautiousSlope, designEffect);
  }

  private static Doubt sorted(
      List<Answer> answers, double slope, double cautiousSlope, double designEffect) {
    List<Answer> sorted =
        answers.stream().sorted(Comparator.comparingDouble(answer -> -answer.margin())).toList();
    float[] margins = new float[sorted.size()];
    boolean[] right = new boolean[sorted.size()];
    float[] weights = new float[sorted.size()];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = (float) sorted.get(i).margin();
      right[i] = sorted.get(i).right();
      weights[i] = (float) sorted.get(i).weight();
    }
    return new Doubt(margins, right, weights, slope, cautiousSlope, designEffect);
  }

  /** Kish's design effect, which few cells determine only roughly. */
  private static double designEffect(List<Answer> answers) {
    Map<Integer, int[]> cells = new HashMap<>();
    int wrong = 0;
    for (Answer answer : answers) {
      int[] cell = cells.computeIfAbsent(answer.cell(), c -> new int[2]);
      cell[0]++;
      cell[1] += answer.right() ? 0 : 1;
      wrong += answer.right() ? 0 : 1;
    }
    double share = wrong / (double) answers.size();
    double squares =
        cells.values().stream().mapToDouble(cell -> Math.pow(cell[1] - share * cell[0], 2)).sum();
    // The sum over cells of what each tells of the effect.
    double sum = wrong == 0 ? cells.size() : cells.size() * squares / (wrong * (1 - share));
    return Math.max(
        MIN_EFFECT,
        (sum + USUAL_EFFECT * USUAL_EFFECT_CELLS) / (cells.size() + USUAL_EFFECT_CELLS));
  }

  private static double slope(double place) {
    return MIN_SLOPE * Math.pow(MAX_SLOPE / MIN_SLOPE, place / (SLOPES - 1.0));
  }

  /** How probable each slope is, on a scale of its own. */
  private double[] slopeWeights(double deviation) {
    double[][] logs = new double[SLOPES][WRONG_LABELS.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int place = 0; place < SLOPES; place++) {
      double slope = slope(place);
      double deviations = Math.log(slope) / deviation;
      double[] sums = new double[WRONG_LABELS.length];
      for (int i = 0; i < margins.length; i++) {
        double designated = LogisticRegression.sigmoid(slope * margins[i]);
        for (int labels = 0; labels < WRONG_LABELS.length; labels++) {
          double agreed = (1 - WRONG_LABELS[labels]) * designated;
          sums[labels] += weights[i] * Math.log(right[i] ? agreed : 1 - agreed);
        }
      }
      for (int labels = 0; labels < WRONG_LABELS.length; labels++) {
        logs[place][labels] = sums[labels] / designEffect - deviations * deviations / 2;
        most = Math.max(most, logs[place][labels]);
      }
    }
    double[] probable = new double[SLOPES];
    for (int place = 0; place < SLOPES; place++) {
      for (double log : logs[place]) {
        probable[place] += Math.exp(log - most);
      }
    }
    return probable;
  }

  private static double quantile(double[] probable, double share) {
    double left = share * Arrays.stream(probable).sum();
    int place = 0;
    while (place < probable.length - 1 && left > probable[place]) {
      left -= probable[place++];
    }
    return slope(place - 0.5 + left / probable[place]);
  }

  /** The probability that an answer is right: at least a half, and rising with the margin. */
  double probability(double margin) {
    return probability(slope, margin);
  }

  static double probability(double slope, double margin) {
    return LogisticRegression.sigmoid(slope * Math.min(MAX_MARGIN, margin));
  }

  /**
   * Finds the least margin from which on enough answers are right: of the known ones, and of others
   * if the slope is as small as it can be.
   *
   * @param precision the share that has to be right
   * @return more than 0; infinite if the precision is 1
   */
  double threshold(double precision) {
    double enough = Math.log(precision / (1 - precision)) / cautiousSlope;
    if (margins.length > 0) {
      // If even the surest ones are wrong too often, only what is surer than all is left.
      enough = Math.max(enough, Math.nextUp(margins[0]));
    }
    double all = 0;
    double wrong = 0;
    double expected = 0;
    for (int i = 0; i < margins.length; i++) {
      all += weights[i];
      wrong += right[i] ? 0 : weights[i];
      expected += weights[i] * LogisticRegression.sigmoid(-cautiousSlope * margins[i]);
      boolean lastOfEquals = i == margins.length - 1 || margins[i + 1] < margins[i];
      if (lastOfEquals && Math.max(wrong, expected) <= (1 - precision) * all) {
        enough = margins[i];
      }
    }
    return Math.max(NEAR_TIE, enough);
  }

  /**
   * Finds which share of right answers is beyond doubt from a margin on: the bound of Clopper and
   * Pearson (Biometrika 26, 1934), for as many answers as remain after the design effect (Korn and
   * Graubard, Survey Methodology 24, 1998).
   *
   * @param threshold the least margin
   * @return 0 to 1; 0 if no answer has such a margin
   */
  double vouched(double threshold) {
    double count = 0;
    double wrong = 0;
    for (int i = 0; i < margins.length && margins[i] >= (float) threshold; i++) {
      count += weights[i];
      wrong += right[i] ? 0 : weights[i];
    }
    int effective = (int) (count / designEffect);
    int errors = (int) Math.ceil(wrong / designEffect);
    double low = 0;
    double high = 1;
    for (int step = 0; step < 60 && effective > errors; step++) {
      double middle = (low + high) / 2;
      // So many errors or fewer would be found as rarely as that, were no more right.
      if (atMost(errors, effective, 1 - middle) < 1 - CONFIDENCE) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The probability of at most this many errors in a binomial distribution. */
  private static double atMost(int errors, int count, double share) {
    double term = Math.exp(count * Math.log1p(-share));
    double sum = term;
    for (int k = 1; k <= errors; k++) {
      term *= share / (1 - share) * (count - k + 1) / k;
      sum += term;
    }
    return sum;
  }

  /** One row for each answer: its margin, 1 if it was right, its weight. */
  float[] toArray() {
    float[] array = new float[COLUMNS * margins.length];
    for (int i = 0; i < margins.length; i++) {
      array[COLUMNS * i] = margins[i];
      array[COLUMNS * i + 1] = right[i] ? 1 : 0;
      array[COLUMNS * i + 2] = weights[i];
    }
    return array;
  }

  /** What is not in the array. */
  Settings settings() {
    return Settings.EMPTY
        .with(SLOPE, slope)
        .with(CAUTIOUS_SLOPE, cautiousSlope)
        .with(DESIGN_EFFECT, designEffect);
  }

  static Doubt of(float[] array, Settings settings) {
    int count = array.length / COLUMNS;
    Doubt read =
        new Doubt(
            new float[count],
            new boolean[count],
            new float[count],
            number(settings, SLOPE, MIN_SLOPE),
            number(settings, CAUTIOUS_SLOPE, MIN_SLOPE),
            number(settings, DESIGN_EFFECT, 1));
    for (int i = 0; i < count; i++) {
      read.margins[i] = array[COLUMNS * i];
      read.right[i] = array[COLUMNS * i + 1] == 1;
      read.weights[i] = array[COLUMNS * i + 2];
      if (!(read.weights[i] > 0 && read.weights[i] <= 1)) {
        throw new ModelFormatException(
            "weights: must be more than 0 and at most 1, found " + read.weights[i]);
      }
      if (!(read.margins[i] >= 0 && (i == 0 || read.margins[i] <= read.margins[i - 1]))) {
        throw new ModelFormatException(
            "margins: must fall to 0 or more, found "
                + read.margins[i]
                + (i == 0 ? " first" : " after " + read.margins[i - 1]));
      }
    }
    return read;
  }

  private static double number(Settings settings, String name, double least) {
    double number = settings.number(name, Double.NaN);
    if (!(number >= least && number < 1e6)) {
      throw new ModelFormatException(
          name + ": must be " + least + " to a million, found " + number);
    }
    return number;
  }

  /**
   * Reads the answers of a model file from before slopes were kept in it. It is known how a
   * straight line turned their margins into scores, but not which cells they are of.
   *
   * @return empty if the scores do not rise with the margins
   */
  static List<Answer> ofScores(float[] array, double intercept, double weight) {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < array.length && weight >= MIN_WEIGHT; i += 2) {
      answers.add(
          new Answer(Math.max(0, (array[i] - intercept) / weight), array[i + 1] == 1, 1, i));
    }
    return answers;
  }
}
