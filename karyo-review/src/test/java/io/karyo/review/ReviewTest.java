package io.karyo.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.Placement;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.review.action.Action;
import io.karyo.review.action.TrailEntry;
import io.karyo.review.internal.journal.Journal;
import io.karyo.review.internal.session.Session;
import io.karyo.review.internal.session.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReviewTest {

  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

  private static Review review(Karyotype base) {
    return new Review(Session.of(base, null, () -> NOON));
  }

  /** The state of a review as anyone would compute it: all again from the beginning. */
  private static final class Naive {
    private Karyotype karyotype;
    private final Set<Integer> confirmed = new TreeSet<>();
    private final Map<Integer, String> notes = new TreeMap<>();
    private String note = "";

    Naive(Karyotype base, List<Action> inForce) {
      karyotype = base;
      inForce.forEach(this::apply);
    }

    private void apply(Action action) {
      Karyotype now = karyotype.at(NOON);
      if (action instanceof Action.Pin pin) {
        karyotype = now.withPinned(pin.chromosome(), pin.to());
        confirmed.remove(pin.chromosome());
      } else if (action instanceof Action.Flip flip) {
        karyotype = now.withFlipped(flip.chromosome());
      } else if (action instanceof Action.Remove remove) {
        karyotype = now.without(remove.chromosome());
      } else if (action instanceof Action.Restore restore) {
        karyotype = now.withRestored(restore.chromosome());
      } else if (action instanceof Action.Confirm confirm) {
        int number = confirm.chromosome();
        karyotype = now.withPinned(number, now.placement(number).designation());
        confirmed.add(number);
      } else if (action instanceof Action.ConfirmAll) {
        for (Placement placement : now.placements()) {
          int number = placement.chromosome();
          if (confirmed.add(number)) {
            karyotype = karyotype.at(NOON).withPinned(number, placement.designation());
          }
        }
      } else if (action instanceof Action.Unconfirm unconfirm) {
        karyotype = now.withUnpinned(unconfirm.chromosome());
        confirmed.remove(unconfirm.chromosome());
      } else if (action instanceof Action.Cut cut) {
        karyotype = now.split(cut.chromosome(), cut.line());
        gone(cut.chromosome());
      } else if (action instanceof Action.Join join) {
        karyotype = now.merged(join.chromosome(), join.with());
        gone(join.chromosome());
        gone(join.with());
      } else if (action instanceof Action.Note written) {
        if (written.chromosome().isEmpty()) {
          note = written.text();
        } else if (written.text().isEmpty()) {
          notes.remove(written.chromosome().getAsInt());
        } else {
          notes.put(written.chromosome().getAsInt(), written.text());
        }
      }
    }

    private void gone(int number) {
      confirmed.remove(number);
      notes.remove(number);
    }
  }

  private static final List<Designation> DESIGNATIONS =
      List.of(
          Designation.of(ChromosomeType.C8),
          Designation.of(ChromosomeType.C9),
          Designation.of(ChromosomeType.X),
          Designation.MARKER);

  private static Action random(Random random, Karyotype now, boolean photograph) {
    int number = random.nextInt(photograph ? 12 : 8);
    return switch (random.nextInt(photograph ? 13 : 11)) {
      case 0, 1 -> new Action.Pin(number, DESIGNATIONS.get(random.nextInt(4)));
      case 2 -> new Action.Flip(number);
      case 3 -> new Action.Remove(number);
      case 4 -> new Action.Restore(number);
      case 5 -> random.nextInt(5) == 0 ? new Action.ConfirmAll() : new Action.Confirm(number);
      case 6 -> new Action.Unconfirm(number);
      case 7 ->
          new Action.Note(
              random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(number),
              random.nextInt(4) == 0 ? "" : "note " + random.nextInt(100));
      case 8, 9 -> new Action.Undo();
      case 10 -> new Action.Redo();
      case 11 -> new Action.Cut(number, across(now, number));
      default -> new Action.Join(number, random.nextInt(12));
    };
  }

  private static List<Region.Corner> across(Karyotype karyotype, int number) {
    var segmentation = karyotype.segmentation().orElseThrow();
    if (!segmentation.numbers().contains(number)) {
      return List.of(new Region.Corner(0, 0), new Region.Corner(1, 1));
    }
    Box box = segmentation.chromosome(number).box();
    int y = box.top() + box.height() / 2;
    return List.of(new Region.Corner(box.left(), y), new Region.Corner(box.right(), y));
  }

  /** Does actions at random; returns how many were done. */
  private static int compare(Karyotype base, Random random, int count) throws IOException {
    boolean photograph = base.segmentation().isPresent();
    Review review = review(base);
    List<Action> done = new ArrayList<>();
    List<Action> undone = new ArrayList<>();
    int accepted = 0;
    int tries = 0;
    while (accepted < count && tries < 20 * count) {
      tries++;
      Action action = random(random, review.karyotype(), photograph);
      String before = review.toJson();
      try {
        review.apply(action);
        accepted++;
      } catch (IllegalArgumentException | NoSuchElementException | KaryoException e) {
        if (photograph) {
          assertThat(review.toJson()).isEqualTo(before);
        }
        continue;
      }
      if (action instanceof Action.Undo) {
        undone.add(done.remove(done.size() - 1));
      } else if (action instanceof Action.Redo) {
        done.add(undone.remove(undone.size() - 1));
      } else {
        done.add(action);
        undone.clear();
      }
      if (accepted == count / 2) {
        assertEqual(review, base, done);
      }
    }
    assertEqual(review, base, done);
    assertThat(review.trail()).hasSize(accepted);
    for (Action ignored : done) {
      review.apply(new Action.Undo());
    }
    assertThat(review.karyotype().toJson()).isEqualTo(base.toJson());
    for (Action ignored : done) {
      review.apply(new Action.Redo());
    }
    assertEqual(review, base, done);
    return accepted;
  }

  /** Compares a review with the same actions done one after the other from the beginning. */
  private static void assertEqual(Review review, Karyotype base, List<Action> done) {
    Naive naive = new Naive(base, done);
    assertThat(review.actions()).isEqualTo(done);
    assertThat(review.karyotype().toJson()).isEqualTo(naive.karyotype.toJson());
    assertThat(review.karyotype().removed()).isEqualTo(naive.karyotype.removed());
    naive.confirmed.removeAll(naive.karyotype.removed());
    assertThat(review.confirmed()).isEqualTo(naive.confirmed);
    assertThat(review.note()).isEqualTo(naive.note);
    assertThat(review.notes()).isEqualTo(naive.notes);
  }

  @Test
  void theStateIsThatOfTheActionsInForceDoneFromTheBeginning() throws IOException {
    Random random = new Random(1);
    List<Karyotype> bases = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      bases.add(TestCells.few(i));
    }
    int accepted = 0;
    for (int i = 0; i < 1000; i++) {
      accepted += compare(bases.get(i % bases.size()), random, 50);
    }
    assertThat(accepted).isEqualTo(50_000);
  }

  @Test
  void soItIsWhereOutlinesAreCutAndJoined() throws IOException {
    Random random = new Random(2);
    Karyotype base = TestCells.photographed();
    int accepted = 0;
    for (int i = 0; i < 40; i++) {
      accepted += compare(base, random, 50);
    }
    assertThat(accepted).isEqualTo(2_000);
  }

  @Test
  void aRestoredChromosomeIsAsItWas() throws IOException {
    Review review = review(TestCells.few(0));
    review.apply(new Action.Pin(2, Designation.MARKER));
    review.apply(new Action.Flip(2));
    review.apply(new Action.Note(OptionalInt.of(2), "odd"));
    Placement before = review.karyotype().placement(2);
    String iscn = review.karyotype().iscn().toString();
    review.apply(new Action.Remove(2));
    assertThat(review.karyotype().removed()).containsExactly(2);
    assertThatIllegalArgumentException().isThrownBy(() -> review.karyotype().placement(2));
    review.apply(new Action.Restore(2));
    assertThat(review.karyotype().placement(2)).isEqualTo(before);
    assertThat(review.karyotype().iscn()).hasToString(iscn);
    assertThat(review.notes()).containsEntry(2, "odd");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> review.apply(new Action.Restore(2)))
        .withMessage("chromosome: must have been removed, found 2");
  }

  @Test
  void aChromosomeThatIsReleasedIsPlacedByTheModelAgain() throws IOException {
    Karyotype base = TestCells.few(0);
    Review review = review(base);
    Designation found = base.placement(1).designation();
    review.apply(new Action.Pin(1, Designation.MARKER));
    review.apply(new Action.Unconfirm(1));
    assertThat(review.karyotype().placement(1).designation()).isEqualTo(found);
    assertThat(review.karyotype().placement(1).pinned()).isFalse();
    review.apply(new Action.Confirm(1));
    assertThat(review.confirmed()).containsExactly(1);
    review.apply(new Action.Remove(1));
    assertThat(review.confirmed()).isEmpty();
    review.apply(new Action.Restore(1));
    assertThat(review.confirmed()).containsExactly(1);
    assertThatIllegalArgumentException().isThrownBy(() -> review.apply(new Action.Confirm(1)));
    review.apply(new Action.Unconfirm(1));
    assertThat(review.confirmed()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> review.apply(new Action.Unconfirm(1)))
        .withMessage("chromosome: must be pinned, found 1");
  }

  @Test
  void allAreConfirmedWhereTheyAreByOneAction() throws IOException {
    Karyotype base = TestCells.few(0);
    Review review = review(base);
    review.apply(new Action.Confirm(1));
    review.apply(new Action.ConfirmAll());
    assertThat(review.confirmed()).hasSameSizeAs(base.placements());
    assertThat(review.karyotype().placements())
        .allMatch(Placement::pinned)
        .extracting(Placement::designation)
        .isEqualTo(base.placements().stream().map(Placement::designation).toList());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> review.apply(new Action.ConfirmAll()))
        .withMessageContaining("chromosomes: must be some to confirm");
    review.apply(new Action.Undo());
    assertThat(review.confirmed()).containsExactly(1);
  }

  @Test
  void whatMovesByItselfIsListedButNotWhatWasMoved() throws IOException {
    Karyotype base = TestCells.few(0);
    Review review = review(base);
    boolean seen = false;
    for (Placement placement : base.placements()) {
      for (ChromosomeType type : List.of(ChromosomeType.C9, ChromosomeType.C1)) {
        Action pin = new Action.Pin(placement.chromosome(), Designation.of(type));
        Session.Change change = review.session().perform(pin);
        assertThat(change.after().moved())
            .noneMatch(moved -> moved.chromosome() == placement.chromosome());
        for (Snapshot.Moved moved : change.after().moved()) {
          seen = true;
          int number = moved.chromosome();
          assertThat(base.placement(number).designation()).isEqualTo(moved.from());
          assertThat(review.karyotype().placement(number).designation()).isEqualTo(moved.to());
        }
        review.apply(new Action.Undo());
      }
    }
    assertThat(seen).as("some chromosome moved by itself").isTrue();
  }

  @Test
  void undoAndRedoNameWhatTheyDo() throws IOException {
    Review review = review(TestCells.few(0));
    assertThat(review.session().view().undo()).isNull();
    review.apply(new Action.Pin(1, Designation.of(ChromosomeType.X)));
    assertThat(review.session().view().undo()).isEqualTo("place chromosome 1 at X");
    review.apply(new Action.Undo());
    assertThat(review.session().view().redo()).isEqualTo("place chromosome 1 at X");
    assertThatThrownBy(() -> review.apply(new Action.Undo()))
        .isInstanceOf(NoSuchElementException.class);
    review.apply(new Action.Note(OptionalInt.empty(), "fine"));
    assertThat(review.session().view().redo()).as("another action ends that").isNull();
    assertThatThrownBy(() -> review.apply(new Action.Redo()))
        .isInstanceOf(NoSuchElementException.class);
    assertThat(review.trail())
        .extracting(TrailEntry::text)
        .containsExactly(
            "place chromosome 1 at X", "undo: place chromosome 1 at X", "write a note on the cell");
    assertThat(review.trail().get(0).at()).isEqualTo(NOON);
  }

  @Test
  void cutsNeedAPhotographAndAnOpenKaryotyper() throws IOException {
    List<Region.Corner> line = List.of(new Region.Corner(0, 20), new Region.Corner(9, 20));
    Review cutOut = review(TestCells.few(0));
    assertThatIllegalStateException()
        .isThrownBy(() -> cutOut.apply(new Action.Cut(1, line)))
        .withMessageContaining("must be that of a photograph");
    Review photographed;
    try (Karyotyper closing = TestCells.train()) {
      photographed = review(TestCells.photographed(closing));
    }
    Action cut = new Action.Cut(1, across(photographed.karyotype(), 1));
    assertThatIllegalStateException().isThrownBy(() -> photographed.apply(cut));
    assertThat(photographed.trail()).isEmpty();
    photographed.apply(new Action.Pin(1, Designation.MARKER));
    assertThat(photographed.karyotype().placement(1).pinned()).isTrue();
  }

  @Test
  void aRemovedChromosomeWhoseNeighbourChangedIsReadAgain() throws IOException {
    Review review = review(TestCells.photographed());
    review.apply(new Action.Remove(2));
    review.apply(new Action.Cut(1, across(review.karyotype(), 1)));
    review.apply(new Action.Restore(2));
    assertThat(review.karyotype().placements())
        .extracting(Placement::chromosome)
        .containsExactly(0, 2, 3, 4, 5, 6, 7, 8);
    review.apply(new Action.Remove(3));
    review.apply(new Action.Cut(3, across(review.karyotype(), 3)));
    assertThat(review.karyotype().removed()).as("it is no more").isEmpty();
  }

  @Test
  void aReviewHasAGreatestLength() throws IOException {
    Review review = review(TestCells.few(0));
    for (int i = 0; i < Journal.MAX_ACTIONS; i++) {
      review.apply(new Action.Note(OptionalInt.empty(), "note " + i));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> review.apply(new Action.Undo()))
        .withMessageContaining("at most 5000");
  }
}
