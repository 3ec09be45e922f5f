package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.classify.karyotype.CountedAssignment.Prices;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountedAssignmentTest {

  private static final double EXACT = 1e-9;

  /** As many items a class as the other solver can be asked about. */
  private static final int MOST = 6;

  /** A small problem whose prices are convex. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Problem(double[][] costs, int classes, double[][] prices) {

    static Problem drawn(SplittableRandom random, int items, int classes) {
      double[][] costs = new double[items][classes];
      double[][] prices = new double[classes][];
      for (double[] row : costs) {
        // Few different values, so that there are ties.
        Arrays.setAll(row, i -> random.nextInt(8) / 2.0);
      }
      for (int type = 0; type < classes; type++) {
        prices[type] = random.doubles(items + 1, -3, 3).sorted().toArray();
      }
      return new Problem(costs, classes, prices);
    }

    Prices asPrices() {
      return (type, count) -> prices[type][count - 1];
    }

    CountedAssignment solve() {
      return CountedAssignment.solve(costs, classes, asPrices());
    }

    double cost(int[] places) {
      double sum = 0;
      int[] counts = new int[classes];
      for (int item = 0; item < places.length; item++) {
        sum += costs[item][places[item]] + prices[places[item]][counts[places[item]]++];
      }
      return sum;
    }

    int[] counts(int[] places) {
      int[] counts = new int[classes];
      Arrays.stream(places).forEach(place -> counts[place]++);
      return counts;
    }

    /** Tries all ways. */
    double cheapest(Predicate<int[]> allowed) {
      double least = Double.POSITIVE_INFINITY;
      int ways = (int) Math.pow(classes, costs.length);
      for (int way = 0; way < ways; way++) {
        int[] places = new int[costs.length];
        for (int item = 0, rest = way; item < places.length; item++, rest /= classes) {
          places[item] = rest % classes;
        }
        if (allowed.test(places)) {
          least = Math.min(least, cost(places));
        }
      }
      return least;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void isAsCheapAsTheBestOfAllWays(int items) {
    SplittableRandom random = new SplittableRandom(items);
    for (int round = 0; round < 200; round++) {
      Problem problem = Problem.drawn(random, items, 1 + random.nextInt(4));
      CountedAssignment solution = problem.solve();
      int[] places = IntStream.range(0, items).map(solution::placeOf).toArray();
      assertThat(solution.cost())
          .isCloseTo(problem.cheapest(way -> true), within(EXACT))
          .isCloseTo(problem.cost(places), within(EXACT));
      assertThat(solution.counts()).isEqualTo(problem.counts(places));
    }
  }

  @Test
  void knowsWhatTheBestSolutionCostsWithAnyItemInAnyClass() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 100; round++) {
      Problem problem = Problem.drawn(random, 1 + random.nextInt(5), 1 + random.nextInt(4));
      CountedAssignment solution = problem.solve();
      for (int item = 0; item < problem.costs().length; item++) {
        for (int type = 0; type < problem.classes(); type++) {
          int i = item;
          int wanted = type;
          assertThat(solution.costWith(item, type))
              .as("round %d, item %d in class %d", round, item, type)
              .isCloseTo(problem.cheapest(way -> way[i] == wanted), within(EXACT));
        }
      }
    }
  }

  @Test
  void knowsTheBestSolutionWithOtherNumbers() {
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < 200; round++) {
      Problem problem = Problem.drawn(random, 1 + random.nextInt(5), 2 + random.nextInt(3));
      CountedAssignment solution = problem.solve();
      CountedAssignment.OtherCounts other = solution.otherCounts().orElseThrow();
      assertThat(other.cost())
          .isCloseTo(
              problem.cheapest(way -> !Arrays.equals(problem.counts(way), solution.counts())),
              within(EXACT));
      int[] counts = solution.counts();
      counts[other.less()]--;
      counts[other.more()]++;
      assertThat(other.cost())
          .isCloseTo(
              problem.cheapest(way -> Arrays.equals(problem.counts(way), counts)), within(EXACT));
    }
  }

  @Test
  void agreesWithAnotherSolverOnWholeCells() {
    SplittableRandom random = new SplittableRandom(9);
    for (int round = 0; round < 10; round++) {
      Problem problem = Problem.drawn(random, 40 + random.nextInt(10), 24);
      for (double[] row : problem.costs()) {
        Arrays.setAll(row, i -> -Math.log(random.nextDouble()));
      }
      for (double[] prices : problem.prices()) {
        Arrays.fill(prices, MOST, prices.length, 1e3);
      }
      assertThat(problem.solve().cost()).isCloseTo(byJGraphT(problem), within(1e-6));
    }
  }

  /** Each place of each class is a node; places that stay empty are matched with nobody. */
  private static double byJGraphT(Problem problem) {
    int items = problem.costs().length;
    SimpleWeightedGraph<String, DefaultWeightedEdge> graph =
        new SimpleWeightedGraph<>(DefaultWeightedEdge.class);
    Set<String> left = new HashSet<>();
    Set<String> right = new HashSet<>();
    for (int i = 0; i < problem.classes() * MOST; i++) {
      left.add("item " + i);
      right.add("place " + i);
    }
    left.forEach(graph::addVertex);
    right.forEach(graph::addVertex);
    for (int i = 0; i < left.size(); i++) {
      for (int place = 0; place < right.size(); place++) {
        int type = place / MOST;
        double cost =
            i < items ? problem.costs()[i][type] + problem.prices()[type][place % MOST] : 0;
        graph.setEdgeWeight(graph.addEdge("item " + i, "place " + place), cost + 10);
      }
    }
    return new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(graph, left, right)
            .getMatching()
            .getWeight()
        - 10 * left.size();
  }

  @Test
  void aConstantForOneItemChangesNothingElse() {
    SplittableRandom random = new SplittableRandom(10);
    Problem problem = Problem.drawn(random, 30, 10);
    for (double[] row : problem.costs()) {
      Arrays.setAll(row, i -> random.nextDouble());
    }
    CountedAssignment before = problem.solve();
    double[] row = problem.costs()[11];
    Arrays.setAll(row, i -> row[i] + 5);
    CountedAssignment after = problem.solve();
    assertThat(after.cost()).isCloseTo(before.cost() + 5, within(EXACT));
    for (int item = 0; item < 30; item++) {
      assertThat(after.placeOf(item)).isEqualTo(before.placeOf(item));
    }
  }

  @Test
  void theOrderOfItemsDoesNotMatter() {
    SplittableRandom random = new SplittableRandom(11);
    Problem problem = Problem.drawn(random, 30, 10);
    for (double[] row : problem.costs()) {
      Arrays.setAll(row, i -> random.nextDouble());
    }
    CountedAssignment solution = problem.solve();
    List<double[]> rows = Arrays.asList(problem.costs().clone());
    Collections.reverse(rows);
    CountedAssignment reversed =
        CountedAssignment.solve(
            rows.toArray(double[][]::new), problem.classes(), problem.asPrices());
    for (int item = 0; item < 30; item++) {
      assertThat(reversed.placeOf(29 - item)).isEqualTo(solution.placeOf(item));
    }
  }

  @Test
  void nothingCostsNothing() {
    CountedAssignment empty = CountedAssignment.solve(new double[0][], 3, (type, count) -> count);
    assertThat(empty.cost()).isZero();
    assertThat(empty.counts()).containsOnly(0);
    assertThat(empty.otherCounts()).isEmpty();
  }
}
