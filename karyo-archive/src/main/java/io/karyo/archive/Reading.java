package io.karyo.archive;

import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads one karyogram; used once. */
final class Reading {

  private static final GlyphReader GLYPHS = GlyphReader.load();

  /** Fewer legible numbers are chance. */
  private static final int LEAST_NUMBERS = 6;

  private static final int LEAST_CHROMOSOMES = 10;
  private static final int LEAST_WIDTH = 4;

  private final Metaphase picture;
  private final Page page;
  private final List<String> notes = new ArrayList<>();

  Reading(Metaphase picture) {
    this.picture = picture;
    this.page = Page.of(picture);
  }

  ReadKaryogram read() {
    Mask mask = page.mask();
    int width = Page.strokeWidth(mask);
    if (width < LEAST_WIDTH) {
      throw none("chromosomes of at least " + LEAST_WIDTH + " px across", width + " px");
    }
    Tokens tokens = new Tokens(page, GLYPHS);
    Lines.erase(mask, width, blob -> tokens.isNumber(blob, width));
    Inventory inventory = Inventory.of(page, mask, width, GLYPHS);
    NumberOrder.Found found = NumberOrder.find(inventory.tokens());
    requireNumbers(found);
    inventory = inventory.partedFrom(numbersOf(found), mask);
    found = NumberOrder.find(inventory.tokens());
    requireNumbers(found);
    inventory.withoutText(found.numbers());
    List<Rows.Row> rows = Rows.of(found, inventory.bodies(), page.height);
    List<Rows.Place> places = new Placing(page, inventory, rows, notes).places();
    List<Body> all = places.stream().flatMap(place -> place.bodies.stream()).toList();
    if (all.size() < LEAST_CHROMOSOMES) {
      throw none("at least " + LEAST_CHROMOSOMES + " chromosomes at numbers", all.size() + "");
    }
    new Doubts(places, notes).find();
    return new ReadKaryogram(picture, cutOuts(places), notes);
  }

  private void requireNumbers(NumberOrder.Found found) {
    long legible = found.numbers().stream().filter(NumberOrder.Numbered::isRead).count();
    if (legible < LEAST_NUMBERS) {
      throw none(
          "a karyogram with numbers in rows", legible + " numbers in the order of a karyogram");
    }
  }

  private NoKaryogramException none(String rule, String found) {
    return new NoKaryogramException(picture.name() + ": must show " + rule + ", found " + found);
  }

  /** The bands of the picture in which numbers stand. */
  private static List<Box> numbersOf(NumberOrder.Found found) {
    List<Box> bands = new ArrayList<>();
    int line = -1;
    for (NumberOrder.Numbered number : found.numbers()) {
      Box box = number.token().box();
      if (number.line() == line) {
        bands.set(bands.size() - 1, bands.get(bands.size() - 1).around(box));
      } else {
        bands.add(box);
      }
      line = number.line();
    }
    return bands;
  }

  private List<CutOut> cutOuts(List<Rows.Place> places) {
    CutOuts cutter = new CutOuts(page, picture.name());
    List<CutOut> cutOuts = new ArrayList<>();
    for (Rows.Place place :
        places.stream().sorted(Comparator.comparingInt(p -> p.label)).toList()) {
      place.bodies.sort(Comparator.comparingInt(body -> body.blob.box().left()));
      place.bodies.forEach(body -> cutOuts.add(cutter.cut(body, place.label)));
    }
    return cutOuts;
  }
}
