package io.karyo.metaphase.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A turned copy of a chromosome that touches no other, in the middle of a square. */
final class LoneChromosome {

  private static final int MARGIN = 4;

  /** From the middle to the border, px. */
  final int reach;

  final float[] stain;
  final boolean[] mask;

  /** The chromosome and a little around it. */
  final boolean[] halo;

  /** The pixels of the mask. */
  final int[] pixels;

  private LoneChromosome(int reach, float[] stain, boolean[] mask, int around) {
    this.reach = reach;
    this.stain = stain;
    this.mask = mask;
    halo = new boolean[mask.length];
    pixels = IntStream.range(0, mask.length).filter(i -> mask[i]).toArray();
    for (int pixel : pixels) {
      for (int y = y(pixel) - around; y <= y(pixel) + around; y++) {
        for (int x = x(pixel) - around; x <= x(pixel) + around; x++) {
          if (Math.abs(x) <= reach && Math.abs(y) <= reach) {
            halo[(y + reach) * side() + x + reach] = true;
          }
        }
      }
    }
  }

  /**
   * Draws a chromosome.
   *
   * @param pictures with at least one lone chromosome each
   * @param angle the direction in which it will lie, either end first, in radians
   * @param sizes how far sizes vary: the standard deviation of their logarithm
   * @param around how far the halo reaches, px
   */
  static LoneChromosome draw(
      List<LabelledPicture> pictures,
      double angle,
      double sizes,
      int around,
      SplittableRandom random) {
    LabelledPicture from = pictures.get(random.nextInt(pictures.size()));
    int[] pixels = from.alone.get(random.nextInt(from.alone.size()));
    double to = random.nextBoolean() ? angle : angle + Math.PI;
    Turn turn = Turn.of(Axis.of(pixels, from.width).angle(), to, random.nextBoolean() ? 1 : -1);
    return of(from, pixels, turn.scaled(Math.exp(sizes * random.nextGaussian())), around);
  }

  /**
   * Copies a chromosome.
   *
   * @param pixels one of those that lie alone
   * @param around how far the halo reaches, px
   */
  static LoneChromosome of(LabelledPicture from, int[] pixels, Turn turn, int around) {
    int label = from.first(pixels[0]);
    Axis axis = Axis.of(pixels, from.width);
    double far = 0;
    for (int pixel : pixels) {
      int row = pixel / from.width;
      far = Math.max(far, Math.hypot(pixel % from.width - axis.x(), row - axis.y()));
    }
    int reach = (int) Math.ceil(far * turn.scale()) + MARGIN;
    int side = 2 * reach + 1;
    float[] stain = new float[side * side];
    boolean[] mask = new boolean[side * side];
    for (int i = 0; i < mask.length; i++) {
      double u = axis.x() + turn.x(i % side - reach, i / side - reach);
      double v = axis.y() + turn.y(i % side - reach, i / side - reach);
      int column = (int) Math.round(u);
      int row = (int) Math.round(v);
      if (column >= 0 && row >= 0 && column < from.width && row < from.height) {
        stain[i] = Math.max(0, from.stain(u, v));
        mask[i] = from.first(row * from.width + column) == label;
      }
    }
    return new LoneChromosome(reach, stain, mask, around);
  }

  /** Rows and columns of the square. */
  int side() {
    return 2 * reach + 1;
  }

  /** How far to the right of the middle a pixel is, px. */
  int x(int pixel) {
    return pixel % side() - reach;
  }

  /** How far below the middle a pixel is, px. */
  int y(int pixel) {
    return pixel / side() - reach;
  }

  /** Whether a place, as seen from the middle, belongs to the chromosome. */
  boolean contains(int x, int y) {
    return Math.abs(x) <= reach && Math.abs(y) <= reach && mask[(y + reach) * side() + x + reach];
  }
}
