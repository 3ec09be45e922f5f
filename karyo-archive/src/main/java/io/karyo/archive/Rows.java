package io.karyo.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The rows of a karyogram: the numbers of each, and between which heights its chromosomes are. */
final class Rows {

  /** A place: a number, and about where its middle is; it may lack its number. */
  static final class Place {

    final int label;
    final double x;
    final boolean certain;
    final boolean numbered;
    final String doubt;
    final List<Body> bodies = new ArrayList<>();

    Place(int label, double x, String doubt) {
      this(label, x, doubt, true);
    }

    private Place(int label, double x, String doubt, boolean numbered) {
      this.label = label;
      this.x = x;
      this.doubt = doubt;
      this.certain = doubt.isEmpty();
      this.numbered = numbered;
    }

    static Place withoutNumber(int label, double x) {
      return new Place(label, x, "number not found", false);
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

    Place nearest(double x) {
      return places.stream()
          .min(Comparator.comparingDouble(place -> Math.abs(place.x - x)))
          .orElseThrow();
    }

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
    bound(rows, true, height);
    double misfitAbove = misfit(rows, bodies);
    bound(rows, false, height);
    if (misfitAbove <= misfit(rows, bodies)) {
      bound(rows, true, height);
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
        row.places.add(i, Place.withoutNumber(order[first + k], x));
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

  /** Sets where the chromosomes of each row are: above or below its numbers. */
  private static void bound(List<Row> rows, boolean above, int height) {
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (above) {
        row.top = i == 0 ? 0 : rows.get(i - 1).numbersBottom;
        row.bottom = row.numbersTop;
      } else {
        row.top = row.numbersBottom;
        row.bottom = i + 1 == rows.size() ? height : rows.get(i + 1).numbersTop;
      }
    }
  }

  /**
   * How badly lengths fit the nearest numbers: the mean distance of their logarithms from the usual
   * one, and the share of the bodies that is in no row.
   */
  private static double misfit(List<Row> rows, List<Blob> bodies) {
    List<Double> ratios = new ArrayList<>();
    double placed = 0;
    double all = 0;
    for (Blob body : bodies) {
      all += body.area();
      for (Row row : rows) {
        if (body.centreY() > row.top && body.centreY() < row.bottom) {
          placed += body.area();
          int label = row.nearest(body.centreX()).label;
          if (label != Labels.MARKER) {
            ratios.add(Math.log(body.box().height() / Labels.length(label)));
          }
        }
      }
    }
    if (ratios.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    ratios.sort(null);
    double usual = ratios.get(ratios.size() / 2);
    double off = ratios.stream().mapToDouble(ratio -> Math.abs(ratio - usual)).sum();
    return off / ratios.size() + 1 - placed / all;
  }
}
