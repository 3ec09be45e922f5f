package io.karyo.review;

import io.karyo.Karyotype;
import io.karyo.model.AtomicFile;
import io.karyo.review.action.Action;
import io.karyo.review.action.ReviewFormatException;
import io.karyo.review.action.TrailEntry;
import io.karyo.review.internal.page.ReviewedCase;
import io.karyo.review.internal.session.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

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

  private final Session session;

  Review(Session session) {
    this.session = session;
  }

  /**
   * Begins the review of a karyotype of an unknown model. Nothing is stored.
   *
   * @param base the karyotype
   * @return its review, without any action
   */
  public static Review of(Karyotype base) {
    return new Review(Session.of(base, null, InstantSource.system()));
  }

  /**
   * Begins the review of a karyotype. Nothing is stored.
   *
   * @param base the karyotype
   * @param model the name or the checksum of the model that found it, which pages and saved reviews
   *     show
   * @return its review, without any action
   */
  public static Review of(Karyotype base, String model) {
    return new Review(
        Session.of(base, Objects.requireNonNull(model, "model"), InstantSource.system()));
  }

  /** Returns what the review is to the rest of this module. */
  Session session() {
    return session;
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
    session.perform(action);
  }

  /** {@return the karyotype as it is now} */
  public Karyotype karyotype() {
    return session.karyotype();
  }

  /** {@return the numbers of the chromosomes of the karyotype that were confirmed, ascending} */
  public Set<Integer> confirmed() {
    Session.View view = session.view();
    Set<Integer> confirmed = new TreeSet<>(view.snapshot().confirmed());
    confirmed.removeAll(view.karyotype().removed());
    return Collections.unmodifiableSet(confirmed);
  }

  /** {@return the note about the cell; empty if there is none} */
  public String note() {
    return session.view().snapshot().note();
  }

  /** {@return the notes about chromosomes, by number} */
  public Map<Integer, String> notes() {
    return session.view().snapshot().notes();
  }

  /** {@return the actions in force, in their order; without undone ones} */
  public List<Action> actions() {
    return session.actions();
  }

  /** {@return all that was done, also what was undone, in order} */
  public List<TrailEntry> trail() {
    return session.view().trail();
  }

  /**
   * {@return the karyotype as JSON with the actions in force, from which the review can be resumed}
   * The format is described in {@code docs/karyotype-json.md}.
   */
  public String toJson() {
    return session.toJson();
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
  public void resume(Path path) throws IOException {
    session.resume(path);
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
    byte[] page = new ReviewedCase(karyotype().cell(), List.of(session)).page();
    AtomicFile.write(path, out -> out.write(page));
  }
}
