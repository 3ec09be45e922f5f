package io.karyo.review.internal.session;

import io.karyo.Karyotype;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Placement;
import io.karyo.model.Require;
import io.karyo.review.action.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The state of a review after some actions; immutable.
 *
 * @param karyotype as corrected
 * @param confirmed the numbers of confirmed chromosomes, ascending; also of removed ones, which
 *     keep what is known of them
 * @param note about the cell; may be empty
 * @param notes about chromosomes, by number; none is empty
 */
public record Snapshot(
    Karyotype karyotype, Set<Integer> confirmed, String note, Map<Integer, String> notes) {

  public Snapshot {
    confirmed = Collections.unmodifiableSet(new TreeSet<>(confirmed));
    notes = Collections.unmodifiableMap(new TreeMap<>(notes));
  }

  /** A chromosome that got another designation although nobody placed it. */
  public record Moved(int chromosome, Designation from, Designation to) {}

  static Snapshot of(Karyotype base) {
    return new Snapshot(base, Set.of(), "", Map.of());
  }

  /**
   * Does an action other than undo and redo.
   *
   * @throws IllegalArgumentException if the library refuses it
   * @throws IllegalStateException if it needs a photograph or an open karyotyper
   * @throws io.karyo.chromosome.NoChromosomeException if no chromosome is left in a region
   */
  Snapshot after(Action action, Instant at) {
    if (action instanceof Action.Note note) {
      return noted(note);
    }
    if (action instanceof Action.Confirm confirm) {
      int number = confirm.chromosome();
      Require.that(!confirmed.contains(number), "chromosome", "one to confirm", "a confirmed one");
      return confirmed(List.of(number), at);
    }
    if (action instanceof Action.ConfirmAll) {
      List<Integer> rest =
          new ArrayList<>(karyotype.placements().stream().map(Placement::chromosome).toList());
      rest.removeAll(confirmed);
      Require.that(!rest.isEmpty(), "chromosomes", "some to confirm", "confirmed ones only");
      return confirmed(rest, at);
    }
    Snapshot corrected = new Snapshot(corrected(karyotype.at(at), action), confirmed, note, notes);
    if (action instanceof Action.Pin pin) {
      return corrected.unconfirmed(pin.chromosome());
    }
    if (action instanceof Action.Unconfirm unconfirm) {
      return corrected.unconfirmed(unconfirm.chromosome());
    }
    return corrected.onlyOfChromosomes();
  }

  private Snapshot confirmed(List<Integer> numbers, Instant at) {
    Karyotype pinned = karyotype.at(at);
    for (int number : numbers) {
      pinned = pinned.withPinned(number, karyotype.placement(number).designation());
    }
    Set<Integer> more = new TreeSet<>(confirmed);
    more.addAll(numbers);
    return new Snapshot(pinned, more, note, notes);
  }

  private static Karyotype corrected(Karyotype karyotype, Action action) {
    if (action instanceof Action.Pin pin) {
      return karyotype.withPinned(pin.chromosome(), pin.to());
    } else if (action instanceof Action.Unconfirm unconfirm) {
      return karyotype.withUnpinned(unconfirm.chromosome());
    } else if (action instanceof Action.Flip flip) {
      return karyotype.withFlipped(flip.chromosome());
    } else if (action instanceof Action.Remove remove) {
      return karyotype.without(remove.chromosome());
    } else if (action instanceof Action.Restore restore) {
      return karyotype.withRestored(restore.chromosome());
    } else if (action instanceof Action.Cut cut) {
      return karyotype.split(cut.chromosome(), cut.line());
    } else if (action instanceof Action.Join join) {
      return karyotype.merged(join.chromosome(), join.with());
    }
    throw new IllegalArgumentException("action: must be a correction, found " + action);
  }

  private Snapshot unconfirmed(int number) {
    Set<Integer> fewer = new TreeSet<>(confirmed);
    fewer.remove(number);
    return new Snapshot(karyotype, fewer, note, notes);
  }

  private Snapshot noted(Action.Note action) {
    if (action.chromosome().isEmpty()) {
      return new Snapshot(karyotype, confirmed, action.text(), notes);
    }
    int number = action.chromosome().getAsInt();
    Require.that(numbers().contains(number), "chromosome", "one of the cell", number);
    Map<Integer, String> changed = new TreeMap<>(notes);
    if (action.text().isEmpty()) {
      changed.remove(number);
    } else {
      changed.put(number, action.text());
    }
    return new Snapshot(karyotype, confirmed, note, changed);
  }

  /** Forgets what was known of chromosomes that were cut or joined. */
  private Snapshot onlyOfChromosomes() {
    Set<Integer> numbers = numbers();
    Set<Integer> still = new TreeSet<>(confirmed);
    still.retainAll(numbers);
    Map<Integer, String> stillNoted = new TreeMap<>(notes);
    stillNoted.keySet().retainAll(numbers);
    return new Snapshot(karyotype, still, note, stillNoted);
  }

  private Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>(karyotype.removed());
    karyotype.placements().forEach(placement -> numbers.add(placement.chromosome()));
    return numbers;
  }

  /** Returns what a saved review has of it beside the karyotype, by its names in the file. */
  Map<String, Object> remarks() {
    Map<String, String> noted = new LinkedHashMap<>();
    notes.forEach((number, text) -> noted.put(number.toString(), text));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("confirmed", List.copyOf(confirmed));
    json.put("note", note);
    json.put("notes", noted);
    return json;
  }

  /** Lists the chromosomes that another state has elsewhere, except one that was moved by hand. */
  List<Moved> movedSince(Snapshot before, Action action) {
    Map<Integer, Designation> was = new HashMap<>();
    before.karyotype.placements().forEach(one -> was.put(one.chromosome(), one.designation()));
    if (action instanceof Action.Pin pin) {
      was.remove(pin.chromosome());
    }
    List<Moved> moved = new ArrayList<>();
    for (Placement placement : karyotype.placements()) {
      Designation from = was.get(placement.chromosome());
      if (from != null && !from.equals(placement.designation())) {
        moved.add(new Moved(placement.chromosome(), from, placement.designation()));
      }
    }
    return List.copyOf(moved);
  }
}
