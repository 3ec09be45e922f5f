package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.photo.Box;
import java.util.Objects;

/**
 * The place and the type of one chromosome in a photograph, as annotated.
 *
 * @param type the type
 * @param box the box, with the margin that the annotators left around the chromosome
 */
public record LabelledBox(ChromosomeType type, Box box) {

  public LabelledBox {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(box, "box");
  }
}
