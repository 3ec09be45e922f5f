package io.karyo.straighten.internal;

/**
 * Operations on binary images, row-major, 0 and 1, with an empty margin. BoofCV is not used,
 * because its operators hand each image to a JVM-wide thread pool.
 */
public final class Morphology {

  /** Marks the pixels of a hole too wide to fill. */
  static final byte WIDE_HOLE = 5;

  private static final byte OUTSIDE = 3;
  private static final byte FILLED = 4;

  private Morphology() {}

  /** A 3 x 3 median of a binary image whose border is empty. */
  public static byte[] majority(byte[] in, int width, int height) {
    byte[] out = new byte[in.length];
    for (int y = 1; y < height - 1; y++) {
      int i = y * width + 1;
      int before = in[i - width - 1] + in[i - 1] + in[i + width - 1];
      int here = in[i - width] + in[i] + in[i + width];
      for (int x = 1; x < width - 1; x++, i++) {
        int after = in[i - width + 1] + in[i + 1] + in[i + width + 1];
        out[i] = (byte) (before + here + after > 4 ? 1 : 0);
        before = here;
        here = after;
      }
    }
    return out;
  }

  /** A closing with a square of 2 · radius + 1 pixels. */
  static byte[] close(byte[] in, int width, int radius) {
    byte[] closed = in;
    for (int step = 0; step < 2 * radius; step++) {
      closed = square(closed, width, step < radius);
    }
    return closed;
  }

  /**
   * Dilates or erodes by a square of 3 x 3 pixels, first along rows, then along columns. What lies
   * beyond the border counts as 0 for a dilation and as 1 for an erosion.
   */
  static byte[] square(byte[] in, int width, boolean dilate) {
    int outside = dilate ? 0 : 1;
    byte[] rows = new byte[in.length];
    byte[] out = new byte[in.length];
    for (int row = 0; row < in.length; row += width) {
      for (int i = row; i < row + width; i++) {
        int left = i > row ? in[i - 1] : outside;
        int right = i < row + width - 1 ? in[i + 1] : outside;
        rows[i] = (byte) (dilate ? left | in[i] | right : left & in[i] & right);
      }
    }
    for (int i = 0; i < in.length; i++) {
      int above = i >= width ? rows[i - width] : outside;
      int below = i < in.length - width ? rows[i + width] : outside;
      out[i] = (byte) (dilate ? above | rows[i] | below : above & rows[i] & below);
    }
    return out;
  }

  /** How many pixels are 1. */
  static int count(byte[] mask) {
    int count = 0;
    for (byte value : mask) {
      count += value == 1 ? 1 : 0;
    }
    return count;
  }

  /** Clears all but the largest 8-connected component of ones; returns its share of them. */
  static double keepLargest(byte[] mask, int width, int[] stack) {
    int all = count(mask);
    int best = 0;
    int bestSeed = -1;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 1) {
        int size = flood(mask, width, i, (byte) 1, (byte) 2, true, stack);
        if (size > best) {
          best = size;
          bestSeed = i;
        }
      }
    }
    if (best < all) {
      flood(mask, width, bestSeed, (byte) 2, (byte) 3, true, stack);
    }
    byte keep = (byte) (best < all ? 3 : 2);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (mask[i] == keep ? 1 : 0);
    }
    return all == 0 ? 1 : (double) best / all;
  }

  /**
   * Finds holes.
   *
   * @param narrow the most pixels of a hole that is filled, which is to become 1; a wider one
   *     becomes {@link #WIDE_HOLE}
   * @return whether there is a wide hole
   */
  static boolean markHoles(byte[] mask, int width, int[] stack, int narrow) {
    flood(mask, width, 0, (byte) 0, OUTSIDE, false, stack);
    boolean wide = false;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 0 && flood(mask, width, i, (byte) 0, FILLED, false, stack) > narrow) {
        flood(mask, width, i, FILLED, WIDE_HOLE, false, stack);
        wide = true;
      }
    }
    for (int i = 0; i < mask.length; i++) {
      byte value = mask[i];
      mask[i] = value == OUTSIDE ? 0 : value == FILLED ? 1 : value;
    }
    return wide;
  }

  /**
   * Turns the region of one value around a pixel into another value; returns its size. Neighbours
   * wrap around at the sides of the image, which the empty margin makes harmless.
   */
  public static int flood(
      byte[] mask, int width, int seed, byte from, byte to, boolean diagonal, int[] stack) {
    int[] steps = {1, -1, width, -width, width + 1, width - 1, 1 - width, -1 - width};
    int neighbours = diagonal ? 8 : 4;
    int size = 0;
    int depth = 0;
    stack[depth++] = seed;
    mask[seed] = to;
    while (depth > 0) {
      int i = stack[--depth];
      size++;
      for (int k = 0; k < neighbours; k++) {
        int j = i + steps[k];
        if (j >= 0 && j < mask.length && mask[j] == from) {
          mask[j] = to;
          stack[depth++] = j;
        }
      }
    }
    return size;
  }
}
