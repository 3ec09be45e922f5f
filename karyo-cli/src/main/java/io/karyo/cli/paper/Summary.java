package io.karyo.cli.paper;

import io.karyo.cli.paper.PaperRow.Statistic;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The runs of one row in one column. All figures leave collapsed runs out and are NaN where nothing
 * is left.
 *
 * @param row the row
 * @param column the column
 * @param runs a run a seed
 */
record Summary(PaperRow row, Column column, List<Run> runs) {

  Summary {
    runs = List.copyOf(runs);
  }

  private List<Run> sound() {
    return runs.stream().filter(run -> !run.hasCollapsed()).toList();
  }

  private double mean(ToDoubleFunction<Run> figure) {
    return sound().stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  int collapsed() {
    return runs.size() - sound().size();
  }

  /** Returns the mean accuracy in percent. */
  double mean() {
    return 100 * mean(Run::accuracy);
  }

  /** Returns the standard deviation of the accuracy in percent, of a sample; NaN for one run. */
  double deviation() {
    List<Run> sound = sound();
    double mean = mean();
    double squares =
        sound.stream().mapToDouble(run -> Math.pow(100 * run.accuracy() - mean, 2)).sum();
    return sound.size() < 2 ? Double.NaN : Math.sqrt(squares / (sound.size() - 1));
  }

  /** Returns the best accuracy in percent. */
  double best() {
    return 100 * sound().stream().mapToDouble(Run::accuracy).max().orElse(Double.NaN);
  }

  /** Returns the accuracy that the row is about, in percent. */
  double accuracy() {
    return row.statistic() == Statistic.BEST ? best() : mean();
  }

  double trainingSeconds() {
    return mean(Run::trainingSeconds);
  }

  double predictionSeconds() {
    return mean(Run::predictionSeconds);
  }

  double epochsToBest() {
    return mean(Run::bestEpoch);
  }

  double epochs() {
    return mean(run -> run.epochs().size());
  }

  /** Returns how many pairs an epoch had, as similar : dissimilar; empty without pairs. */
  String pairs() {
    long similar = runs.stream().mapToLong(Run::similarPairs).max().orElse(0);
    long dissimilar = runs.stream().mapToLong(Run::dissimilarPairs).max().orElse(0);
    return similar + dissimilar == 0
        ? ""
        : String.format(Locale.ROOT, "%d:%d", similar, dissimilar);
  }

  /** Returns why the first collapsed run did, empty if none did. */
  String reason() {
    return runs.stream()
        .filter(Run::hasCollapsed)
        .map(run -> String.valueOf(run.collapsed()))
        .findFirst()
        .orElse("");
  }
}
