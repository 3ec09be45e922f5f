package io.karyo.cli.evaluate;

import io.karyo.metaphase.training.ComposedMetaphase;
import io.karyo.metaphase.training.ComposedMetaphase.Contact;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well chromosomes are found that touch or cross, in photographs that are composed so that the
 * pixels of both are known; the fields are those of the JSON file.
 *
 * @param metaphases how many photographs were composed
 * @param seed what decided on them
 * @param touchingPairs how many pairs touch
 * @param touchingBothFound the share of them of which both are found
 * @param crossingPairs how many pairs cross
 * @param crossingBothFound the share of them of which both are found
 */
record ComposedFigures(
    int metaphases,
    long seed,
    int touchingPairs,
    double touchingBothFound,
    int crossingPairs,
    double crossingBothFound) {

  /** The least intersection over union of the pixels of a chromosome that is found. */
  private static final double IOU = 0.7;

  /** A composed photograph and the regions that were found in it. */
  record Searched(ComposedMetaphase composed, List<Region> found) {

    private List<Boolean> bothFound(Contact contact) {
      return composed.pairs().stream()
          .filter(pair -> pair.contact() == contact)
          .map(pair -> isFound(pair.first()) && isFound(pair.second()))
          .toList();
    }

    private boolean isFound(int chromosome) {
      Region region = composed.chromosomes().get(chromosome);
      return found.stream().anyMatch(one -> one.iou(region) >= IOU);
    }
  }

  static ComposedFigures of(long seed, List<Searched> searched) {
    List<Boolean> touching = bothFound(searched, Contact.TOUCHING);
    List<Boolean> crossing = bothFound(searched, Contact.CROSSING);
    return new ComposedFigures(
        searched.size(), seed, touching.size(), share(touching), crossing.size(), share(crossing));
  }

  private static List<Boolean> bothFound(List<Searched> searched, Contact contact) {
    return searched.stream().flatMap(one -> one.bothFound(contact).stream()).toList();
  }

  private static double share(List<Boolean> pairs) {
    return (double) pairs.stream().filter(both -> both).count() / pairs.size();
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(line("both of two touching", touchingBothFound, touchingPairs));
    lines.add(line("both of two crossing", crossingBothFound, crossingPairs));
    return lines;
  }

  private String line(String name, double share, int pairs) {
    return String.format(
        Locale.ROOT,
        "%-24s %6.2f %%   (%d pairs in %d composed photographs, seed %d)",
        name,
        100 * share,
        pairs,
        metaphases,
        seed);
  }
}
