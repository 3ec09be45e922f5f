package io.karyo.review.internal.journal;

import io.karyo.Karyotype;
import io.karyo.model.Require;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the actions of a review belong to.
 *
 * @param cell the name of the cell
 * @param model the name or checksum of the model; null if unknown
 * @param images the {@link Fingerprint} of the cell before any action
 */
public record CellIdentity(String cell, @Nullable String model, String images) {

  public static CellIdentity of(Karyotype base, @Nullable String model) {
    return new CellIdentity(base.cell(), model, Fingerprint.of(base));
  }

  /**
   * Checks that a file is of this cell and model.
   *
   * @throws IllegalArgumentException if it is of another
   */
  void requireSame(
      @Nullable Object foundCell, @Nullable Object foundModel, @Nullable Object foundImages) {
    Require.that(cell.equals(foundCell), "cell", "'" + cell + "'", "'" + foundCell + "'");
    Require.that(
        images.equals(foundImages), "images", "those of the cell", "those of other images");
    Require.that(Objects.equals(model, foundModel), "model", "'" + model + "'", foundModel + "");
  }

  void addTo(Map<String, @Nullable Object> json) {
    json.put("cell", cell);
    json.put("model", model);
    json.put("images", images);
  }
}
