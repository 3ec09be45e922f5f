package io.karyo.spi;

import io.karyo.chromosome.Placement;
import io.karyo.iscn.Iscn;
import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The result of a {@link TrainedAssigner} for a cell.
 *
 * @param placements one per chromosome, in the order of the evidence
 * @param margin how much less probable the best solution with other chromosome numbers is: natural
 *     logarithm of the ratio, at least 0
 * @param runnerUp the numbers of that solution
 * @param review whether the numbers are too doubtful for the target precision
 * @param vouched the precision that validation cells prove with 95 % confidence: the share of
 *     correct designations among those not marked. It is below the target precision if there are
 *     too few cells, and empty without validation cells or for an unfamiliar cell
 * @param unfamiliar whether most chromosomes of the cell look untypical, as those of another
 *     laboratory do
 */
public record Assignment(
    List<Placement> placements,
    double margin,
    Iscn runnerUp,
    boolean review,
    OptionalDouble vouched,
    boolean unfamiliar) {

  /**
   * Creates an assignment without a vouched precision.
   *
   * @param placements one per chromosome, in the order of the evidence
   * @param margin the margin of the numbers, at least 0
   * @param runnerUp the numbers of the second-best solution
   * @param review whether the numbers are too doubtful for the target precision
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
