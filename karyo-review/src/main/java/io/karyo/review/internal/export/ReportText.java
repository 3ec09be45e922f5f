package io.karyo.review.internal.export;

import io.karyo.Karyotype;
import io.karyo.chromosome.Placement;
import io.karyo.iscn.Case;
import io.karyo.review.action.TrailEntry;
import io.karyo.review.internal.Library;
import io.karyo.review.internal.page.ReviewedCase;
import io.karyo.review.internal.page.StateJson;
import io.karyo.review.internal.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sentences of reports, which are the same in each form. */
final class ReportText {

  private ReportText() {}

  static String origin(@Nullable String model) {
    return Library.NOT_FOR_DIAGNOSIS
        + " karyo "
        + Library.version()
        + ", model: "
        + Objects.requireNonNullElse(model, "not named");
  }

  /** What is found in the case as a whole. */
  static List<String> summary(ReviewedCase reviewed) {
    List<String> lines = new ArrayList<>();
    lines.add("Cells: " + reviewed.cells().size());
    if (reviewed.clones().isEmpty()) {
      lines.add("Clones: not determined, which takes at least two cells");
      return lines;
    }
    Case clones = reviewed.clones().get();
    lines.add("Karyotype: " + clones.consensus());
    for (Case.NonClonal cell : clones.nonClonal()) {
      lines.add(
          "Cell "
              + cell.cell()
              + ": "
              + cell.seen()
              + " was seen, counted as "
              + cell.counted()
              + ", because the change is in too few cells");
    }
    return lines;
  }

  /** What is known of one cell. */
  static List<String> cell(Session.View view) {
    List<String> lines = new ArrayList<>();
    List<Placement> placements = view.karyotype().placements();
    long confirmed =
        placements.stream()
            .filter(one -> view.snapshot().confirmed().contains(one.chromosome()))
            .count();
    long placed = placements.stream().filter(Placement::pinned).count() - confirmed;
    lines.add(
        placements.size()
            + " chromosomes: "
            + confirmed
            + " confirmed, "
            + placed
            + " placed by hand, "
            + StateJson.order(view.karyotype()).size()
            + " of the others for review");
    if (view.karyotype().numbersNeedReview()) {
      lines.add(
          "The numbers are doubtful; the next best karyotype is "
              + view.karyotype().runnerUp()
              + ".");
    }
    if (view.karyotype().isUnfamiliar()) {
      lines.add("The cell looks unlike those that the model learned from.");
    }
    view.karyotype()
        .segmentation()
        .ifPresent(found -> found.notes().forEach(note -> lines.add("Photograph: " + note)));
    if (!view.snapshot().note().isEmpty()) {
      lines.add("Note: " + view.snapshot().note());
    }
    view.snapshot()
        .notes()
        .forEach((number, note) -> lines.add("Note on chromosome " + number + ": " + note));
    return lines;
  }

  /** What of a cell a person should look at, in few words. */
  static String review(Karyotype karyotype) {
    List<String> doubts = new ArrayList<>();
    int chromosomes = StateJson.order(karyotype).size();
    if (chromosomes > 0) {
      doubts.add(chromosomes + (chromosomes == 1 ? " chromosome" : " chromosomes"));
    }
    if (karyotype.numbersNeedReview()) {
      doubts.add("numbers");
    }
    if (karyotype.isUnfamiliar()) {
      doubts.add("unfamiliar");
    }
    return doubts.isEmpty() ? "nothing" : String.join(", ", doubts);
  }

  static String entry(TrailEntry entry) {
    return entry.at() + "  " + entry.text();
  }
}
