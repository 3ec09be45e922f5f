package io.karyo.archive;

import io.karyo.chromosome.Designation;
import io.karyo.image.ChromosomeImage;
import io.karyo.photo.Region;
import java.util.List;
import java.util.Objects;

/**
 * A chromosome that was cut out of a karyogram.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param image the chromosome alone, on even paper, in the tone of the karyogram
 * @param label its number there, or a marker
 * @param region its pixels, in px of the karyogram
 * @param warnings what is doubtful about it; empty if nothing is
 */
public record CutOut(
    ChromosomeImage image, Designation label, Region region, List<Warning> warnings) {

  public CutOut {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(region, "region");
    warnings = List.copyOf(warnings);
  }

  /** {@return whether something is doubtful} */
  public boolean isDoubtful() {
    return !warnings.isEmpty();
  }
}
