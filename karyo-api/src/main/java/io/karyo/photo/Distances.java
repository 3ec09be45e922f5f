package io.karyo.photo;

import java.util.Arrays;

/** Distances to the pixels of a mask, by chamfers of 3 and 4 (Borgefors 1986). */
final class Distances {

  /** The distance of two pixels side by side. */
  static final int PX = 3;

  private static final int DIAGONAL = 4;

  /** More than any distance, so that sums do not overflow. */
  private static final int FAR = Integer.MAX_VALUE / 4;

  private Distances() {}

  /**
   * Measures.
   *
   * @param mask the pixels that are not 0 are those to measure to
   * @return for each pixel, its distance to the nearest of them, in thirds of a px
   */
  static int[] to(byte[] mask, int width) {
    int[] distances = new int[mask.length];
    Arrays.setAll(distances, i -> mask[i] != 0 ? 0 : FAR);
    for (int i = 0; i < mask.length; i++) {
      distances[i] = nearer(distances, i, width, -1);
    }
    for (int i = mask.length - 1; i >= 0; i--) {
      distances[i] = nearer(distances, i, width, 1);
    }
    return distances;
  }

  /** The distance by way of the neighbours in the rows before, or behind. */
  private static int nearer(int[] distances, int i, int width, int way) {
    int x = i % width;
    int nearest = distances[i];
    int row = i + way * width;
    boolean hasRow = row >= 0 && row < distances.length;
    if (x + way >= 0 && x + way < width) {
      nearest = Math.min(nearest, distances[i + way] + PX);
      nearest = hasRow ? Math.min(nearest, distances[row + way] + DIAGONAL) : nearest;
    }
    if (hasRow) {
      nearest = Math.min(nearest, distances[row] + PX);
      if (x - way >= 0 && x - way < width) {
        nearest = Math.min(nearest, distances[row - way] + DIAGONAL);
      }
    }
    return nearest;
  }
}
