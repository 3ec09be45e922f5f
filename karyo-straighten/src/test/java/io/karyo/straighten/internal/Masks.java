package io.karyo.straighten.internal;

import java.util.SplittableRandom;

/** Random binary images, one byte per pixel, and the way from there to bits and back. */
final class Masks {

  /** As wide as the margin of a silhouette. */
  static final int MARGIN = Silhouette.MARGIN;

  private Masks() {}

  /** A random image of blots and noise in an empty margin; rows may need several words. */
  static byte[] random(SplittableRandom random, int width, int height) {
    byte[] mask = new byte[width * height];
    double noise = random.nextInt(3) * random.nextDouble();
    for (int y = MARGIN; y < height - MARGIN; y++) {
      for (int x = MARGIN; x < width - MARGIN; x++) {
        mask[y * width + x] = (byte) (random.nextDouble() < noise ? 1 : 0);
      }
    }
    for (int blot = random.nextInt(8); blot > 0; blot--) {
      int left = MARGIN + random.nextInt(width - 2 * MARGIN);
      int top = MARGIN + random.nextInt(height - 2 * MARGIN);
      int right = Math.min(width - MARGIN, left + 1 + random.nextInt(width / 2));
      int bottom = Math.min(height - MARGIN, top + 1 + random.nextInt(height / 2));
      byte value = (byte) random.nextInt(2);
      for (int y = top; y < bottom; y++) {
        for (int x = left; x < right; x++) {
          mask[y * width + x] = value;
        }
      }
    }
    return mask;
  }

  /** A random width that is often next to a multiple of 64. */
  static int width(SplittableRandom random) {
    return random.nextBoolean() ? 10 + random.nextInt(150) : 62 + random.nextInt(4);
  }

  static BitImage bits(byte[] mask, int width) {
    return BitImage.atLeast(mask, width, mask.length / width, 1, 0);
  }

  static byte[] bytes(BitImage image) {
    byte[] mask = new byte[image.width * image.height];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (image.get(i % image.width, i / image.width) ? 1 : 0);
    }
    return mask;
  }
}
