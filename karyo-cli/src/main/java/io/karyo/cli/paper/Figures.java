package io.karyo.cli.paper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured, and what follows of it.
 *
 * @param summaries a row and column each, in the order of the rows
 * @param timing what all pairs would take in the paper's way, null if it was not timed
 */
record Figures(List<Summary> summaries, @Nullable AllPairsTiming timing) {

  /** How many times faster the paper trains with balanced pairs than with all. */
  static final double PAPER_TRAINING_RATIO = 83;

  /** How many times faster the paper predicts with the perceptron than with neighbours. */
  static final double PAPER_PREDICTION_RATIO = 3;

  private static final int ALL = 7;
  private static final int BALANCED = 14;
  private static final int DEEP_CNN = 6;
  private static final int FIRST_SIAMESE = 7;
  private static final int LAST_OF_PAPER = 17;

  Figures {
    summaries = List.copyOf(summaries);
  }

  /** What should hold, whether it does, and by which numbers. */
  record Check(String claim, boolean met, String numbers) {}

  /** Returns a row's figures, if it ran and did not collapse altogether. */
  Optional<Summary> sound(int row, Column column) {
    return summaries.stream()
        .filter(summary -> summary.row().number() == row && summary.column() == column)
        .filter(summary -> !Double.isNaN(summary.mean()))
        .findFirst();
  }

  /** Returns how long training on all pairs takes in the paper's way, for as many epochs. */
  Optional<Double> allPairsSeconds(Column column) {
    return timing == null
        ? Optional.empty()
        : sound(BALANCED, column).map(balanced -> timing.secondsAnEpoch() * balanced.epochs());
  }

  /** Returns training time with all pairs in the paper's way ÷ with balanced ones. */
  Optional<Double> trainingRatio(Column column) {
    return allPairsSeconds(column)
        .flatMap(all -> sound(BALANCED, column).map(balanced -> all / balanced.trainingSeconds()));
  }

  /** Returns training time with all pairs that share images ÷ with balanced ones. */
  Optional<Double> sharedTrainingRatio(Column column) {
    return sound(ALL, column)
        .flatMap(
            all ->
                sound(BALANCED, column)
                    .map(balanced -> all.trainingSeconds() / balanced.trainingSeconds()));
  }

  /** Returns prediction time with the nearest neighbour ÷ with the perceptron. */
  Optional<Double> predictionRatio(Column column) {
    return sound(ALL, column)
        .flatMap(
            nearest ->
                sound(BALANCED, column)
                    .map(mlp -> nearest.predictionSeconds() / mlp.predictionSeconds()));
  }

  /** Returns the two ratios that the paper is about, a line each. */
  List<String> headlines(Column column) {
    List<String> lines = new ArrayList<>();
    sound(BALANCED, column)
        .ifPresent(
            balanced -> {
              trainingRatio(column)
                  .ifPresent(
                      ratio ->
                          lines.add(
                              text(
                                  "Training time, all pairs in the paper's way ÷ balanced pairs:"
                                      + " %.0f (the paper: %.0f). All pairs: %.0f s for %.0f"
                                      + " epochs, two passes per pair, extrapolated from %d timed"
                                      + " passes; balanced, with its perceptron: %.0f s at %.1f"
                                      + " %%.",
                                  ratio,
                                  PAPER_TRAINING_RATIO,
                                  allPairsSeconds(column).orElseThrow(),
                                  balanced.epochs(),
                                  timing == null ? 0 : timing.passesTimed(),
                                  balanced.trainingSeconds(),
                                  balanced.mean())));
              sound(ALL, column)
                  .ifPresent(
                      all -> {
                        lines.add(
                            text(
                                "Training time, all pairs whose batches share images ÷ balanced"
                                    + " pairs: %.2f (%.0f s at %.1f %%; %.0f s at %.1f %%).",
                                sharedTrainingRatio(column).orElseThrow(),
                                all.trainingSeconds(),
                                all.mean(),
                                balanced.trainingSeconds(),
                                balanced.mean()));
                        lines.add(
                            text(
                                "Prediction time, nearest neighbour ÷ perceptron: %.2f (the paper:"
                                    + " %.0f; %.2f s at %.1f %%; %.2f s at %.1f %%).",
                                predictionRatio(column).orElseThrow(),
                                PAPER_PREDICTION_RATIO,
                                all.predictionSeconds(),
                                all.mean(),
                                balanced.predictionSeconds(),
                                balanced.mean()));
                      });
            });
    return lines;
  }

  /** Returns what should hold; what needs a row that did not run is left out. */
  List<Check> checks(Column column) {
    List<Check> checks = new ArrayList<>();
    asThePaper(column).ifPresent(checks::add);
    compare(
            "balanced pairs with the perceptron at least as accurate as all pairs",
            BALANCED,
            ALL,
            true,
            column)
        .ifPresent(checks::add);
    trainingRatio(column)
        .ifPresent(
            ratio ->
                checks.add(
                    new Check(
                        text(
                            "balanced pairs train in at most 1/%.0f of the time of all pairs in"
                                + " the paper's way",
                            PAPER_TRAINING_RATIO),
                        ratio >= PAPER_TRAINING_RATIO,
                        text("1/%.1f", ratio))));
    straightened()
        .forEach(
            (family, rows) ->
                rows.subList(1, rows.size()).stream()
                    .flatMap(
                        row ->
                            compare(
                                family.title()
                                    + ": "
                                    + PaperRow.of(row).experiment().method().title()
                                    + " better than no straightening",
                                row,
                                rows.get(0),
                                false,
                                column)
                                .stream())
                    .forEach(checks::add));
    compare(
            "Siamese + MLP more accurate than the Deep CNN on the mean",
            BALANCED,
            DEEP_CNN,
            false,
            column)
        .ifPresent(checks::add);
    return checks;
  }

  /** The rows of a family: without straightening, then with. */
  private static Map<Family, List<Integer>> straightened() {
    Map<Family, List<Integer>> rows = new LinkedHashMap<>();
    rows.put(Family.PIXEL_MLP, List.of(1, 2, 3));
    rows.put(Family.DEEP_CNN, List.of(4, 5, 6));
    rows.put(Family.SIAMESE_MLP, List.of(18, 12, 14));
    return rows;
  }

  private Optional<Check> asThePaper(Column column) {
    List<String> below = new ArrayList<>();
    List<String> collapsed = new ArrayList<>();
    int ran = 0;
    for (Summary summary : summaries) {
      PaperRow row = summary.row();
      if (summary.column() != column
          || row.number() < FIRST_SIAMESE
          || row.number() > LAST_OF_PAPER) {
        continue;
      }
      ran++;
      if (Double.isNaN(summary.accuracy())) {
        collapsed.add("row " + row.number());
      } else if (summary.accuracy() < row.paperAccuracy()) {
        below.add(
            text("row %d %.1f < %.1f %%", row.number(), summary.accuracy(), row.paperAccuracy()));
      }
    }
    if (ran == 0) {
      return Optional.empty();
    }
    List<String> missed = new ArrayList<>(below);
    missed.addAll(collapsed.stream().map(row -> row + " collapsed").toList());
    return Optional.of(
        new Check(
            "each Siamese row at least as accurate as the paper",
            missed.isEmpty(),
            missed.isEmpty() ? ran + " of " + ran + " rows" : String.join(", ", missed)));
  }

  private Optional<Check> compare(
      String claim, int better, int worse, boolean orEqual, Column column) {
    return sound(better, column)
        .flatMap(
            one ->
                sound(worse, column)
                    .map(
                        other ->
                            new Check(
                                claim,
                                orEqual ? one.mean() >= other.mean() : one.mean() > other.mean(),
                                text(
                                    "row %d %.1f %%, row %d %.1f %%",
                                    better, one.mean(), worse, other.mean()))));
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
