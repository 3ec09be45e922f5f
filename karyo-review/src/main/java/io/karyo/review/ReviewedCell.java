package io.karyo.review;

import io.karyo.photo.Segmentation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A review with the pictures that a page shows of it.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
final class ReviewedCell {

  private final int index;
  private final Review review;
  private final Tiles tiles = new Tiles();
  private final @Nullable String photograph;

  ReviewedCell(int index, Review review) {
    this.index = index;
    this.review = review;
    photograph =
        review
            .base()
            .segmentation()
            .map(Segmentation::photograph)
            .map(picture -> Pictures.url(Pictures.png(Pictures.photograph(picture))))
            .orElse(null);
  }

  int index() {
    return index;
  }

  Review review() {
    return review;
  }

  /** Returns the state with all pictures. */
  Map<String, @Nullable Object> state() {
    return stated(StateJson.whole(review.view(), tiles, photograph));
  }

  /** Does an action, and returns the state with the pictures that changed. */
  Map<String, @Nullable Object> perform(Action action) throws IOException {
    Review.Change change = review.perform(action);
    return stated(StateJson.changed(change.after(), change.before(), tiles));
  }

  private Map<String, @Nullable Object> stated(Map<String, @Nullable Object> state) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("index", index);
    json.put("model", review.identity().model());
    json.putAll(state);
    return json;
  }

  /** Returns the state with all pictures and, in each chromosome, its details. */
  Map<String, @Nullable Object> stateWithDetails() {
    Review.View view = review.view();
    return stated(StateJson.detailed(view, tiles, photograph));
  }

  /** Returns what a list of cells shows of this one. */
  Map<String, @Nullable Object> summary() {
    Review.View view = review.view();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("index", index);
    json.put("cell", view.karyotype().cell());
    json.put("iscn", view.karyotype().iscn().toString());
    json.put("chromosomes", view.karyotype().placements().size());
    json.put("review", StateJson.order(view.karyotype()).size());
    json.put("changed", view.changed());
    return json;
  }
}
