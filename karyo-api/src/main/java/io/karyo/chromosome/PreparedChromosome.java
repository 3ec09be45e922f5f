package io.karyo.chromosome;

import java.util.Objects;
import java.util.Optional;

/**
 * The input of an encoder: a straightened chromosome and, if the rest of its cell is known, the
 * scale of the cell.
 *
 * @param straightened the straightened chromosome
 * @param scale the sizes of its cell, empty for a lone chromosome
 */
public record PreparedChromosome(Straightened straightened, Optional<CellScale> scale) {
  public PreparedChromosome {
    Objects.requireNonNull(straightened, "straightened");
    Objects.requireNonNull(scale, "scale");
  }
}
