package io.karyo.review.internal.page;

import io.karyo.Karyotype;
import io.karyo.classify.karyogram.Karyogram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * The pictures of chromosomes as a page shows them. Most of them stay as they are from action to
 * action, so they are kept.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
final class Tiles {

  private static final int KEPT = 1000;

  /** The width of the small picture of a karyogram in px. */
  private static final int SMALL = 240;

  /**
   * The picture of a chromosome, dark on white, p arm up.
   *
   * @param url a PNG file as a URL
   * @param centromere its distance from the upper edge in px
   */
  record Tile(String url, int width, int height, double centromere) {}

  private final Map<Object, String> urls =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, String> eldest) {
          return size() > KEPT;
        }
      };

  private final Outlines outlines = new Outlines();
  private final Map<Karyotype, Map<Integer, Tile>> placed = new WeakHashMap<>();
  private final Map<Karyotype, String> karyograms = new WeakHashMap<>();

  /** Returns where chromosomes are in the photograph. */
  Outlines outlines() {
    return outlines;
  }

  /** Returns the pictures of all placed chromosomes by number, as a karyogram draws them. */
  synchronized Map<Integer, Tile> placed(Karyotype karyotype) {
    return placed.computeIfAbsent(karyotype, this::draw);
  }

  private Map<Integer, Tile> draw(Karyotype karyotype) {
    Map<Integer, Tile> tiles = new TreeMap<>();
    for (Karyogram.Drawn drawn : Karyogram.of(karyotype).chromosomes()) {
      Pictures.Grey grey = Pictures.onWhite(drawn.image());
      tiles.put(
          drawn.chromosome(), new Tile(url(grey), grey.width(), grey.height(), drawn.centromere()));
    }
    return tiles;
  }

  /** Returns a small picture of the whole karyogram, as a URL. */
  synchronized String karyogram(Karyotype karyotype) {
    return karyograms.computeIfAbsent(
        karyotype,
        one -> Pictures.url(Pictures.png(Pictures.small(Karyogram.of(one).toImage(), SMALL))));
  }

  /** Returns the pictures of removed chromosomes by number, as they lie in their images. */
  synchronized Map<Integer, Tile> removed(Karyotype karyotype) {
    Map<Integer, Tile> tiles = new TreeMap<>();
    for (int number : karyotype.removed()) {
      Pictures.Grey grey = Pictures.stain(karyotype.image(number));
      tiles.put(number, new Tile(url(grey), grey.width(), grey.height(), 0));
    }
    return tiles;
  }

  private String url(Pictures.Grey grey) {
    return urls.computeIfAbsent(grey.key(), absent -> Pictures.url(Pictures.png(grey)));
  }
}
