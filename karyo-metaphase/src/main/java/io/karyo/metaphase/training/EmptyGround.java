package io.karyo.metaphase.training;

import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.internal.scene.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The tone and the grain of the ground of a photograph, to lay new ground. */
final class EmptyGround {

  /** The side of a piece of grain, in widths of a chromosome. */
  private static final double SIDE = 1.5;

  /** In a piece, nothing stands out by more than this share of the stain of chromosomes. */
  private static final double EMPTY = 0.2;

  private final Background tone;
  private final int level;
  private final double contrast;
  private final int side;

  /** Squares of grain, each of the mean 0. */
  private final List<float[]> pieces;

  private EmptyGround(Background tone, int level, double contrast, int side, List<float[]> pieces) {
    this.tone = tone;
    this.level = level;
    this.contrast = contrast;
    this.side = side;
    this.pieces = pieces;
  }

  /** Finds empty ground; empty if there is none. */
  static Optional<EmptyGround> of(Metaphase original, Scene scene, LabelledPicture picture) {
    int side = (int) Math.max(4, Math.round(SIDE * scene.width()));
    List<float[]> pieces = new ArrayList<>();
    for (int top = 0; top + side <= picture.height; top += side) {
      for (int left = 0; left + side <= picture.width; left += side) {
        piece(picture, left, top, side).ifPresent(pieces::add);
      }
    }
    byte[] grey = original.greyLevels();
    int[] levels = new int[grey.length];
    int n = 0;
    int brightest = 1;
    for (int i = 0; i < grey.length; i++) {
      brightest = Math.max(brightest, grey[i] & 0xff);
      int row = i / picture.width;
      boolean empty = Math.abs(picture.stain(i % picture.width, row)) < EMPTY;
      if (picture.first(i) == 0 && empty) {
        levels[n++] = grey[i] & 0xff;
      }
    }
    if (pieces.isEmpty() || n == 0) {
      return Optional.empty();
    }
    Arrays.sort(levels, 0, n);
    int level = levels[n / 2];
    // Stain is a share of the light of a bright ground, but of the brightest light in fluorescence.
    double contrast = scene.contrast() * (scene.tone() == Background.WHITE ? 1 : brightest / 255.0);
    return Optional.of(new EmptyGround(scene.tone(), level, contrast, side, List.copyOf(pieces)));
  }

  private static Optional<float[]> piece(LabelledPicture picture, int left, int top, int side) {
    float[] grain = new float[side * side];
    float sum = 0;
    for (int i = 0; i < grain.length; i++) {
      int x = left + i % side;
      int y = top + i / side;
      grain[i] = picture.stain(x, y);
      if (picture.first(y * picture.width + x) != 0 || Math.abs(grain[i]) > EMPTY) {
        return Optional.empty();
      }
      sum += grain[i];
    }
    for (int i = 0; i < grain.length; i++) {
      grain[i] -= sum / grain.length;
    }
    return Optional.of(grain);
  }

  /** Lays grain: the stain of each pixel, in shares of that of a chromosome. */
  float[] grain(int width, int height, SplittableRandom random) {
    float[] grain = new float[width * height];
    for (int top = 0; top < height; top += side) {
      for (int left = 0; left < width; left += side) {
        float[] piece = pieces.get(random.nextInt(pieces.size()));
        boolean flipped = random.nextBoolean();
        boolean mirrored = random.nextBoolean();
        for (int y = top; y < Math.min(height, top + side); y++) {
          for (int x = left; x < Math.min(width, left + side); x++) {
            int row = flipped ? side - 1 - (y - top) : y - top;
            int column = mirrored ? side - 1 - (x - left) : x - left;
            grain[y * width + x] = piece[row * side + column];
          }
        }
      }
    }
    return grain;
  }

  /**
   * The light of two layers of stain.
   *
   * @param below light of the lower layer, 1 for the ground in bright field and 0 in fluorescence
   * @param stain of the upper one, in shares of that of a chromosome
   */
  double over(double below, double stain) {
    return tone == Background.WHITE
        ? below * Math.max(0, 1 - contrast * stain)
        : below + contrast * stain;
  }

  /** The light of the ground itself. */
  double light() {
    return tone == Background.WHITE ? 1 : 0;
  }

  /** The grey level of light. */
  byte grey(double light) {
    double grey = tone == Background.WHITE ? level * light : level + 255 * light;
    return (byte) Math.round(Math.max(0, Math.min(255, grey)));
  }
}
