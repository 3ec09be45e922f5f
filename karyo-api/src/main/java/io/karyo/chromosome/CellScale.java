package io.karyo.chromosome;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * The typical sizes of a cell's chromosomes, as a scale for each of them. The chromosomes of a cell
 * condense together, so sizes relative to the cell are more informative than sizes in pixels.
 *
 * @param medianLength the median length of the straightened chromosomes in px
 * @param medianArea the median area of the chromosomes in px²
 * @param medianStain the median of the chromosomes' mean stain, 0 to 1: strength of staining and
 *     exposure differ between slides
 * @param count the number of chromosomes measured
 */
public record CellScale(double medianLength, double medianArea, double medianStain, int count) {

  /** The least number of chromosomes that give a reliable scale. */
  public static final int MINIMUM_COUNT = 12;

  public CellScale {
    if (!(medianLength > 0
        && medianArea > 0
        && medianLength + medianArea < 1e12
        && medianStain > 0
        && medianStain <= 1)) {
      throw new IllegalArgumentException(
          "medians: must be positive and finite, that of the stain at most 1, found "
              + medianLength
              + ", "
              + medianArea
              + " and "
              + medianStain);
    }
    if (count < MINIMUM_COUNT) {
      throw new IllegalArgumentException(
          "count: must be at least " + MINIMUM_COUNT + ", found " + count);
    }
  }

  /**
   * Measures the chromosomes of one cell.
   *
   * @param chromosomes the straightened chromosomes of one cell
   * @return their scale, or empty if they are fewer than {@link #MINIMUM_COUNT}
   */
  public static Optional<CellScale> of(Collection<Straightened> chromosomes) {
    if (chromosomes.size() < MINIMUM_COUNT) {
      return Optional.empty();
    }
    return Optional.of(
        new CellScale(
            median(chromosomes.stream().mapToDouble(Straightened::length).toArray()),
            median(chromosomes.stream().mapToDouble(Straightened::area).toArray()),
            median(chromosomes.stream().mapToDouble(Straightened::meanStain).toArray()),
            chromosomes.size()));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
