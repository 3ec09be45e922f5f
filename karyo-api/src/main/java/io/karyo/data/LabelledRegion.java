package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.photo.Region;
import java.util.Objects;

/**
 * The pixels of one type of chromosome in a photograph, as annotated.
 *
 * @param type the type
 * @param region connected pixels of the type with the overlaps at them; two homologues that touch
 *     are one region
 */
public record LabelledRegion(ChromosomeType type, Region region) {

  public LabelledRegion {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(region, "region");
  }
}
