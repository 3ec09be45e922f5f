package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;

/**
 * The price of the numbers of chromosomes of each type in a cell, in nats. A cell has two of each
 * autosome, and two X or an X and a Y. Copies get lost more often than they are gained, both when
 * cells are prepared and when images are cut out.
 */
final class CellPrice {

  private static final double MISSING = 2;
  private static final double ADDITIONAL = 4;

  private static final int X = ChromosomeType.X.ordinal();
  private static final int Y = ChromosomeType.Y.ordinal();

  private CellPrice() {}

  /** Returns the price of the numbers, by {@link ChromosomeType#ordinal()}; at least 0. */
  static double of(int[] counts) {
    double price = 0;
    for (int type = 0; type < X; type++) {
      price += deviation(counts[type], 2);
    }
    double female = deviation(counts[X], 2) + deviation(counts[Y], 0);
    double male = deviation(counts[X], 1) + deviation(counts[Y], 1);
    return price + Math.min(female, male);
  }

  private static double deviation(int count, int usual) {
    return count < usual ? MISSING * (usual - count) : ADDITIONAL * (count - usual);
  }
}
