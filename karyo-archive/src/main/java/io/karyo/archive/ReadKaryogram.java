package io.karyo.archive;

import io.karyo.image.Metaphase;
import java.util.List;
import java.util.Objects;

/**
 * What was found in a karyogram.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param picture the karyogram
 * @param cutOuts its chromosomes in the order of their labels, those of a place from the left
 * @param notes what was noticed about the whole, for a person to read
 */
public record ReadKaryogram(Metaphase picture, List<CutOut> cutOuts, List<String> notes) {

  public ReadKaryogram {
    Objects.requireNonNull(picture, "picture");
    cutOuts = List.copyOf(cutOuts);
    notes = List.copyOf(notes);
  }
}
