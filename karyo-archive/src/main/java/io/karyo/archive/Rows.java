package io.karyo.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The rows of a karyogram: the numbers of each, and between which heights its chromosomes are. */
final class Rows {

  /** A place: a number, and about where its middle is. */
  static final class Place {

    final int label;
    final double x;
    final boolean certain;
    final String doubt;
    final List<Body> bodies = new ArrayList<>();

    Place(int label, double x, String doubt) {
      this.label = label;
      this.x = x;
      this.doubt = doubt;
      this.certain = doubt.isEmpty();
    }

    String name() {
      return Labels.text(label);
    }
  }

  /** A row of places. */
  static final class Row {

    final List<Place> places = new ArrayList<>();
    final List<Body> bodies = new ArrayList<>();
    double top;
    double bottom;
    double numbersTop;
    double numbersBottom;

    /** How far from the numbers something between two heights is. */
    double distance(double above, double below) {
      return Math.max(numbersTop - below, above - numbersBottom);
    }
  }

  private static final double SURE = 0.99;

  private Rows() {}

  /** Makes rows of numbers, and finds out whether the chromosomes are above or below them. */
  static List<Row> of(NumberOrder.Found found, List<Blob> bodies, int height) {
    TreeMap<Integer, Row> byLine = new TreeMap<>();
    for (NumberOrder.Numbered number : found.numbers()) {
      Row row = byLine.computeIfAbsent(number.line(), line -> new Row());
      double middle = number.token().box().left() + number.token().box().width() / 2.0;
      row.places.add(new Place(number.label(), middle, doubt(number)));
      double top = number.token().box().top();
      double bottom = number.token().box().bottom();
      row.numbersTop = row.numbersTop == 0 ? top : Math.min(row.numbersTop, top);
      row.numbersBottom = Math.max(row.numbersBottom, bottom);
    }
    byLine.values().forEach(row -> addMissing(row, found.order()));
    List<Row> rows = new ArrayList<>(byLine.values());
    rows.sort(Comparator.comparingDouble(row -> row.numbersTop));
    double above = ink(bodies, 0, rows.get(0).numbersTop);
    double below = ink(bodies, rows.get(rows.size() - 1).numbersBottom, height);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (above >= below) {
        row.top = i == 0 ? 0 : rows.get(i - 1).numbersBottom;
        row.bottom = row.numbersTop;
      } else {
        row.top = row.numbersBottom;
        row.bottom = i + 1 == rows.size() ? height : rows.get(i + 1).numbersTop;
      }
    }
    return rows;
  }

  /** Adds the places of numbers that are missing between others of a row. */
  private static void addMissing(Row row, int[] order) {
    for (int i = row.places.size() - 1; i > 0; i--) {
      Place before = row.places.get(i - 1);
      Place after = row.places.get(i);
      int first = Labels.index(order, before.label);
      int gap = Labels.index(order, after.label) - first;
      for (int k = gap - 1; k > 0; k--) {
        double x = before.x + (after.x - before.x) * k / gap;
        row.places.add(i, new Place(order[first + k], x, "number not found"));
      }
    }
  }

  private static String doubt(NumberOrder.Numbered number) {
    if (number.isMisread()) {
      return "number read as '" + Labels.text(number.token().best()) + "'";
    }
    if (number.posterior() >= SURE) {
      return "";
    }
    return number.isRead() ? "number read, but out of order" : "number not legible";
  }

  private static double ink(List<Blob> bodies, double from, double to) {
    return bodies.stream()
        .filter(body -> body.centreY() > from && body.centreY() < to)
        .mapToDouble(Blob::area)
        .sum();
  }
}
