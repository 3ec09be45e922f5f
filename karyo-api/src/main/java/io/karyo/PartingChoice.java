package io.karyo;

import io.karyo.spi.TrainedAssigner;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses how the clusters of a photograph are parted by what the pieces look like: a piece that is
 * no whole chromosome looks typical of no type, and a cell has two of each.
 *
 * <p>The price of a choice is the weighted sum of the shapes' costs, of how untypical each piece
 * is, and of the best karyotype of all pieces, in which unusual numbers have a price. Each cluster
 * begins with the parting that is cheapest for itself; then one cluster after the other is parted
 * as is cheapest for the whole cell, until nothing changes. Branch and bound (Land and Doig 1960)
 * then finds the cheapest choice of all, or stops after {@link #MOST_PRICES} cells and leaves the
 * cheapest so far.
 *
 * <p>The bound: chromosomes that join a cell cost at least as much as they would alone, because
 * they can only find fewer free places. An assigner for which that does not hold gets a good choice
 * that need not be the cheapest.
 */
final class PartingChoice {

  /**
   * So many cells are priced at most, each in about half a millisecond; parts of a cell, of which
   * each parting is priced by itself first, do not count.
   */
  static final int MOST_PRICES = 600;

  private static final int MOST_ROUNDS = 10;

  /** Rounding makes no choice cheaper. */
  private static final double CHEAPER = 1e-9;

  private final PartingCandidates candidates;
  private final PartingRules rules;
  private final TrainedAssigner assigner;

  /** The price of each parting of each cluster whatever the others are, types left out. */
  private final double[][] ownPrices;

  /** The least that each parting of each cluster costs, its types included. */
  private final double[][] bounds;

  private final double[] leastBounds;

  /** The least that any choice costs. */
  private final double leastOfAll;

  private int[] chosen;
  private double least;
  private int prices;

  /**
   * Begins with a choice.
   *
   * @param first the number of a parting of each cluster
   */
  private PartingChoice(
      PartingCandidates candidates, PartingRules rules, TrainedAssigner assigner, int[] first) {
    this.candidates = candidates;
    this.rules = rules;
    this.assigner = assigner;
    chosen = first;
    ownPrices = new double[chosen.length][];
    bounds = new double[chosen.length][];
    leastBounds = new double[chosen.length];
    int[] one = nothingChosen();
    double empty = priceOfTypes(one);
    for (int i = 0; i < chosen.length; i++) {
      ownPrices[i] = new double[candidates.partings(i)];
      bounds[i] = new double[ownPrices[i].length];
      for (int j = 0; j < ownPrices[i].length; j++) {
        ownPrices[i][j] = rules.inCell().price(candidates.evidence(i, j));
        one[i] = j;
        bounds[i][j] = ownPrices[i][j] + priceOfTypes(one) - empty;
      }
      one[i] = PartingCandidates.LEFT_OUT;
      leastBounds[i] = Arrays.stream(bounds[i]).min().orElseThrow();
    }
    leastOfAll = empty + Arrays.stream(leastBounds).sum();
  }

  /**
   * Chooses for all clusters of a cell together.
   *
   * @param assigner prices whole cells
   * @return the number of the chosen parting of each cluster
   */
  static int[] inCell(PartingCandidates candidates, PartingRules rules, TrainedAssigner assigner) {
    int[] alone = alone(candidates, rules);
    if (candidates.priceOfTypes(alone, assigner).isEmpty()) {
      return alone;
    }
    PartingChoice choice = new PartingChoice(candidates, rules, assigner, alone);
    choice.improve();
    choice.search();
    return choice.chosen;
  }

  /**
   * Chooses for each cluster by itself.
   *
   * @return the number of the chosen parting of each cluster
   */
  static int[] alone(PartingCandidates candidates, PartingRules rules) {
    int[] chosen = new int[candidates.clusters()];
    for (int i = 0; i < chosen.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < candidates.partings(i); j++) {
        double price = rules.alone().price(candidates.evidenceAlone(i, j));
        if (price < least - CHEAPER) {
          least = price;
          chosen[i] = j;
        }
      }
    }
    return chosen;
  }

  private int[] nothingChosen() {
    int[] nothing = new int[chosen.length];
    Arrays.fill(nothing, PartingCandidates.LEFT_OUT);
    return nothing;
  }

  /** Parts one cluster after the other as is cheapest for the whole cell. */
  private void improve() {
    least = price(chosen);
    boolean changed = true;
    for (int round = 0; round < MOST_ROUNDS && changed; round++) {
      changed = false;
      for (int i = 0; i < chosen.length; i++) {
        int[] other = chosen.clone();
        for (int j = 0; j < bounds[i].length; j++) {
          other[i] = j;
          if (j != chosen[i] && prices < MOST_PRICES && couldBeCheaper(i, j, leastOfAll)) {
            changed |= takeIfCheaper(other, price(other));
          }
        }
      }
    }
  }

  /** Whether a choice with a parting could be cheaper than the cheapest that is known. */
  private boolean couldBeCheaper(int cluster, int parting, double bound) {
    return bound + bounds[cluster][parting] - leastBounds[cluster] < least - CHEAPER;
  }

  private boolean takeIfCheaper(int[] other, double price) {
    if (price >= least - CHEAPER) {
      return false;
    }
    least = price;
    chosen = other.clone();
    return true;
  }

  /** Looks for a cheaper choice until there is none, or the time is over. */
  private void search() {
    int[] partly = nothingChosen();
    int[] order =
        IntStream.range(0, chosen.length)
            .boxed()
            .sorted(
                Comparator.comparingLong(
                    i ->
                        IntStream.range(0, bounds[i].length)
                            .filter(j -> couldBeCheaper(i, j, leastOfAll))
                            .count()))
            .mapToInt(Integer::intValue)
            .toArray();
    search(order, 0, partly, leastOfAll);
  }

  /**
   * Chooses the partings of the next cluster and of all behind it.
   *
   * @param bound the least that any choice costs in which the clusters before are parted so; if
   *     there is no cluster behind, what it costs
   */
  private void search(int[] order, int next, int[] partly, double bound) {
    if (next == order.length) {
      takeIfCheaper(partly, bound);
      return;
    }
    int cluster = order[next];
    double behind = 0;
    for (int i = next + 1; i < order.length; i++) {
      behind += leastBounds[order[i]];
    }
    for (int parting : cheapestFirst(cluster)) {
      if (prices >= MOST_PRICES || !couldBeCheaper(cluster, parting, bound)) {
        break;
      }
      partly[cluster] = parting;
      double here = price(partly) + behind;
      if (here < least - CHEAPER) {
        search(order, next + 1, partly, here);
      }
    }
    partly[cluster] = PartingCandidates.LEFT_OUT;
  }

  private int[] cheapestFirst(int cluster) {
    return IntStream.range(0, bounds[cluster].length)
        .boxed()
        .sorted(Comparator.comparingDouble(j -> bounds[cluster][j]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns the price of a choice, or of some of its clusters without the others. */
  private double price(int[] choice) {
    prices++;
    double price = priceOfTypes(choice);
    for (int i = 0; i < choice.length; i++) {
      price += choice[i] == PartingCandidates.LEFT_OUT ? 0 : ownPrices[i][choice[i]];
    }
    return price;
  }

  private double priceOfTypes(int[] choice) {
    return rules.inCell().types() * candidates.priceOfTypes(choice, assigner).orElseThrow();
  }
}
