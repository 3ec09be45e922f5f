package io.karyo.review.internal.page;

import io.karyo.photo.Segmentation;
import io.karyo.review.action.Action;
import io.karyo.review.internal.session.Session;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A review with the pictures that a page shows of it.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
public final class ReviewedCell {

  private final int index;
  private final Session session;
  private final Tiles tiles = new Tiles();
  private final @Nullable String photograph;

  ReviewedCell(int index, Session session) {
    this.index = index;
    this.session = session;
    photograph =
        session
            .base()
            .segmentation()
            .map(Segmentation::photograph)
            .map(picture -> Pictures.url(Pictures.png(Pictures.photograph(picture))))
            .orElse(null);
  }

  public int index() {
    return index;
  }

  public Session session() {
    return session;
  }

  /** Returns the state with all pictures. */
  public Map<String, @Nullable Object> state() {
    return stated(StateJson.whole(session.view(), tiles, photograph));
  }

  /** Does an action, and returns the state with the pictures that changed. */
  public Map<String, @Nullable Object> perform(Action action) throws IOException {
    Session.Change change = session.perform(action);
    return stated(StateJson.changed(change.after(), change.before(), tiles));
  }

  private Map<String, @Nullable Object> stated(Map<String, @Nullable Object> state) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("index", index);
    json.put("model", session.identity().model());
    json.putAll(state);
    return json;
  }

  /** Returns the state with all pictures and, in each chromosome, its details. */
  Map<String, @Nullable Object> stateWithDetails() {
    Session.View view = session.view();
    return stated(StateJson.detailed(view, tiles, photograph));
  }

  /** Returns a small picture of the karyogram, as a URL. */
  String smallKaryogram() {
    return tiles.karyogram(session.karyotype());
  }

  /** Returns what a list of cells shows of this one. */
  Map<String, @Nullable Object> summary() {
    Session.View view = session.view();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("index", index);
    json.put("cell", view.karyotype().cell());
    json.put("iscn", view.karyotype().iscn().toString());
    json.put("chromosomes", view.karyotype().placements().size());
    json.put("review", StateJson.order(view.karyotype()).size());
    json.put("numbersReview", view.karyotype().numbersNeedReview());
    json.put("unfamiliar", view.karyotype().isUnfamiliar());
    json.put("changed", view.changed());
    return json;
  }
}
