package io.karyo.metaphase.training;

import io.karyo.metaphase.pixels.PixelClassifier;
import java.util.stream.IntStream;

/** A square picture in which each pixel knows the chromosomes that it shows. */
final class ComposedPicture {

  /** Chromosomes at most so far apart touch: squared px, seen from one of them and from between. */
  private static final int TOUCHING = 2;

  private static final int BETWEEN = 4;

  /** Greater than all numbers of a {@link LabelledPicture}. */
  private int next = 1000;

  final int side;
  final float[] stain;

  /** The number of the chromosome, 0 for ground, or {@link LabelledPicture#UNKNOWN}. */
  final int[] first;

  /** The number of the other chromosome where two overlap, otherwise 0. */
  final int[] second;

  ComposedPicture(int side) {
    this.side = side;
    stain = new float[side * side];
    first = new int[side * side];
    second = new int[side * side];
  }

  /** A number for a chromosome that is pasted. */
  int newNumber() {
    return next++;
  }

  /** The pixels of the chromosome at a pixel. */
  int[] chromosomeAt(int pixel) {
    int number = first[pixel];
    return IntStream.range(0, first.length).filter(i -> first[i] == number).toArray();
  }

  boolean isInside(int x, int y) {
    return x >= 0 && y >= 0 && x < side && y < side;
  }

  /** Returns the class of each pixel, as {@link PixelClassifier} numbers them; -1 if unknown. */
  byte[] classes() {
    byte[] classes = new byte[first.length];
    for (int i = 0; i < classes.length; i++) {
      if (first[i] == LabelledPicture.UNKNOWN) {
        classes[i] = -1;
      } else if (second[i] != 0) {
        classes[i] = PixelClassifier.OVERLAP;
      } else if (isContact(i)) {
        classes[i] = PixelClassifier.CONTACT;
      } else {
        classes[i] = first[i] != 0 ? (byte) PixelClassifier.CHROMOSOME : PixelClassifier.GROUND;
      }
    }
    return classes;
  }

  private boolean isContact(int pixel) {
    int most = first[pixel] != 0 ? TOUCHING : BETWEEN;
    int reach = (int) Math.sqrt(most);
    int one = 0;
    for (int dy = -reach; dy <= reach; dy++) {
      for (int dx = -reach; dx <= reach; dx++) {
        int x = pixel % side + dx;
        int y = pixel / side + dy;
        if (dx * dx + dy * dy <= most && isInside(x, y)) {
          int label = first[y * side + x];
          boolean known = label != LabelledPicture.UNKNOWN && second[y * side + x] == 0;
          if (known && label != 0 && one != 0 && one != label) {
            return true;
          }
          one = known && label != 0 ? label : one;
        }
      }
    }
    return false;
  }
}
