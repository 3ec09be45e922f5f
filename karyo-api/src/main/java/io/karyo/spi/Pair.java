package io.karyo.spi;

import java.util.Objects;

/**
 * Two training images and whether they show the same type.
 *
 * @param first the index of one image, 0 or more
 * @param second the index of another image
 * @param label whether they show the same type
 */
public record Pair(int first, int second, PairLabel label) {
  public Pair {
    Objects.requireNonNull(label, "label");
    if (first < 0 || second < 0 || first == second) {
      throw new IllegalArgumentException(
          "pair: must have two different indices of 0 or more, found " + first + " and " + second);
    }
  }
}
