package io.karyo.review.internal.session;

import io.karyo.Karyotype;
import io.karyo.model.Require;
import io.karyo.review.action.Action;
import io.karyo.review.action.ReviewFormatException;
import io.karyo.review.action.TrailEntry;
import io.karyo.review.internal.journal.ActionJson;
import io.karyo.review.internal.journal.CellIdentity;
import io.karyo.review.internal.journal.Journal;
import io.karyo.review.internal.journal.SavedReview;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The review of one cell, behind the public {@code Review}, with what the page, the exports and the
 * server need beside it.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls; actions are done one after the other.
 */
public final class Session {

  /** An action, in words, and the state after it. */
  private record Step(ActionJson.Dated dated, String text, Snapshot after) {}

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
  public record View(
      Snapshot snapshot,
      List<Snapshot.Moved> moved,
      int version,
      boolean changed,
      @Nullable String undo,
      @Nullable String redo,
      List<TrailEntry> trail) {

    public Karyotype karyotype() {
      return snapshot.karyotype();
    }
  }

  /** What was shown before an action, and after it. */
  public record Change(View before, View after) {}

  private final Snapshot base;
  private final CellIdentity identity;
  private final @Nullable Journal journal;
  private final InstantSource clock;
  private final List<Step> steps = new ArrayList<>();
  private final List<TrailEntry> trail = new ArrayList<>();
  private int inForce;
  private List<Snapshot.Moved> moved = List.of();

  private Session(
      Karyotype base, CellIdentity identity, @Nullable Journal journal, InstantSource clock) {
    this.base = Snapshot.of(base);
    this.identity = identity;
    this.journal = journal;
    this.clock = clock;
  }

  /** Begins the review of a karyotype. Nothing is stored. */
  public static Session of(Karyotype base, @Nullable String model, InstantSource clock) {
    return new Session(base, CellIdentity.of(base, model), null, clock);
  }

  /**
   * Opens a review, with its journal if it has a folder.
   *
   * @param folder where its journal is; null for none
   * @param model the name or checksum of the model; null if unknown
   * @throws ReviewFormatException if the journal is not one of this cell and model
   * @throws IOException if the journal cannot be read or written, or is in use
   */
  public static Session open(
      Karyotype base, @Nullable String model, @Nullable Path folder, InstantSource clock)
      throws IOException {
    if (folder == null) {
      return of(base, model, clock);
    }
    CellIdentity identity = CellIdentity.of(base, model);
    Journal journal = Journal.open(folder, identity);
    try {
      Session session = new Session(base, identity, journal, clock);
      session.replay(journal);
      return session;
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

  /** Does an action and returns what it changed. */
  public synchronized Change perform(Action action) throws IOException {
    return perform(new ActionJson.Dated(clock.instant().truncatedTo(ChronoUnit.MILLIS), action));
  }

  private Change perform(ActionJson.Dated dated) throws IOException {
    Require.that(
        trail.size() < Journal.MAX_ACTIONS,
        "actions",
        "at most " + Journal.MAX_ACTIONS,
        trail.size() + 1);
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

  public synchronized View view() {
    return new View(
        snapshot(),
        moved,
        trail.size(),
        inForce > 0,
        inForce == 0 ? null : steps.get(inForce - 1).text,
        inForce == steps.size() ? null : steps.get(inForce).text,
        List.copyOf(trail));
  }

  public CellIdentity identity() {
    return identity;
  }

  public Karyotype base() {
    return base.karyotype();
  }

  public synchronized Karyotype karyotype() {
    return snapshot().karyotype();
  }

  public synchronized List<Action> actions() {
    return datedActions().stream().map(ActionJson.Dated::action).toList();
  }

  private List<ActionJson.Dated> datedActions() {
    return steps.subList(0, inForce).stream().map(Step::dated).toList();
  }

  /** Returns the karyotype as JSON with the actions in force. */
  public String toJson() {
    Snapshot now;
    List<ActionJson.Dated> actions;
    synchronized (this) {
      now = snapshot();
      actions = datedActions();
    }
    return SavedReview.write(now.karyotype(), identity, actions, now.remarks());
  }

  /**
   * Does the actions of a saved review. None may have been done before.
   *
   * @throws ReviewFormatException if the file is anything else, or of another cell or model
   * @throws IllegalStateException if actions were done before
   */
  public synchronized void resume(Path path) throws IOException {
    if (!trail.isEmpty()) {
      throw new IllegalStateException(
          "review: must be without actions to resume " + path + ", found " + trail.size());
    }
    List<ActionJson.Dated> actions = SavedReview.read(path, identity);
    Session trial = new Session(base.karyotype(), identity, null, clock);
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

  public synchronized void close() throws IOException {
    if (journal != null) {
      journal.close();
    }
  }
}
