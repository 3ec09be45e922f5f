package io.karyo.classify.karyotype;

import java.util.Arrays;

/**
 * The typicality of the chromosomes of a cell relative to each other. In a cell of another
 * laboratory all chromosomes look untypical, but pictures that show no chromosome look less typical
 * still.
 *
 * @param values 0 to 1, one per chromosome
 * @param unfamiliar whether most chromosomes of the cell look untypical
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CellTypicality(double[] values, boolean unfamiliar) {

  /** As many typical chromosomes are added to each cell: one picture makes no laboratory. */
  private static final int TYPICAL = 2;

  /**
   * Up to this ratio to the median of known cells, a cell differs as cells of one laboratory do.
   */
  private static final double USUAL_RATIO = 2;

  /** No cell of the same laboratory has such a ratio. */
  private static final double UNFAMILIAR_RATIO = 3;

  /**
   * Measures distances by the cell's median where that is unusual: not at all up to the usual
   * ratio, fully from twice that on.
   *
   * @param distances of the chromosomes
   */
  static CellTypicality of(Typicality typicality, double[] distances) {
    double usual = typicality.distances().median();
    double[] all = Arrays.copyOf(distances, distances.length + TYPICAL);
    Arrays.fill(all, distances.length, all.length, usual);
    Arrays.sort(all);
    double ratio = all[all.length / 2] / usual;
    double partly = 1 + (ratio - USUAL_RATIO) * (2 * USUAL_RATIO - 1) / USUAL_RATIO;
    double scale = Math.max(1, Math.min(ratio, partly));
    return new CellTypicality(
        Arrays.stream(distances)
            .map(distance -> typicality.distances().share(distance / scale))
            .toArray(),
        ratio > UNFAMILIAR_RATIO);
  }

  /** Without knowledge of typical chromosomes, all count as typical. */
  static CellTypicality unknown(int count) {
    double[] values = new double[count];
    Arrays.fill(values, 1);
    return new CellTypicality(values, false);
  }
}
