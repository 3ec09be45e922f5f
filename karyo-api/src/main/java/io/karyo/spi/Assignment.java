package io.karyo.spi;

import io.karyo.chromosome.Placement;
import io.karyo.iscn.Iscn;
import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a {@link TrainedAssigner} makes of a cell.
 *
 * @param placements one for each chromosome, in the order of the evidence
 * @param margin how much less probable the best solution with other numbers of chromosomes is:
 *     natural logarithm of the ratio, at least 0
 * @param runnerUp the numbers of that solution
 * @param review whether the numbers are too doubtful for the precision that is wanted
 * @param vouched the share of right designations, among those not marked, that cells of known types
 *     vouch for with 95 % confidence; below the precision that is wanted if they are too few. Empty
 *     if nothing vouches: without such cells, or for an unfamiliar cell
 * @param unfamiliar whether the cell as a whole looks like none that the model knows, as cells of
 *     another laboratory do
 */
public record Assignment(
    List<Placement> placements,
    double margin,
    Iscn runnerUp,
    boolean review,
    OptionalDouble vouched,
    boolean unfamiliar) {

  /**
   * Makes an assignment that nothing vouches for.
   *
   * @param placements one for each chromosome, in the order of the evidence
   * @param margin of the numbers, at least 0
   * @param runnerUp the numbers of the second-best solution
   * @param review whether the numbers are too doubtful for the precision that is wanted
   */
  public Assignment(List<Placement> placements, double margin, Iscn runnerUp, boolean review) {
    this(placements, margin, runnerUp, review, OptionalDouble.empty(), false);
  }

  public Assignment {
    placements = List.copyOf(placements);
    Objects.requireNonNull(runnerUp, "runnerUp");
    Objects.requireNonNull(vouched, "vouched");
    Require.that(margin >= 0, "margin", "at least 0", margin);
    vouched.ifPresent(share -> Require.inRange("vouched", share, 0, 1));
  }
}
