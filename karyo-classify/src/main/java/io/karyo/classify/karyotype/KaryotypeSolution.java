package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.iscn.Iscn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The cheapest designations of a cell: two places for each autosome and XX or XY, with a price for
 * each chromosome too many or missing. Each of the two pairs of sex chromosomes is solved for; the
 * cheaper one is taken.
 */
final class KaryotypeSolution {

  /** The numbers of a normal cell; the marker comes last. */
  private static final List<int[]> NORMAL = List.of(normal(2, 0), normal(1, 1));

  /** The counts of the next best karyotype, and its cost. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record RunnerUp(int[] counts, double cost) {}

  private final List<CountedAssignment> solutions;
  private final CountedAssignment best;

  private KaryotypeSolution(List<CountedAssignment> solutions) {
    this.solutions = solutions;
    this.best =
        solutions.get(0).cost() <= solutions.get(1).cost() ? solutions.get(0) : solutions.get(1);
  }

  private static int[] normal(int x, int y) {
    int[] counts = new int[CellCosts.CLASSES];
    Arrays.fill(counts, 2);
    counts[ChromosomeType.X.ordinal()] = x;
    counts[ChromosomeType.Y.ordinal()] = y;
    counts[CellCosts.MARKER] = 0;
    return counts;
  }

  /**
   * Solves.
   *
   * @param costs of each designation of each chromosome
   * @param price of one chromosome too many and another missing: half of it each
   */
  static KaryotypeSolution of(double[][] costs, double price) {
    List<CountedAssignment> solutions = new ArrayList<>();
    for (int[] normal : NORMAL) {
      solutions.add(
          CountedAssignment.solve(
              costs, CellCosts.CLASSES, (type, count) -> price(type, count, normal, price)));
    }
    return new KaryotypeSolution(solutions);
  }

  private static double price(int type, int count, int[] normal, double price) {
    if (type == CellCosts.MARKER) {
      return 0;
    }
    return count <= normal[type] ? -price / 2 : price / 2;
  }

  /** What the best solution with given numbers costs; comparable with {@link #cost()}. */
  static double costWith(double[][] costs, double price, int[] counts) {
    double designations =
        CountedAssignment.solve(
                costs,
                CellCosts.CLASSES,
                (type, count) -> count <= counts[type] ? 0 : CellCosts.FORBIDDEN)
            .cost();
    double least = Double.POSITIVE_INFINITY;
    for (int[] normal : NORMAL) {
      double prices = 0;
      for (int type = 0; type < counts.length; type++) {
        for (int count = 1; count <= counts[type]; count++) {
          prices += price(type, count, normal, price);
        }
      }
      least = Math.min(least, prices);
    }
    return designations + least;
  }

  /** Returns whether the numbers are those of a normal cell. */
  static boolean isNormal(int[] counts) {
    return NORMAL.stream().anyMatch(normal -> Arrays.equals(normal, counts));
  }

  static Iscn iscn(int[] counts) {
    return Iscn.of(Arrays.copyOf(counts, TypeMeans.TYPES), counts[CellCosts.MARKER]);
  }

  double cost() {
    return best.cost();
  }

  int placeOf(int chromosome) {
    return best.placeOf(chromosome);
  }

  int[] counts() {
    return best.counts();
  }

  /** How much more the best solution with a given designation costs. */
  double extra(int chromosome, int designation) {
    double least = Double.POSITIVE_INFINITY;
    for (CountedAssignment solution : solutions) {
      least = Math.min(least, solution.costWith(chromosome, designation));
    }
    return Math.max(0, least - best.cost());
  }

  /** How much more the best solution without this designation costs. */
  double margin(int chromosome) {
    double least = Double.POSITIVE_INFINITY;
    for (int other = 0; other < CellCosts.CLASSES; other++) {
      if (other != placeOf(chromosome)) {
        least = Math.min(least, extra(chromosome, other));
      }
    }
    return least;
  }

  /** The best solution with other numbers, empty if pins or the lack of chromosomes allow none. */
  Optional<RunnerUp> runnerUp() {
    RunnerUp runnerUp = null;
    for (CountedAssignment solution : solutions) {
      int[] counts = solution.counts();
      double cost = solution.cost();
      if (Arrays.equals(counts, best.counts())) {
        Optional<CountedAssignment.OtherCounts> other = solution.otherCounts();
        if (other.isEmpty()) {
          continue;
        }
        counts[other.get().less()]--;
        counts[other.get().more()]++;
        cost = other.get().cost();
      }
      if (runnerUp == null || cost < runnerUp.cost()) {
        runnerUp = new RunnerUp(counts, cost);
      }
    }
    // Where all is pinned, other numbers would break a pin.
    return runnerUp == null || runnerUp.cost() - best.cost() >= CellCosts.FORBIDDEN / 2
        ? Optional.empty()
        : Optional.of(runnerUp);
  }
}
