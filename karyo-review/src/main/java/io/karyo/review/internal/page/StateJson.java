package io.karyo.review.internal.page;

import io.karyo.Karyotype;
import io.karyo.chromosome.Placement;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Segmentation;
import io.karyo.review.internal.ReviewJson;
import io.karyo.review.internal.session.Session;
import io.karyo.review.internal.session.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a review as JSON for the page; the format is described in {@code docs/review.md}.
 */
public final class StateJson {

  /** Alternatives of a smaller probability are not shown. */
  private static final double NEGLIGIBLE = 0.001;

  private final Session.View view;
  private final Karyotype karyotype;
  private final Map<Integer, Tiles.Tile> placed;
  private final Map<Integer, Tiles.Tile> removed;
  private final Map<Integer, Tiles.Tile> placedBefore;
  private final Map<Integer, Tiles.Tile> removedBefore;
  private final Outlines outlines;
  private final boolean whole;
  private final boolean detailed;
  private final @Nullable String photograph;

  private StateJson(
      Session.View view,
      Session.@Nullable View before,
      Tiles tiles,
      @Nullable String photograph,
      boolean detailed) {
    this.view = view;
    this.detailed = detailed;
    this.photograph = photograph;
    karyotype = view.karyotype();
    outlines = tiles.outlines();
    placed = tiles.placed(karyotype);
    removed = tiles.removed(karyotype);
    whole = before == null;
    placedBefore = before == null ? Map.of() : tiles.placed(before.karyotype());
    removedBefore = before == null ? Map.of() : tiles.removed(before.karyotype());
  }

  /**
   * Writes the state with all pictures.
   *
   * @param photograph the photograph as a URL; null if there is none
   */
  static Map<String, @Nullable Object> whole(
      Session.View view, Tiles tiles, @Nullable String photograph) {
    return new StateJson(view, null, tiles, photograph, false).json();
  }

  /**
   * Writes the state with all pictures and, in each chromosome, its details.
   *
   * @param photograph the photograph as a URL; null if there is none
   * @throws IllegalStateException if the karyotyper is closed
   */
  static Map<String, @Nullable Object> detailed(
      Session.View view, Tiles tiles, @Nullable String photograph) {
    return new StateJson(view, null, tiles, photograph, true).json();
  }

  /** Writes the state with those pictures that were others, or not there, before. */
  static Map<String, @Nullable Object> changed(
      Session.View view, Session.View before, Tiles tiles) {
    return new StateJson(view, before, tiles, null, false).json();
  }

  /** Lists the chromosomes for review, the most doubtful first. */
  public static List<Integer> order(Karyotype karyotype) {
    return karyotype.placements().stream()
        .filter(placement -> placement.review() && !placement.pinned())
        .sorted(Comparator.comparingDouble(Placement::probability))
        .map(Placement::chromosome)
        .toList();
  }

  private Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("cell", karyotype.cell());
    json.put("iscn", karyotype.iscn().toString());
    json.put("runnerUp", karyotype.runnerUp().toString());
    json.put("margin", ReviewJson.finite(karyotype.margin()));
    json.put("needsReview", karyotype.needsReview());
    json.put("numbersReview", karyotype.numbersNeedReview());
    json.put("unfamiliar", karyotype.isUnfamiliar());
    json.put("version", view.version());
    json.put("photograph", karyotype.segmentation().map(this::photograph).orElse(null));
    json.put("chromosomes", karyotype.placements().stream().map(this::chromosome).toList());
    json.put("removed", karyotype.removed().stream().map(this::removed).toList());
    json.put("order", order(karyotype));
    json.put("moved", view.moved().stream().map(StateJson::moved).toList());
    json.put("undo", view.undo());
    json.put("redo", view.redo());
    json.put("note", view.snapshot().note());
    json.put("trail", trail(view));
    return json;
  }

  static List<Map<String, String>> trail(Session.View view) {
    return view.trail().stream()
        .map(entry -> Map.of("at", entry.at().toString(), "text", entry.text()))
        .toList();
  }

  private static Map<String, @Nullable Object> moved(Snapshot.Moved moved) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", moved.chromosome());
    json.put("from", moved.from().label());
    json.put("to", moved.to().label());
    return json;
  }

  private Map<String, @Nullable Object> photograph(Segmentation segmentation) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("width", segmentation.photograph().width());
    json.put("height", segmentation.photograph().height());
    if (whole) {
      json.put("image", photograph);
    }
    List<Map<String, String>> others = new ArrayList<>();
    for (OtherRegion other : segmentation.others()) {
      others.add(Map.of("kind", other.kind().name(), "path", other.region().svgPath()));
    }
    json.put("others", others);
    json.put("notes", segmentation.notes());
    return json;
  }

  private Map<String, @Nullable Object> chromosome(Placement placement) {
    int number = placement.chromosome();
    Tiles.Tile tile = Objects.requireNonNull(placed.get(number));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("source", karyotype.image(number).source());
    json.put("designation", placement.designation().label());
    json.put("probability", placement.probability());
    json.put("margin", ReviewJson.finite(placement.margin()));
    json.put(
        "alternatives",
        placement.alternatives().stream()
            .filter(other -> other.probability() >= NEGLIGIBLE)
            .map(StateJson::alternative)
            .toList());
    json.put("polarity", placement.polarity().name());
    json.put("pinned", placement.pinned());
    json.put("confirmed", view.snapshot().confirmed().contains(number));
    json.put("review", placement.review());
    json.put("note", view.snapshot().notes().getOrDefault(number, ""));
    putTile(json, tile, placedBefore.get(number));
    json.put("centromere", tile.centromere());
    karyotype
        .segmentation()
        .ifPresent(segmentation -> json.putAll(outlines.of(segmentation, number)));
    if (detailed) {
      json.put("detail", DetailJson.of(karyotype, number, Similar.of(List.of(view), 0, number)));
    }
    return json;
  }

  private static Map<String, @Nullable Object> alternative(Placement.Alternative other) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("designation", other.designation().label());
    json.put("probability", other.probability());
    return json;
  }

  private static void putTile(
      Map<String, @Nullable Object> json, Tiles.Tile tile, Tiles.@Nullable Tile before) {
    if (before == null || !before.url().equals(tile.url())) {
      json.put("image", tile.url());
    }
    json.put("width", tile.width());
    json.put("height", tile.height());
  }

  private Map<String, @Nullable Object> removed(int number) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("source", karyotype.image(number).source());
    putTile(json, Objects.requireNonNull(removed.get(number)), removedBefore.get(number));
    return json;
  }
}
