package io.karyo.siamese.pairs;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/**
 * The training images by their types, and the pairs among them by number. Holds nine bytes an
 * image; no pair is held.
 *
 * <p><b>Thread safety:</b> immutable.
 */
final class TypedImages {

  private static final int TYPES = ChromosomeType.ALL.size();

  private final byte[] typeOf;
  private final int[] sorted;
  private final int[] rankInType;
  private final int[] start = new int[TYPES + 1];

  /**
   * Sorts the images by type.
   *
   * @throws IllegalArgumentException if they have no similar or no dissimilar pair
   */
  TypedImages(List<ChromosomeType> types) {
    typeOf = new byte[types.size()];
    int next = 0;
    for (ChromosomeType type : types) {
      typeOf[next++] = (byte) type.ordinal();
      start[type.ordinal() + 1]++;
    }
    for (int type = 0; type < TYPES; type++) {
      start[type + 1] += start[type];
    }
    sorted = new int[typeOf.length];
    rankInType = new int[typeOf.length];
    int[] filled = new int[TYPES];
    for (int image = 0; image < typeOf.length; image++) {
      int type = typeOf[image];
      rankInType[image] = filled[type]++;
      sorted[start[type] + rankInType[image]] = image;
    }
    List<Integer> present = present();
    if (present.size() < 2) {
      throw new IllegalArgumentException(
          "types: must be at least two different ones, else there is no dissimilar pair, found "
              + (present.isEmpty() ? "none" : "only " + ChromosomeType.ALL.get(present.get(0))));
    }
    if (present.stream().allMatch(type -> count(type) == 1)) {
      throw new IllegalArgumentException(
          "types: at least one must have two images, else there is no similar pair, found one"
              + " image of each of "
              + present.size());
    }
  }

  /** Returns how many images there are. */
  int size() {
    return typeOf.length;
  }

  /** Returns the ordinals of the types that have an image. */
  List<Integer> present() {
    List<Integer> present = new ArrayList<>();
    for (int type = 0; type < TYPES; type++) {
      if (count(type) > 0) {
        present.add(type);
      }
    }
    return present;
  }

  /** Returns how many images a type has. */
  int count(int type) {
    return start[type + 1] - start[type];
  }

  /** Returns an image of a type, by its rank from 0 to count - 1. */
  int image(int type, int rank) {
    return sorted[start[type] + rank];
  }

  /** Returns the pair of two images, the one of the smaller index first. */
  Pair pair(int one, int other) {
    return new Pair(
        Math.min(one, other),
        Math.max(one, other),
        isSimilar(one, other) ? PairLabel.SIMILAR : PairLabel.DISSIMILAR);
  }

  /** Returns whether two images are of one type. */
  boolean isSimilar(int one, int other) {
    return typeOf[one] == typeOf[other];
  }

  /** Returns the similar pairs, a block a type. */
  Blocks similar() {
    List<Block> blocks = new ArrayList<>();
    for (int type : present()) {
      if (count(type) > 1) {
        blocks.add(new Block(type, type));
      }
    }
    return new Blocks(blocks);
  }

  /** Returns the dissimilar pairs, a block each combination of two types. */
  Blocks dissimilar() {
    List<Block> blocks = new ArrayList<>();
    for (int type : present()) {
      for (int other : present()) {
        if (type < other) {
          blocks.add(new Block(type, other));
        }
      }
    }
    return new Blocks(blocks);
  }

  /** Returns how many pairs n things have. */
  static long pairsOf(long n) {
    return n * (n - 1) / 2;
  }

  /** Returns the larger member of the pair with a number; the smaller is what remains. */
  static int larger(long number) {
    long guess = (long) ((1 + Math.sqrt(1 + 8.0 * number)) / 2);
    while (pairsOf(guess) > number) {
      guess--;
    }
    while (pairsOf(guess + 1) <= number) {
      guess++;
    }
    return (int) guess;
  }

  /** Streams what a function makes of 0 to size - 1. */
  static Iterator<Pair> stream(long size, LongFunction<Pair> pairs) {
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public Pair next() {
        if (next >= size) {
          throw new NoSuchElementException("the epoch has only " + size + " pairs");
        }
        return pairs.apply(next++);
      }
    };
  }

  /** All pairs of two types, or of one type with itself. */
  final class Block {

    private final int type;
    private final int other;

    private Block(int type, int other) {
      this.type = type;
      this.other = other;
    }

    /** Returns how many pairs there are. */
    long size() {
      return type == other ? pairsOf(count(type)) : (long) count(type) * count(other);
    }

    /** Returns the pair with a number from 0 to size - 1. */
    Pair pair(long number) {
      if (type == other) {
        int larger = larger(number);
        int smaller = (int) (number - pairsOf(larger));
        return TypedImages.this.pair(image(type, smaller), image(type, larger));
      }
      int columns = count(other);
      return TypedImages.this.pair(
          image(type, (int) (number / columns)), image(other, (int) (number % columns)));
    }
  }

  /** Blocks of pairs, numbered through. */
  final class Blocks {

    private final List<Block> blocks;
    private final long[] firstNumber;
    private final int[][] blockOf = new int[TYPES][TYPES];

    private Blocks(List<Block> blocks) {
      this.blocks = blocks;
      firstNumber = new long[blocks.size() + 1];
      for (int b = 0; b < blocks.size(); b++) {
        firstNumber[b + 1] = firstNumber[b] + blocks.get(b).size();
        blockOf[blocks.get(b).type][blocks.get(b).other] = b;
      }
    }

    /** Returns the blocks. */
    List<Block> list() {
      return blocks;
    }

    /** Returns how many pairs all blocks have. */
    long size() {
      return firstNumber[blocks.size()];
    }

    /** Returns the pair with a number from 0 to size - 1. */
    Pair pair(long number) {
      int low = 0;
      int high = blocks.size() - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (firstNumber[middle] <= number) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return blocks.get(low).pair(number - firstNumber[low]);
    }

    /** Returns the number of the pair of two images of different types. */
    long numberOfDissimilar(int one, int other) {
      int first = typeOf[one] < typeOf[other] ? one : other;
      int second = first == one ? other : one;
      return firstNumber[blockOf[typeOf[first]][typeOf[second]]]
          + (long) rankInType[first] * count(typeOf[second])
          + rankInType[second];
    }
  }
}
