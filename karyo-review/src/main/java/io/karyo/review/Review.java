package io.karyo.review;

import io.karyo.Karyotype;
import io.karyo.model.AtomicFile;
import io.karyo.model.Require;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The review of one cell by a person: a karyotype, and the actions that corrected and confirmed it.
 *
 * <pre>{@code
 * Review review = Review.of(karyotype);
 * review.apply(new Action.Pin(5, Designation.of(ChromosomeType.C9)));
 * review.apply(new Action.Undo());
 * review.writeHtml(Path.of("cell.html"));
 * }</pre>
 *
 * <p>After each action, everything that a person neither placed nor confirmed is designated again.
 * The state is that of the base karyotype after the {@linkplain #actions() actions in force}, in
 * their order. An action after {@link Action.Undo} ends what could be done again.
 *
 * <p>Cuts and joins need the karyotyper that found the karyotype to be open.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls; actions are done one after the other.
 */
public final class Review {

  /** The most actions of a review, with those that were undone. */
  static final int MAX_ACTIONS = 5000;

  /** An action, in words, and the state after it. */
  private record Step(ActionJson.Dated dated, String text, Snapshot after) {}

  /**
   * Something that was done.
   *
   * @param at when
   * @param text what, in words
   */
  public record TrailEntry(Instant at, String text) {
    public TrailEntry {
      Objects.requireNonNull(at, "at");
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * All that is shown of a review at one moment; immutable.
   *
   * @param snapshot the state
   * @param moved what the last action moved that nobody placed
   * @param version how many actions were ever done
   * @param changed whether any action is in force
   * @param undo what can be undone, in words; null if nothing
   * @param redo what can be done again, in words; null if nothing
   * @param trail all that was done
   */
  record View(
      Snapshot snapshot,
      List<Snapshot.Moved> moved,
      int version,
      boolean changed,
      @Nullable String undo,
      @Nullable String redo,
      List<TrailEntry> trail) {

    Karyotype karyotype() {
      return snapshot.karyotype();
    }
  }

  /** What was shown before an action, and after it. */
  record Change(View before, View after) {}

  private final Snapshot base;
  private final CellIdentity identity;
  private final @Nullable Journal journal;
  private final InstantSource clock;
  private final List<Step> steps = new ArrayList<>();
  private final List<TrailEntry> trail = new ArrayList<>();
  private int inForce;
  private List<Snapshot.Moved> moved = List.of();

  private Review(
      Karyotype base, CellIdentity identity, @Nullable Journal journal, InstantSource clock) {
    this.base = Snapshot.of(base);
    this.identity = identity;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Begins the review of a karyotype. Nothing is stored.
   *
   * @param base the karyotype
   * @return its review, without any action
   */
  public static Review of(Karyotype base) {
    return of(base, InstantSource.system());
  }

  static Review of(Karyotype base, InstantSource clock) {
    return new Review(base, CellIdentity.of(base, null), null, clock);
  }

  /**
   * Opens a review, with its journal if it has a folder.
   *
   * @param folder where its journal is; null for none
   * @param model the name or checksum of the model; null if unknown
   * @throws ReviewFormatException if the journal is not one of this cell and model
   * @throws IOException if the journal cannot be read or written, or is in use
   */
  static Review open(
      Karyotype base, @Nullable String model, @Nullable Path folder, InstantSource clock)
      throws IOException {
    CellIdentity identity = CellIdentity.of(base, model);
    if (folder == null) {
      return new Review(base, identity, null, clock);
    }
    Journal journal = Journal.open(folder, identity);
    try {
      Review review = new Review(base, identity, journal, clock);
      review.replay(journal);
      return review;
    } catch (IOException | RuntimeException | Error e) {
      journal.close();
      throw e;
    }
  }

  private void replay(Journal opened) throws ReviewFormatException {
    List<ActionJson.Dated> recorded = opened.recorded();
    for (int i = 0; i < recorded.size(); i++) {
      try {
        accept(prepared(recorded.get(i)));
      } catch (RuntimeException e) {
        throw new ReviewFormatException(
            opened.file(), "line " + (i + 2), "cannot be done again: " + e.getMessage());
      }
    }
  }

  /**
   * Does an action.
   *
   * @param action what to do
   * @throws IllegalArgumentException if it makes no sense for this karyotype, for example because
   *     there is no chromosome of its number; nothing is changed
   * @throws io.karyo.chromosome.NoChromosomeException if no chromosome is left in a region that was
   *     cut or joined; nothing is changed
   * @throws IllegalStateException if it needs a photograph and there is none, or the karyotyper is
   *     closed; nothing is changed
   * @throws NoSuchElementException if there is nothing to undo or redo
   * @throws IOException if it cannot be stored; nothing is changed
   */
  public void apply(Action action) throws IOException {
    var unused = perform(action);
  }

  /** Does an action and returns what it changed. */
  synchronized Change perform(Action action) throws IOException {
    return perform(new ActionJson.Dated(clock.instant().truncatedTo(ChronoUnit.MILLIS), action));
  }

  private Change perform(ActionJson.Dated dated) throws IOException {
    Require.that(trail.size() < MAX_ACTIONS, "actions", "at most " + MAX_ACTIONS, trail.size() + 1);
    View before = view();
    Prepared prepared = prepared(dated);
    if (journal != null) {
      journal.append(dated);
    }
    accept(prepared);
    return new Change(before, view());
  }

  /** What an action will lead to; nothing is changed yet. */
  private record Prepared(
      ActionJson.Dated dated, @Nullable Step step, int inForce, String text, Action moving) {}

  private Prepared prepared(ActionJson.Dated dated) {
    Action action = dated.action();
    if (action instanceof Action.Undo) {
      if (inForce == 0) {
        throw new NoSuchElementException("undo: must follow an action, found none to undo");
      }
      Step undone = steps.get(inForce - 1);
      return new Prepared(dated, null, inForce - 1, "undo: " + undone.text, undone.dated.action());
    }
    if (action instanceof Action.Redo) {
      if (inForce == steps.size()) {
        throw new NoSuchElementException("redo: must follow an undo, found none to redo");
      }
      Step redone = steps.get(inForce);
      return new Prepared(dated, null, inForce + 1, "redo: " + redone.text, redone.dated.action());
    }
    Snapshot now = snapshot();
    Snapshot after = now.after(action, dated.at());
    String text = ActionText.of(action, now);
    return new Prepared(dated, new Step(dated, text, after), inForce + 1, text, action);
  }

  private void accept(Prepared prepared) {
    Snapshot before = snapshot();
    if (prepared.step != null) {
      steps.subList(inForce, steps.size()).clear();
      steps.add(prepared.step);
    }
    inForce = prepared.inForce;
    moved = snapshot().movedSince(before, prepared.moving);
    trail.add(new TrailEntry(prepared.dated.at(), prepared.text));
  }

  private Snapshot snapshot() {
    return inForce == 0 ? base : steps.get(inForce - 1).after;
  }

  synchronized View view() {
    return new View(
        snapshot(),
        moved,
        trail.size(),
        inForce > 0,
        inForce == 0 ? null : steps.get(inForce - 1).text,
        inForce == steps.size() ? null : steps.get(inForce).text,
        List.copyOf(trail));
  }

  CellIdentity identity() {
    return identity;
  }

  Karyotype base() {
    return base.karyotype();
  }

  /** {@return the karyotype as it is now} */
  public synchronized Karyotype karyotype() {
    return snapshot().karyotype();
  }

  /** {@return the numbers of the chromosomes of the karyotype that were confirmed, ascending} */
  public synchronized Set<Integer> confirmed() {
    Set<Integer> confirmed = new TreeSet<>(snapshot().confirmed());
    confirmed.removeAll(karyotype().removed());
    return Collections.unmodifiableSet(confirmed);
  }

  /** {@return the note about the cell; empty if there is none} */
  public synchronized String note() {
    return snapshot().note();
  }

  /** {@return the notes about chromosomes, by number} */
  public synchronized Map<Integer, String> notes() {
    return snapshot().notes();
  }

  /** {@return the actions in force, in their order; without undone ones} */
  public synchronized List<Action> actions() {
    return datedActions().stream().map(ActionJson.Dated::action).toList();
  }

  private List<ActionJson.Dated> datedActions() {
    return steps.subList(0, inForce).stream().map(Step::dated).toList();
  }

  /** {@return all that was done, also what was undone, in order} */
  public synchronized List<TrailEntry> trail() {
    return List.copyOf(trail);
  }

  /**
   * {@return the karyotype as JSON with the actions in force, from which the review can be resumed}
   * The format is described in {@code docs/karyotype-json.md}.
   */
  public String toJson() {
    Snapshot now;
    List<ActionJson.Dated> actions;
    synchronized (this) {
      now = snapshot();
      actions = datedActions();
    }
    return SavedReview.write(now, identity, actions);
  }

  /**
   * Writes {@link #toJson()} to a file. An existing file is replaced atomically: if anything fails,
   * it is unchanged.
   *
   * @param path the file to write
   * @throws IOException if the file cannot be written
   */
  public void write(Path path) throws IOException {
    AtomicFile.write(path, out -> out.write(toJson().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Does the actions of a saved review. None may have been done before.
   *
   * @param path a file that {@link #write} wrote of the same cell and model
   * @throws ReviewFormatException if it is anything else
   * @throws IllegalStateException if actions were done before
   * @throws IOException if the file cannot be read, or an action cannot be stored
   */
  public synchronized void resume(Path path) throws IOException {
    if (!trail.isEmpty()) {
      throw new IllegalStateException(
          "review: must be without actions to resume " + path + ", found " + trail.size());
    }
    List<ActionJson.Dated> actions = SavedReview.read(path, identity);
    Review trial = new Review(base.karyotype(), identity, null, clock);
    for (int i = 0; i < actions.size(); i++) {
      try {
        trial.perform(actions.get(i));
      } catch (RuntimeException e) {
        throw new ReviewFormatException(
            path, "action " + (i + 1), "cannot be done again: " + e.getMessage());
      }
    }
    for (ActionJson.Dated action : actions) {
      perform(action);
    }
  }

  /**
   * Writes a page that shows the karyotype with the photograph, the doubtful chromosomes, details
   * and notes. It needs no server and no other file; corrections need a {@link ReviewServer}. An
   * existing file is replaced atomically: if anything fails, it is unchanged.
   *
   * @param path the file to write
   * @throws IOException if the file cannot be written
   * @throws IllegalStateException if the karyotyper is closed
   */
  public void writeHtml(Path path) throws IOException {
    byte[] page = new ReviewedCase(karyotype().cell(), List.of(this)).page();
    AtomicFile.write(path, out -> out.write(page));
  }

  synchronized void close() throws IOException {
    if (journal != null) {
      journal.close();
    }
  }
}
