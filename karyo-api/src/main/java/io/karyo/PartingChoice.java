package io.karyo;

import io.karyo.spi.TrainedAssigner;
import java.util.OptionalDouble;

/**
 * Chooses how the clusters of a photograph are parted by what the pieces look like: a piece that is
 * no whole chromosome looks typical of no type, and a cell has two of each.
 *
 * <p>The price of a choice is the weighted sum of the shapes' costs, of how untypical each piece
 * is, and of the best karyotype of all pieces, in which unusual numbers have a price. Each cluster
 * begins with the parting that is cheapest for itself; then one cluster after the other is parted
 * as is cheapest for the whole cell, until nothing changes.
 */
final class PartingChoice {

  /** A parting that costs so much more by itself is not tried in the cell. */
  private static final double HOPELESS = 14;

  private static final int MOST_ROUNDS = 10;

  private final PartingCandidates candidates;
  private final PartingRules rules;
  private final TrainedAssigner assigner;

  /** The price of each parting of each cluster whatever the others are, types left out. */
  private final double[][] ownPrices;

  private final int[] chosen;

  private PartingChoice(
      PartingCandidates candidates, PartingRules rules, TrainedAssigner assigner) {
    this.candidates = candidates;
    this.rules = rules;
    this.assigner = assigner;
    chosen = alone(candidates, rules);
    ownPrices = new double[chosen.length][];
    for (int i = 0; i < chosen.length; i++) {
      ownPrices[i] = new double[candidates.partings(i)];
      for (int j = 0; j < ownPrices[i].length; j++) {
        ownPrices[i][j] = rules.inCell().price(candidates.evidence(i, j));
      }
    }
  }

  /**
   * Chooses for all clusters of a cell together.
   *
   * @param assigner prices whole cells
   * @return the number of the chosen parting of each cluster
   */
  static int[] inCell(PartingCandidates candidates, PartingRules rules, TrainedAssigner assigner) {
    PartingChoice choice = new PartingChoice(candidates, rules, assigner);
    choice.improve();
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
        if (price < least - 1e-9) {
          least = price;
          chosen[i] = j;
        }
      }
    }
    return chosen;
  }

  /** Parts one cluster after the other as is cheapest for the whole cell. */
  private void improve() {
    OptionalDouble start = priceOfCell();
    if (start.isEmpty()) {
      return;
    }
    double least = start.getAsDouble();
    boolean changed = true;
    for (int round = 0; round < MOST_ROUNDS && changed; round++) {
      changed = false;
      for (int i = 0; i < chosen.length; i++) {
        int best = chosen[i];
        for (int j = 0; j < ownPrices[i].length; j++) {
          if (j != best && ownPrices[i][j] - ownPrices[i][best] < HOPELESS) {
            chosen[i] = j;
            double price = priceOfCell().orElseThrow();
            if (price < least - 1e-9) {
              least = price;
              best = j;
              changed = true;
            }
          }
        }
        chosen[i] = best;
      }
    }
  }

  private OptionalDouble priceOfCell() {
    OptionalDouble ofTypes = candidates.priceOfTypes(chosen, assigner);
    if (ofTypes.isEmpty()) {
      return ofTypes;
    }
    double price = rules.inCell().types() * ofTypes.getAsDouble();
    for (int i = 0; i < chosen.length; i++) {
      price += ownPrices[i][chosen[i]];
    }
    return OptionalDouble.of(price);
  }
}
