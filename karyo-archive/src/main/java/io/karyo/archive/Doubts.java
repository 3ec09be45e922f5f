package io.karyo.archive;

import io.karyo.chromosome.ChromosomeType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Finds what is doubtful about whole places. */
final class Doubts {

  private static final int NORMAL = 46;

  /** How much shorter than its homologue a chromosome is at most. */
  private static final double UNEQUAL = 0.62;

  private static final double TOO_SHORT = 0.55;
  private static final double TOO_LONG = 1.8;

  /** If more than this share of lengths is unusual, numbers may belong to other rows. */
  private static final double MANY = 0.15;

  /** How much of its homologue's area a chromosome has at least. */
  private static final double SLIM = 0.6;

  private final List<Rows.Place> places;
  private final List<String> notes;

  Doubts(List<Rows.Place> places, List<String> notes) {
    this.places = places;
    this.notes = notes;
  }

  void find() {
    int[] counts = new int[Labels.COUNT];
    places.forEach(place -> counts[place.label] += place.bodies.size());
    for (Rows.Place place : places) {
      number(place);
      count(place, counts);
      homologues(place);
    }
    missing();
    sizes();
    int all = Arrays.stream(counts).sum();
    if (all != NORMAL) {
      notes.add("has " + all + " chromosomes, not " + NORMAL);
    }
  }

  private void number(Rows.Place place) {
    if (!place.certain) {
      place.bodies.forEach(
          body -> body.warn(Doubt.NUMBER, "%s; %s by its order", place.doubt, place.name()));
    }
  }

  private void count(Rows.Place place, int[] counts) {
    int count = place.bodies.size();
    boolean usual;
    if (place.label == Labels.MARKER) {
      usual = count > 0;
    } else if (place.label >= ChromosomeType.X.ordinal()) {
      int x = counts[ChromosomeType.X.ordinal()];
      int y = counts[ChromosomeType.Y.ordinal()];
      usual = (x == 2 && y == 0) || (x == 1 && y == 1);
    } else {
      usual = count == 2;
    }
    if (!usual) {
      place.bodies.forEach(body -> body.warn(Doubt.COUNT, "%s has %d", place.name(), count));
      notes.add("place " + place.name() + " has " + count);
    }
  }

  private static void homologues(Rows.Place place) {
    int[] heights = place.bodies.stream().mapToInt(body -> body.blob.box().height()).toArray();
    if (heights.length > 1 && place.label != Labels.MARKER) {
      int[] areas = place.bodies.stream().mapToInt(body -> body.blob.area()).sorted().toArray();
      if (areas[0] < SLIM * areas[areas.length - 1]) {
        place.bodies.forEach(body -> body.warn(Doubt.SIZE, "homologues have unlike areas"));
      }
      int least = Arrays.stream(heights).min().orElseThrow();
      int most = Arrays.stream(heights).max().orElseThrow();
      if (least < UNEQUAL * most) {
        place.bodies.forEach(
            body -> body.warn(Doubt.SIZE, "homologues are %d and %d px long", least, most));
      }
    }
  }

  /** Places beside a number that was not found, and overfull ones, may hold its chromosomes. */
  private void missing() {
    boolean[] found = new boolean[Labels.COUNT];
    places.forEach(place -> found[place.label] = place.numbered || !place.bodies.isEmpty());
    List<Integer> missing =
        IntStream.range(0, ChromosomeType.X.ordinal()).filter(i -> !found[i]).boxed().toList();
    for (int label : missing) {
      notes.add("number " + Labels.text(label) + " was not found");
      for (Rows.Place place : places) {
        if (Math.abs(place.label - label) <= 1 || place.bodies.size() > 2) {
          place.bodies.forEach(
              body ->
                  body.warn(
                      Doubt.NUMBER,
                      "it may belong to the number %s, which was not found",
                      Labels.text(label)));
        }
      }
    }
  }

  private static boolean isOdd(double ratio) {
    return ratio < TOO_SHORT || ratio > TOO_LONG;
  }

  private void sizes() {
    double[] ratios =
        places.stream()
            .filter(place -> place.label != Labels.MARKER)
            .flatMap(
                place ->
                    place.bodies.stream()
                        .map(body -> body.blob.box().height() / Labels.length(place.label)))
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    if (ratios.length == 0) {
      return;
    }
    double usual = ratios[ratios.length / 2];
    long odd = Arrays.stream(ratios).filter(ratio -> isOdd(ratio / usual)).count();
    if (odd > MANY * ratios.length) {
      notes.add("lengths do not fit the numbers: " + odd + " of " + ratios.length + " are unusual");
      places.forEach(
          place ->
              place.bodies.forEach(
                  body -> body.warn(Doubt.SIZE, "many lengths do not fit their numbers")));
    }
    for (Rows.Place place : places) {
      for (Body body : place.bodies) {
        if (place.label != Labels.MARKER) {
          double ratio = body.blob.box().height() / Labels.length(place.label) / usual;
          if (isOdd(ratio)) {
            body.warn(Doubt.SIZE, "is %.1f times as long as usual for %s", ratio, place.name());
          }
        }
      }
    }
  }
}
