package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with all the ways there are to designate a few chromosomes. */
class KaryotypeSolutionTest {

  private static final int CHROMOSOMES = 3;
  private static final double PRICE = 3;
  private static final double EXACT = 1e-9;

  /** What a chromosome too many and one that is missing cost, for the better pair of sexes. */
  private static double prices(int[] counts) {
    double least = Double.POSITIVE_INFINITY;
    for (int y = 0; y <= 1; y++) {
      double sum = 0;
      for (int type = 0; type < CellCosts.MARKER; type++) {
        int normal = 2;
        if (type == ChromosomeType.X.ordinal()) {
          normal = 2 - y;
        } else if (type == ChromosomeType.Y.ordinal()) {
          normal = y;
        }
        // Half the price for each that fills a place back, half for each beyond.
        sum += PRICE / 2 * (Math.abs(counts[type] - normal) - normal);
      }
      least = Math.min(least, sum);
    }
    return least;
  }

  /** Every way, cheapest cost by numbers, and by designation of each chromosome. */
  private static final class AllWays {
    final Map<String, Double> byCounts = new HashMap<>();
    final double[][] byPlace = new double[CHROMOSOMES][CellCosts.CLASSES];
    double least = Double.POSITIVE_INFINITY;

    AllWays(double[][] costs) {
      for (double[] row : byPlace) {
        Arrays.fill(row, Double.POSITIVE_INFINITY);
      }
      int[] places = new int[CHROMOSOMES];
      int ways = (int) Math.pow(CellCosts.CLASSES, CHROMOSOMES);
      for (int way = 0; way < ways; way++) {
        int left = way;
        int[] counts = new int[CellCosts.CLASSES];
        double cost = 0;
        for (int i = 0; i < CHROMOSOMES; i++, left /= CellCosts.CLASSES) {
          places[i] = left % CellCosts.CLASSES;
          counts[places[i]]++;
          cost += costs[i][places[i]];
        }
        cost += prices(counts);
        least = Math.min(least, cost);
        byCounts.merge(Arrays.toString(counts), cost, Math::min);
        for (int i = 0; i < CHROMOSOMES; i++) {
          byPlace[i][places[i]] = Math.min(byPlace[i][places[i]], cost);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithAllWays(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] costs = new double[CHROMOSOMES][CellCosts.CLASSES];
    for (double[] row : costs) {
      Arrays.setAll(row, type -> 4 + random.nextDouble(4));
      // All want one or two types: extra copies and sex chromosomes come into play.
      row[seed % 2 == 0 ? ChromosomeType.Y.ordinal() : ChromosomeType.C21.ordinal()] =
          random.nextDouble(2);
      row[ChromosomeType.X.ordinal()] = random.nextDouble(3);
    }
    AllWays all = new AllWays(costs);
    KaryotypeSolution solution = KaryotypeSolution.of(costs, PRICE);
    assertThat(solution.cost()).isCloseTo(all.least, within(EXACT));
    assertThat(KaryotypeSolution.costWith(costs, PRICE, solution.counts()))
        .isCloseTo(all.least, within(EXACT));
    for (int i = 0; i < CHROMOSOMES; i++) {
      double margin = Double.POSITIVE_INFINITY;
      for (int type = 0; type < CellCosts.CLASSES; type++) {
        double extra = all.byPlace[i][type] - all.least;
        assertThat(solution.extra(i, type)).isCloseTo(extra, within(EXACT));
        margin = type == solution.placeOf(i) ? margin : Math.min(margin, extra);
      }
      assertThat(solution.margin(i)).isCloseTo(margin, within(EXACT));
    }
    String counts = Arrays.toString(solution.counts());
    double next =
        all.byCounts.entrySet().stream()
            .filter(other -> !other.getKey().equals(counts))
            .mapToDouble(Map.Entry::getValue)
            .min()
            .orElseThrow();
    KaryotypeSolution.RunnerUp runnerUp = solution.runnerUp().orElseThrow();
    assertThat(runnerUp.cost()).isCloseTo(next, within(EXACT));
    assertThat(all.byCounts.get(Arrays.toString(runnerUp.counts()))).isCloseTo(next, within(EXACT));
  }
}
