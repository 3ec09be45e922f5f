package io.karyo.straighten.internal;

/** Regions of images of small numbers, row-major, with an empty margin. */
public final class Morphology {

  private Morphology() {}

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
