package io.karyo.archive;

import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts bodies into places: joins pieces, parts what touches, and finds the nearest number. */
final class Placing {

  /** How far above each other two pieces of a chromosome are at most, in widths. */
  private static final double GAP = 0.6;

  /** A piece with less of the body's area is a satellite, joined without a warning. */
  private static final double SATELLITE = 0.07;

  /** Beyond this ratio of the distances to two places a body is between them. */
  private static final double BETWEEN = 0.72;

  /** A body is beside all places at this share of the distance to the next place. */
  private static final double BESIDE = 0.85;

  /** What stands nearest to the numbers is the row if it has this share of the largest layer. */
  private static final double MAIN = 0.25;

  private final Inventory inventory;
  private final List<Rows.Row> rows;
  private final List<String> notes;
  private final Parting parting;
  private final double width;

  Placing(Page page, Inventory inventory, List<Rows.Row> rows, List<String> notes) {
    this.inventory = inventory;
    this.rows = rows;
    this.notes = notes;
    this.width = usualWidth(inventory);
    this.parting = new Parting(page, inventory.chromosomeWidth());
  }

  /** The usual width of the box of a body that stands upright. */
  private static double usualWidth(Inventory inventory) {
    double[] widths =
        inventory.bodies().stream()
            .filter(body -> body.box().height() > 1.2 * body.box().width())
            .mapToDouble(body -> body.box().width())
            .sorted()
            .toArray();
    double stroke = inventory.chromosomeWidth();
    return widths.length == 0
        ? stroke
        : Math.max(stroke, Math.min(1.5 * stroke, widths[widths.length / 2]));
  }

  List<Rows.Place> places() {
    List<Rows.Place> places = new ArrayList<>();
    for (Rows.Row row : rows) {
      keepTheRow(row);
      List<Blob> spare = new ArrayList<>();
      for (Body body : joined(row, spare)) {
        row.bodies.addAll(parting.part(body));
      }
      row.bodies.forEach(body -> place(body, row));
      spare.forEach(piece -> report(piece, row));
      places.addAll(row.places);
    }
    int beyond = 0;
    for (Blob body : inventory.bodies()) {
      if (rows.stream().noneMatch(row -> isIn(body, row))) {
        beyond++;
      }
    }
    if (beyond > 0) {
      notes.add(beyond + " bodies outside of the rows are left out");
    }
    return places;
  }

  /** Bodies whose heights overlap. */
  private static final class Layer {

    int top;
    int bottom;
    double area;
  }

  /** Narrows a row to the heights at which its bodies stand: titles and letters are beyond. */
  private void keepTheRow(Rows.Row row) {
    List<Blob> inside =
        inventory.bodies().stream()
            .filter(blob -> isIn(blob, row))
            .sorted(Comparator.comparingInt(blob -> blob.box().top()))
            .toList();
    List<Layer> layers = new ArrayList<>();
    for (Blob blob : inside) {
      Layer last = layers.isEmpty() ? null : layers.get(layers.size() - 1);
      if (last == null || blob.box().top() > last.bottom) {
        last = new Layer();
        last.top = blob.box().top();
        layers.add(last);
      }
      last.bottom = Math.max(last.bottom, blob.box().bottom());
      last.area += blob.area();
    }
    double most = layers.stream().mapToDouble(layer -> layer.area).max().orElse(0);
    layers.stream()
        .filter(layer -> layer.area >= MAIN * most)
        .min(Comparator.comparingDouble(layer -> row.distance(layer.top, layer.bottom)))
        .ifPresent(
            layer -> {
              row.top = layer.top;
              row.bottom = layer.bottom;
            });
    long outside = inside.stream().filter(blob -> !isIn(blob, row)).count();
    if (outside > 0) {
      notes.add(
          "left out " + outside + " marks above or below the row of " + row.places.get(0).name());
    }
  }

  private static boolean isIn(Blob blob, Rows.Row row) {
    return blob.centreY() > row.top && blob.centreY() < row.bottom;
  }

  /** Joins what stands above each other in a row. */
  private List<Body> joined(Rows.Row row, List<Blob> spare) {
    List<Body> bodies = new ArrayList<>();
    inventory.bodies().stream()
        .filter(blob -> isIn(blob, row))
        .sorted(Comparator.comparingInt(blob -> -blob.area()))
        .forEach(blob -> bodies.add(body(blob)));
    for (int i = bodies.size() - 1; i > 0; i--) {
      Blob small = bodies.get(i).blob;
      for (Body large : bodies.subList(0, i)) {
        if (isOn(small, large.blob)) {
          large.blob = large.blob.with(small);
          large.warn(Doubt.PIECES, "joined from pieces");
          warnIfParted(large, small);
          bodies.remove(i);
          break;
        }
      }
    }
    for (Blob piece : inventory.pieces()) {
      if (isIn(piece, row)) {
        Body owner = null;
        for (Body body : bodies) {
          owner = owner == null && isOn(piece, body.blob) ? body : owner;
        }
        if (owner == null) {
          spare.add(piece);
        } else {
          if (piece.area() > SATELLITE * owner.blob.area()) {
            owner.warn(Doubt.PIECES, "joined from pieces");
          }
          warnIfParted(owner, piece);
          owner.blob = owner.blob.with(piece);
        }
      }
    }
    return bodies;
  }

  private Body body(Blob blob) {
    Body body = new Body(blob);
    warnIfParted(body, blob);
    return body;
  }

  private void warnIfParted(Body body, Blob part) {
    if (inventory.wasParted(part)) {
      body.warn(Doubt.TOUCHING, "touched its number and was parted from it");
    }
  }

  /** Returns whether one stands closely above or below the other. */
  private boolean isOn(Blob small, Blob large) {
    Box a = small.box();
    Box b = large.box();
    int across = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
    int apart = Math.max(a.top(), b.top()) - Math.min(a.bottom(), b.bottom());
    return across >= 0.5 * Math.min(a.width(), b.width()) && apart <= GAP * width;
  }

  private void place(Body body, Rows.Row row) {
    double x = body.blob.centreX();
    Rows.Place nearest = row.nearest(x);
    double distance = Math.abs(x - nearest.x);
    double second = Double.POSITIVE_INFINITY;
    double spacing = Double.POSITIVE_INFINITY;
    Rows.Place other = nearest;
    for (Rows.Place place : row.places) {
      if (place != nearest) {
        spacing = Math.min(spacing, Math.abs(place.x - nearest.x));
        if (Math.abs(x - place.x) < second) {
          second = Math.abs(x - place.x);
          other = place;
        }
      }
    }
    if (distance > BETWEEN * second) {
      body.warn(Doubt.PLACE, "stands between %s and %s", nearest.name(), other.name());
    } else if (distance > BESIDE * spacing && distance > 1.5 * width) {
      body.warn(Doubt.PLACE, "stands far beside %s", nearest.name());
    }
    nearest.bodies.add(body);
  }

  private void report(Blob piece, Rows.Row row) {
    Rows.Place nearest = row.nearest(piece.centreX());
    for (Body body : nearest.bodies) {
      body.warn(Doubt.LEFT_OUT, "a piece of %d px beside it was left out", piece.area());
    }
  }
}
