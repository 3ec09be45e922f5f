package io.karyo.siamese.pairs;

import java.util.SplittableRandom;

/**
 * A seeded permutation of 0 to size - 1 that is computed, not stored: a Feistel network on the next
 * larger power of four (Luby and Rackoff 1988), walked along its cycle until it is in range again
 * (Black and Rogaway 2002). A number takes less than four walks on average; below 256 numbers, a
 * whole pass takes 256.
 *
 * <p><b>Thread safety:</b> immutable.
 */
final class IndexPermutation {

  private static final int ROUNDS = 6;
  private static final int LEAST_HALF_BITS = 4;

  private final long size;
  private final int halfBits;
  private final long mask;
  private final long[] keys = new long[ROUNDS];

  /**
   * Makes a permutation.
   *
   * @param size how many numbers, 1 to 2^62
   */
  IndexPermutation(long size, long seed) {
    this.size = size;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(size - 1);
    halfBits = Math.max(LEAST_HALF_BITS, (bits + 1) / 2);
    mask = (1L << halfBits) - 1;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = random.nextLong();
    }
  }

  /** Returns what stands at a position. */
  long at(long position) {
    long value = position;
    do {
      long left = value >>> halfBits;
      long right = value & mask;
      for (int round = 0; round < ROUNDS; round++) {
        long next = left ^ (mix(right ^ keys[round]) & mask);
        left = right;
        right = next;
      }
      value = left << halfBits | right;
    } while (value >= size);
    return value;
  }

  /** Returns the position at which a value stands. */
  long positionOf(long value) {
    long position = value;
    do {
      long left = position >>> halfBits;
      long right = position & mask;
      for (int round = ROUNDS - 1; round >= 0; round--) {
        long next = right ^ (mix(left ^ keys[round]) & mask);
        right = left;
        left = next;
      }
      position = left << halfBits | right;
    } while (position >= size);
    return position;
  }

  /** Makes a seed of a seed and what it is for, so that draws do not depend on each other. */
  static long seed(long seed, long... purposes) {
    long mixed = seed;
    for (long purpose : purposes) {
      mixed = mix(mixed + 0x9E3779B97F4A7C15L * (purpose + 1));
    }
    return mixed;
  }

  /** Stirs 64 bits (variant 13 of Stafford 2011, as in SplittableRandom). */
  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
