package io.karyo.chromosome;

import java.util.Objects;
import java.util.Optional;

/**
 * The input of an encoder: a straightened chromosome and, if the rest of its cell is known, the
 * scale of the cell.
 *
 * @param straightened the straightened chromosome
 * @param scale the sizes of its cell, empty for a lone chromosome
 * @param adjustment how its picture is to be changed first; an encoder need not do that
 */
public record PreparedChromosome(
    Straightened straightened, Optional<CellScale> scale, Adjustment adjustment) {

  /**
   * Prepares a chromosome whose picture is not to be changed.
   *
   * @param straightened the straightened chromosome
   * @param scale the sizes of its cell, empty for a lone chromosome
   */
  public PreparedChromosome(Straightened straightened, Optional<CellScale> scale) {
    this(straightened, scale, Adjustment.NONE);
  }

  public PreparedChromosome {
    Objects.requireNonNull(straightened, "straightened");
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(adjustment, "adjustment");
  }
}
