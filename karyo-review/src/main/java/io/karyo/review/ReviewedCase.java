package io.karyo.review;

import io.karyo.iscn.Case;
import io.karyo.iscn.Iscn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reviews of the cells of one person. */
final class ReviewedCase {

  private static final int CELLS_OF_CASE = 2;

  private final String id;
  private final List<ReviewedCell> cells;

  ReviewedCase(String id, List<Review> reviews) {
    this.id = id;
    List<ReviewedCell> all = new ArrayList<>();
    reviews.forEach(review -> all.add(new ReviewedCell(all.size(), review)));
    cells = List.copyOf(all);
  }

  String id() {
    return id;
  }

  List<ReviewedCell> cells() {
    return cells;
  }

  @Nullable String model() {
    return cells.get(0).review().identity().model();
  }

  /** Returns the clones among the cells; empty for a single cell. */
  Optional<Case> clones() {
    List<Iscn> karyotypes = cells.stream().map(cell -> cell.review().karyotype().iscn()).toList();
    return cells.size() < CELLS_OF_CASE ? Optional.empty() : Optional.of(Case.of(id, karyotypes));
  }

  Map<String, @Nullable Object> json() {
    Optional<Case> clones = clones();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("cells", cells.stream().map(ReviewedCell::summary).toList());
    json.put("iscn", clones.map(found -> found.consensus().toString()).orElse(null));
    json.put(
        "nonClonal",
        clones
            .map(found -> found.nonClonal().stream().map(ReviewedCase::json).toList())
            .orElse(List.of()));
    json.put("model", model());
    json.put("library", Library.version());
    return json;
  }

  private static Map<String, @Nullable Object> json(Case.NonClonal cell) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("cell", cell.cell());
    json.put("seen", cell.seen().toString());
    json.put("counted", cell.counted().toString());
    return json;
  }

  /** Returns a page that needs no server. */
  byte[] page() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("case", Objects.requireNonNull(json()));
    state.put("cells", cells.stream().map(ReviewedCell::stateWithDetails).toList());
    return Page.ofFile(state);
  }
}
