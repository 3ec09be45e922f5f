package io.karyo.cli.paper;

import io.karyo.cli.output.Outputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes table 1 as Markdown and as comma-separated values (RFC 4180). */
final class TableWriter {

  private static final List<String> HEADINGS =
      List.of(
          "row",
          "model",
          "straightening",
          "pairs per epoch",
          "paper",
          "faithful",
          "ours",
          "epochs to best",
          "training s",
          "prediction s",
          "paper: training h; prediction s");

  private static final List<String> CSV_HEADINGS =
      List.of(
          "row",
          "column",
          "model",
          "straightening",
          "pairing",
          "statistic",
          "paperAccuracy",
          "paperDeviation",
          "accuracy",
          "mean",
          "deviation",
          "best",
          "runs",
          "collapsed",
          "similarPairs:dissimilarPairs",
          "epochs",
          "epochsToBest",
          "trainingSeconds",
          "predictionSeconds",
          "paperTrainingHours",
          "paperPredictionSeconds",
          "reason");

  private TableWriter() {}

  /** Returns the headings of {@link #cells}. */
  static List<String> headings() {
    return HEADINGS;
  }

  /** Returns the table's rows for a reader; where columns differ, faithful; ours. */
  static List<List<String>> cells(List<Summary> summaries) {
    List<List<String>> cells = new ArrayList<>();
    for (PaperRow row : summaries.stream().map(Summary::row).distinct().toList()) {
      List<Summary> columns =
          Arrays.stream(Column.values())
              .flatMap(
                  column ->
                      summaries.stream().filter(s -> s.row().equals(row) && s.column() == column))
              .toList();
      List<String> line = new ArrayList<>();
      line.add(String.valueOf(row.number()));
      line.add(
          row.experiment().family().title()
              + (row.statistic() == PaperRow.Statistic.BEST ? ", best" : ""));
      line.add(row.experiment().method().title());
      String pairs =
          columns.stream().map(Summary::pairs).filter(p -> !p.isEmpty()).findFirst().orElse("");
      line.add(row.experiment().pairing().title() + (pairs.isEmpty() ? "" : " " + pairs));
      line.add(
          row.inPaper() ? spread(row.paperAccuracy(), row.paperDeviation()) + " %" : "not in it");
      columns.forEach(summary -> line.add(accuracy(summary)));
      line.add(both(columns, s -> decimal(s.epochsToBest(), 1) + " of " + decimal(s.epochs(), 0)));
      line.add(both(columns, s -> decimal(s.trainingSeconds(), 0)));
      line.add(both(columns, s -> decimal(s.predictionSeconds(), 2)));
      line.add(
          Double.isNaN(row.paperTrainingHours())
              ? "–"
              : decimal(row.paperTrainingHours(), 2)
                  + "; "
                  + decimal(row.paperPredictionSeconds(), 1));
      cells.add(line);
    }
    return cells;
  }

  private static String both(List<Summary> columns, Function<Summary, String> figure) {
    return columns.stream()
        .map(s -> Double.isNaN(s.mean()) ? "–" : figure.apply(s))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static String accuracy(Summary summary) {
    if (Double.isNaN(summary.mean())) {
      return "collapsed";
    }
    String text =
        summary.row().statistic() == PaperRow.Statistic.BEST
            ? decimal(summary.best(), 1) + " %"
            : spread(summary.mean(), summary.deviation())
                + " %"
                + (summary.runs().size() > 1 ? ", best " + decimal(summary.best(), 1) : "");
    return summary.collapsed() == 0
        ? text
        : text + ", " + summary.collapsed() + " of " + summary.runs().size() + " collapsed";
  }

  private static String spread(double mean, double deviation) {
    return decimal(mean, 1) + (Double.isNaN(deviation) ? "" : " ± " + decimal(deviation, 1));
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** Returns a Markdown table. */
  static String markdown(List<String> headings, List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    line(text, headings);
    line(text, headings.stream().map(heading -> "---").toList());
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append('|');
    cells.forEach(
        cell ->
            text.append(' ').append(cell.replace("|", "\\|").replaceAll("\\R", " ")).append(" |"));
    text.append('\n');
  }

  /** Returns all figures, a line a row and column. */
  static String csv(List<Summary> summaries) {
    StringBuilder text = new StringBuilder();
    csvLine(text, CSV_HEADINGS);
    for (Summary summary : summaries) {
      PaperRow row = summary.row();
      csvLine(
          text,
          List.of(
              String.valueOf(row.number()),
              summary.column().title(),
              row.experiment().family().title(),
              row.experiment().method().title(),
              row.experiment().pairing().title(),
              row.statistic().title(),
              number(row.paperAccuracy()),
              number(row.paperDeviation()),
              number(summary.accuracy()),
              number(summary.mean()),
              number(summary.deviation()),
              number(summary.best()),
              String.valueOf(summary.runs().size()),
              String.valueOf(summary.collapsed()),
              summary.pairs(),
              number(summary.epochs()),
              number(summary.epochsToBest()),
              number(summary.trainingSeconds()),
              number(summary.predictionSeconds()),
              number(row.paperTrainingHours()),
              number(row.paperPredictionSeconds()),
              summary.reason()));
    }
    return text.toString();
  }

  /** Empty for what is not known. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static void csvLine(StringBuilder text, List<String> fields) {
    text.append(Outputs.row(fields)).append("\r\n");
  }
}
