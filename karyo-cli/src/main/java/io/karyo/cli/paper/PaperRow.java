package io.karyo.cli.paper;

import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of table 1 of Swati et al. 2017.
 *
 * @param number its number: 1 to 17 are the paper's
 * @param experiment what is trained
 * @param statistic which figure of the runs the row shows
 * @param paperAccuracy the paper's accuracy in percent, NaN if the row is not in the paper
 * @param paperDeviation its standard deviation, NaN if the paper has none
 * @param paperTrainingHours the training time in the paper, NaN if not given
 * @param paperPredictionSeconds the prediction time of the test set in the paper, NaN if not given
 */
record PaperRow(
    int number,
    Experiment experiment,
    Statistic statistic,
    double paperAccuracy,
    double paperDeviation,
    double paperTrainingHours,
    double paperPredictionSeconds) {

  private static final double NOT_SAID = Double.NaN;
  private static final Pattern RANGE =
      Pattern.compile("\\s*(\\d{1,3})\\s*(?:-\\s*(\\d{1,3})\\s*)?");

  /** Which figure of several runs is meant. */
  enum Statistic {
    MEAN("mean"),
    BEST("best");

    private final String title;

    Statistic(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** All rows, the first one's number being 1. */
  static final List<PaperRow> ALL =
      List.of(
          one(1, Family.PIXEL_MLP, Method.NONE, Pairing.NONE, 59.7, 0.16, 4.1),
          one(2, Family.PIXEL_MLP, Method.SMAC, Pairing.NONE, 67.9, 0.16, 4.1),
          one(3, Family.PIXEL_MLP, Method.SPV, Pairing.NONE, 72.3, 0.15, 4.1),
          one(4, Family.DEEP_CNN, Method.NONE, Pairing.NONE, 68.5, 5.4, 12.1),
          one(5, Family.DEEP_CNN, Method.SMAC, Pairing.NONE, 78.4, 2.1, 12.1),
          one(6, Family.DEEP_CNN, Method.SPV, Pairing.NONE, 83.7, 2.2, 12.1),
          one(7, Family.SIAMESE_NEAREST, Method.SPV, Pairing.ALL, 85.6, 124.2, 15.1),
          mean(8, Method.SMAC, Pairing.RANDOM, 78.5, 0.8, 1.8),
          best(9, Method.SMAC, Pairing.RANDOM, 79.4, 1.8),
          mean(10, Method.SPV, Pairing.RANDOM, 81.3, 0.7, 1.8),
          best(11, Method.SPV, Pairing.RANDOM, 83.8, 1.8),
          mean(12, Method.SMAC, Pairing.BALANCED, 78.6, 0.9, 1.6),
          best(13, Method.SMAC, Pairing.BALANCED, 80.4, 1.6),
          mean(14, Method.SPV, Pairing.BALANCED, 83.3, 1.2, 1.5),
          best(15, Method.SPV, Pairing.BALANCED, 85.2, 1.5),
          one(16, Family.CON_SIAMESE_MLP, Method.SMAC, Pairing.BALANCED, 79.8, NOT_SAID, NOT_SAID),
          one(17, Family.CON_SIAMESE_MLP, Method.SPV, Pairing.BALANCED, 84.6, NOT_SAID, NOT_SAID),
          // Not in the paper, whose Siamese networks all see straightened images.
          one(18, Family.SIAMESE_MLP, Method.NONE, Pairing.BALANCED, NOT_SAID, NOT_SAID, NOT_SAID));

  private static PaperRow one(
      int number,
      Family family,
      Method method,
      Pairing pairing,
      double accuracy,
      double hours,
      double seconds) {
    return new PaperRow(
        number,
        new Experiment(family, method, pairing),
        Statistic.MEAN,
        accuracy,
        NOT_SAID,
        hours,
        seconds);
  }

  private static PaperRow mean(
      int number, Method method, Pairing pairing, double accuracy, double deviation, double hours) {
    return new PaperRow(
        number,
        new Experiment(Family.SIAMESE_MLP, method, pairing),
        Statistic.MEAN,
        accuracy,
        deviation,
        hours,
        4.8);
  }

  private static PaperRow best(
      int number, Method method, Pairing pairing, double accuracy, double hours) {
    return new PaperRow(
        number,
        new Experiment(Family.SIAMESE_MLP, method, pairing),
        Statistic.BEST,
        accuracy,
        NOT_SAID,
        hours,
        4.8);
  }

  /** Returns whether the row is in the paper. */
  boolean inPaper() {
    return !Double.isNaN(paperAccuracy);
  }

  /** Returns a row by its number. */
  static PaperRow of(int number) {
    Require.inRange("rows", number, 1, ALL.size());
    return ALL.get(number - 1);
  }

  /**
   * Reads a choice of rows.
   *
   * @param text numbers and ranges, for example {@code "1-6,14"}
   * @return the rows in their order, each once
   * @throws IllegalArgumentException if it is not of that form or a row does not exist
   */
  static List<PaperRow> parse(String text) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = RANGE.matcher(part);
      Require.that(matcher.matches(), "rows", "numbers and ranges as in 1-6,14", "'" + text + "'");
      int first = of(Integer.parseInt(matcher.group(1))).number();
      int last = matcher.group(2) == null ? first : of(Integer.parseInt(matcher.group(2))).number();
      if (last < first) {
        throw new IllegalArgumentException("rows: must rise, found '" + part.strip() + "'");
      }
      for (int number = first; number <= last; number++) {
        numbers.add(number);
      }
    }
    List<PaperRow> rows = new ArrayList<>();
    numbers.forEach(number -> rows.add(of(number)));
    return List.copyOf(rows);
  }
}
