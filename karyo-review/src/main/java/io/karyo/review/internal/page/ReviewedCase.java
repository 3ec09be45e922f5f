package io.karyo.review.internal.page;

import io.karyo.Karyotype;
import io.karyo.chromosome.Placement;
import io.karyo.iscn.Case;
import io.karyo.iscn.Iscn;
import io.karyo.review.internal.Library;
import io.karyo.review.internal.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reviews of the cells of one person. */
public final class ReviewedCase {

  private static final int CELLS_OF_CASE = 2;

  private final String id;
  private final List<ReviewedCell> cells;

  public ReviewedCase(String id, List<Session> sessions) {
    this.id = id;
    List<ReviewedCell> all = new ArrayList<>();
    sessions.forEach(session -> all.add(new ReviewedCell(all.size(), session)));
    cells = List.copyOf(all);
  }

  public String id() {
    return id;
  }

  public List<ReviewedCell> cells() {
    return cells;
  }

  /**
   * Draws the pictures of all cells and solves one of them some times, so that the first page and
   * the first answer need not wait for that.
   */
  public void warmUp() {
    cells.forEach(ReviewedCell::state);
    json();
    Karyotype first = cells.get(0).session().karyotype();
    for (Placement placement : first.placements()) {
      first.withPinned(placement.chromosome(), placement.designation());
    }
  }

  public @Nullable String model() {
    return cells.get(0).session().identity().model();
  }

  /** Returns the clones among the cells; empty for a single cell. */
  public Optional<Case> clones() {
    List<Iscn> karyotypes = cells.stream().map(cell -> cell.session().karyotype().iscn()).toList();
    return cells.size() < CELLS_OF_CASE ? Optional.empty() : Optional.of(Case.of(id, karyotypes));
  }

  public Map<String, @Nullable Object> json() {
    Optional<Case> clones = clones();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("cells", cells.stream().map(this::summary).toList());
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

  /**
   * Returns the details of a chromosome.
   *
   * @param cell the index of its cell
   * @throws IllegalArgumentException if there is none of this number
   * @throws IllegalStateException if the karyotyper is closed
   */
  public Map<String, @Nullable Object> detail(int cell, int number) {
    List<Session.View> views = cells.stream().map(one -> one.session().view()).toList();
    return DetailJson.of(views.get(cell).karyotype(), number, Similar.of(views, cell, number));
  }

  /** Only a page of several cells has a strip, whose pictures are drawn anew after each action. */
  private Map<String, @Nullable Object> summary(ReviewedCell cell) {
    Map<String, @Nullable Object> json = cell.summary();
    if (cells.size() >= CELLS_OF_CASE) {
      json.put("karyogram", cell.smallKaryogram());
    }
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
  public byte[] page() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("case", Objects.requireNonNull(json()));
    state.put("cells", cells.stream().map(ReviewedCell::stateWithDetails).toList());
    return Page.ofFile(state);
  }
}
