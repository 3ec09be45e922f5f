package io.karyo.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints rows of a Markdown table as they come. */
final class Table {

  private final PrintWriter out;
  private boolean begun;

  Table(PrintWriter out) {
    this.out = out;
  }

  /** A figure by itself. */
  void figure(String what, String unit, Series ours, @Nullable Goal goal) {
    row(what, with(unit, ours), "", "", spread(ours), goal, ours.median());
  }

  /** A figure beside a peer's; the goal is for their ratio. */
  void ratio(
      String what, String unit, Series ours, String peer, Series theirs, @Nullable Goal goal) {
    Series ratio = ours.over(theirs);
    row(
        what,
        with(unit, ours),
        peer + ": " + with(unit, theirs),
        number(ratio.median()),
        spread(ratio),
        goal,
        ratio.median());
  }

  /** What could not be measured, and why. */
  void absent(String what, String why) {
    row(what, "not measured: " + why, "", "", "", null, 0);
  }

  private void row(
      String what,
      String ours,
      String peer,
      String ratio,
      String spread,
      @Nullable Goal goal,
      double value) {
    if (!begun) {
      begun = true;
      out.println("| what | karyo | peer | ratio | least–most | must; aim | |");
      out.println("|---|---|---|---|---|---|---|");
    }
    out.println(
        "| "
            + String.join(
                " | ",
                what,
                ours,
                peer,
                ratio,
                spread,
                goal == null ? "" : goal.toString(),
                goal == null ? "" : goal.verdict(value))
            + " |");
    out.flush();
  }

  private static String with(String unit, Series series) {
    return number(series.median()) + (unit.isEmpty() ? "" : " " + unit);
  }

  private static String spread(Series series) {
    return number(series.least()) + "–" + number(series.most());
  }

  /** Three digits that count. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int decimals =
        size == 0 || size >= 100 ? 0 : Math.min(4, 2 - (int) Math.floor(Math.log10(size)));
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
