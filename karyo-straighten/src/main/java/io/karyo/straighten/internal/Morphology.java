package io.karyo.straighten.internal;

import boofcv.alg.filter.binary.impl.ImplBinaryBorderOps;
import boofcv.alg.filter.binary.impl.ImplBinaryInnerOps;
import boofcv.struct.image.GrayU8;

/**
 * What is done to binary images, row-major, 0 and 1, with an empty margin.
 *
 * <p>What BoofCV is called for is called in its single-threaded form, because its public entry
 * points hand large images to a thread pool of the whole JVM.
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
  static byte[] close(byte[] in, int width, int height, int radius) {
    GrayU8 from = wrap(in.clone(), width, height);
    GrayU8 to = wrap(new byte[in.length], width, height);
    for (int step = 0; step < 2 * radius; step++) {
      if (step < radius) {
        ImplBinaryInnerOps.dilate8(from, to);
        ImplBinaryBorderOps.dilate8(from, to);
      } else {
        ImplBinaryInnerOps.erode8(from, to);
        ImplBinaryBorderOps.erode8(from, to);
      }
      GrayU8 swap = from;
      from = to;
      to = swap;
    }
    return from.data;
  }

  private static GrayU8 wrap(byte[] data, int width, int height) {
    GrayU8 image = new GrayU8();
    image.setData(data);
    image.width = width;
    image.height = height;
    image.stride = width;
    return image;
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
   * Turns the region of one value around a pixel into another value; returns its size. What leaves
   * the image at one side comes in at the other, which the empty margin makes harmless.
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
