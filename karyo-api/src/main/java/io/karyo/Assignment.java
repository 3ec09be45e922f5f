package io.karyo;

import java.util.List;
import java.util.Objects;

/**
 * What a {@link TrainedAssigner} made of a cell.
 *
 * @param placements one a chromosome, in the order of the evidence
 * @param margin how much less probable the best solution with other numbers of chromosomes is:
 *     natural logarithm of the ratio, at least 0
 * @param runnerUp the numbers of that solution
 * @param review whether the numbers are too doubtful for the precision that is wanted
 */
public record Assignment(List<Placement> placements, double margin, Iscn runnerUp, boolean review) {
  public Assignment {
    placements = List.copyOf(placements);
    Objects.requireNonNull(runnerUp, "runnerUp");
    if (!(margin >= 0)) {
      throw new IllegalArgumentException("margin: must be at least 0, found " + margin);
    }
  }
}
