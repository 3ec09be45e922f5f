package io.karyo.classify.karyotype;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest assignment of items to a few classes, where each item has a cost in each class and
 * each class a price for its number of items.
 *
 * <p><b>Method:</b> minimum-cost flow from items over classes to one sink, by successive shortest
 * paths (Ahuja, Magnanti, Orlin 1993, section 9.7). Items are only looked at to find the cheapest
 * move from one class to another, so that paths are searched in a graph of the classes alone. Exact
 * if the prices of a class are convex: no further item costs less than the one before it.
 *
 * <p>When all items are placed, the shortest paths between all classes give the cost of the best
 * solution in which one item has a given other class, or in which the numbers differ.
 *
 * <p><b>Thread safety:</b> immutable once made.
 */
final class CountedAssignment {

  /** What a further item in a class costs. */
  @FunctionalInterface
  interface Prices {
    /**
     * Returns a price.
     *
     * @param type the class
     * @param count how many items it has with this one, at least 1
     * @return the price of the last of them, no less than that of the one before
     */
    double ofCopy(int type, int count);
  }

  private static final int NOT_PLACED = -1;
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Rounding may let a cycle of no cost look like a gain. */
  private static final double ROUNDING = 1e-9;

  private final double[][] costs;
  private final Prices prices;
  private final int classes;
  private final int[] places;
  private final int[] counts;
  private final double cost;

  /** What it costs to make one class smaller and another larger by one, prices left out. */
  private final double[][] transfers;

  /** The same with prices, over classes whose numbers may change; the last one is the sink. */
  private final double[][] distances;

  private CountedAssignment(double[][] costs, int classes, Prices prices) {
    this.costs = costs;
    this.prices = prices;
    this.classes = classes;
    this.places = new int[costs.length];
    this.counts = new int[classes];
    Arrays.fill(places, NOT_PLACED);
    for (int item = 0; item < costs.length; item++) {
      place(item);
    }
    this.cost = total();
    this.distances = moves();
    this.transfers = new double[classes][];
    Arrays.setAll(transfers, type -> Arrays.copyOf(distances[type], classes));
    shorten(transfers);
    shorten(distances);
  }

  /**
   * Solves.
   *
   * @param costs of each item in each class, finite
   * @param classes the number of classes, at least 1
   * @param prices convex
   */
  static CountedAssignment solve(double[][] costs, int classes, Prices prices) {
    return new CountedAssignment(costs, classes, prices);
  }

  /** Puts one more item where it costs least, moving others on as needed. */
  private void place(int item) {
    int[][] movers = movers();
    double[] distance = costs[item].clone();
    int[] before = new int[classes];
    Arrays.fill(before, NOT_PLACED);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int from = 0; from < classes; from++) {
        for (int to = 0; to < classes; to++) {
          int mover = movers[from][to];
          if (mover != NOT_PLACED
              && distance[from] + move(mover, from, to) < distance[to] - ROUNDING) {
            distance[to] = distance[from] + move(mover, from, to);
            before[to] = from;
            changed = true;
          }
        }
      }
    }
    int last = 0;
    double least = NONE;
    for (int type = 0; type < classes; type++) {
      double through = distance[type] + prices.ofCopy(type, counts[type] + 1);
      if (through < least) {
        least = through;
        last = type;
      }
    }
    counts[last]++;
    int to = last;
    for (int from = before[to]; from != NOT_PLACED; from = before[to]) {
      places[movers[from][to]] = to;
      to = from;
    }
    places[item] = to;
  }

  private double move(int item, int from, int to) {
    return costs[item][to] - costs[item][from];
  }

  /** The item of each class that moves most cheaply to each other class. */
  private int[][] movers() {
    int[][] movers = new int[classes][classes];
    for (int[] row : movers) {
      Arrays.fill(row, NOT_PLACED);
    }
    for (int item = 0; item < places.length; item++) {
      int from = places[item];
      if (from != NOT_PLACED) {
        int[] row = movers[from];
        for (int to = 0; to < classes; to++) {
          if (to != from
              && (row[to] == NOT_PLACED || move(item, from, to) < move(row[to], from, to))) {
            row[to] = item;
          }
        }
      }
    }
    return movers;
  }

  private double total() {
    double sum = 0;
    for (int item = 0; item < places.length; item++) {
      sum += costs[item][places[item]];
    }
    for (int type = 0; type < classes; type++) {
      for (int count = 1; count <= counts[type]; count++) {
        sum += prices.ofCopy(type, count);
      }
    }
    return sum;
  }

  /** The moves that are left; the last row and column are the sink. */
  private double[][] moves() {
    int[][] movers = movers();
    double[][] moves = new double[classes + 1][classes + 1];
    for (int from = 0; from < classes; from++) {
      for (int to = 0; to < classes; to++) {
        int mover = movers[from][to];
        if (from != to) {
          moves[from][to] = mover == NOT_PLACED ? NONE : move(mover, from, to);
        }
      }
      moves[from][classes] = prices.ofCopy(from, counts[from] + 1);
      moves[classes][from] = counts[from] == 0 ? NONE : -prices.ofCopy(from, counts[from]);
    }
    return moves;
  }

  /** Floyd and Warshall's shortest paths, in place. */
  private static void shorten(double[][] paths) {
    for (int over = 0; over < paths.length; over++) {
      for (double[] path : paths) {
        double first = path[over];
        if (first < NONE) {
          for (int to = 0; to < paths.length; to++) {
            path[to] = Math.min(path[to], first + paths[over][to]);
          }
        }
      }
    }
  }

  /** The total cost of items and prices. */
  double cost() {
    return cost;
  }

  /** The class of an item. */
  int placeOf(int item) {
    return places[item];
  }

  /** How many items each class has. */
  int[] counts() {
    return counts.clone();
  }

  /**
   * {@return the cost of the best solution in which an item has a given class, at least {@link
   * #cost()}}
   */
  double costWith(int item, int type) {
    int place = places[item];
    return type == place
        ? cost
        : cost + Math.max(0, move(item, place, type) + distances[type][place]);
  }

  /**
   * {@return the best solution with other numbers, in which one class has one item less and another
   * one more; empty if there is no item}
   */
  Optional<OtherCounts> otherCounts() {
    @Nullable OtherCounts best = null;
    for (int less = 0; less < classes; less++) {
      for (int more = 0; more < classes && counts[less] > 0; more++) {
        double change =
            transfers[less][more]
                + prices.ofCopy(more, counts[more] + 1)
                - prices.ofCopy(less, counts[less]);
        if (less != more && (best == null || cost + Math.max(0, change) < best.cost())) {
          best = new OtherCounts(less, more, cost + Math.max(0, change));
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * A solution with other numbers.
   *
   * @param less the class with one item less
   * @param more the class with one item more
   * @param cost what it costs
   */
  record OtherCounts(int less, int more, double cost) {}
}
