package io.karyo.siamese.pairs;

import io.karyo.spi.Pair;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Streams the pairs among the images of one group after another, each group in mixed order. */
abstract class GroupedPairs implements Iterator<Pair> {

  private final TypedImages images;
  private final long groups;
  private final long seed;
  private long nextGroup;
  private int[] group = {};
  private IndexPermutation order = new IndexPermutation(1, 0);
  private long nextInGroup;
  private @Nullable Pair ahead;

  /**
   * Makes the stream; the first group is asked for by the first call of {@link #hasNext}.
   *
   * @param groups how many groups there are
   * @param seed the seed of the order within each group
   */
  GroupedPairs(TypedImages images, long groups, long seed) {
    this.images = images;
    this.groups = groups;
    this.seed = seed;
  }

  /** Returns the different images of a group; called once a group, in order from 0. */
  abstract int[] group(long number);

  /** Returns whether the pair of two places of the current group is wanted. */
  abstract boolean wants(int[] group, int smallerPlace, int largerPlace);

  @Override
  public final boolean hasNext() {
    while (ahead == null) {
      if (nextInGroup < TypedImages.pairsOf(group.length)) {
        long number = order.at(nextInGroup++);
        int larger = TypedImages.larger(number);
        int smaller = (int) (number - TypedImages.pairsOf(larger));
        if (wants(group, smaller, larger)) {
          ahead = images.pair(group[smaller], group[larger]);
        }
      } else if (nextGroup < groups) {
        group = group(nextGroup);
        order =
            new IndexPermutation(
                Math.max(1, TypedImages.pairsOf(group.length)),
                IndexPermutation.seed(seed, nextGroup));
        nextInGroup = 0;
        nextGroup++;
      } else {
        return false;
      }
    }
    return true;
  }

  @Override
  public final Pair next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException("the epoch has no more pairs");
    }
    Pair pair = ahead;
    ahead = null;
    return pair;
  }
}
