package io.karyo.siamese.pairs;

/**
 * Streams every pair of images once, in tiles: the images are dealt at random into sets of half a
 * group, and each two sets meet in one group. Which pairs there are does not depend on the tiling,
 * only which of them come together.
 */
class TiledPairs extends GroupedPairs {

  private final IndexPermutation deal;
  private final IndexPermutation order;
  private final int images;
  private final int imagesPerSet;
  private final int sets;
  private int set;
  private int otherSet;
  private int sizeOfSet;

  /**
   * Makes the stream.
   *
   * @param imagesPerGroup how many images a group may have, at least 2
   */
  TiledPairs(TypedImages images, int imagesPerGroup, long seed) {
    super(images, groups(images.size(), imagesPerGroup), IndexPermutation.seed(seed, 0));
    this.images = images.size();
    imagesPerSet = imagesPerGroup / 2;
    sets = sets(images.size(), imagesPerGroup);
    deal = new IndexPermutation(images.size(), IndexPermutation.seed(seed, 1));
    order =
        new IndexPermutation(groups(images.size(), imagesPerGroup), IndexPermutation.seed(seed, 2));
  }

  private static int sets(int images, int imagesPerGroup) {
    int imagesPerSet = imagesPerGroup / 2;
    return Math.max(2, (images + imagesPerSet - 1) / imagesPerSet);
  }

  private static long groups(int images, int imagesPerGroup) {
    return TypedImages.pairsOf(sets(images, imagesPerGroup));
  }

  @Override
  final int[] group(long number) {
    long tile = order.at(number);
    otherSet = TypedImages.larger(tile);
    set = (int) (tile - TypedImages.pairsOf(otherSet));
    sizeOfSet = endOf(set) - startOf(set);
    int[] group = new int[sizeOfSet + endOf(otherSet) - startOf(otherSet)];
    for (int place = 0; place < group.length; place++) {
      int card = place < sizeOfSet ? startOf(set) + place : startOf(otherSet) + place - sizeOfSet;
      group[place] = (int) deal.at(card);
    }
    return group;
  }

  private int startOf(int set) {
    return (int) Math.min(images, (long) set * imagesPerSet);
  }

  private int endOf(int set) {
    return (int) Math.min(images, (set + 1L) * imagesPerSet);
  }

  /** The pairs within a set belong to its meeting with the next set; those of the last to 0. */
  @Override
  boolean wants(int[] group, int smallerPlace, int largerPlace) {
    if (largerPlace < sizeOfSet) {
      return otherSet == set + 1;
    }
    if (smallerPlace >= sizeOfSet) {
      return set == 0 && otherSet == sets - 1;
    }
    return true;
  }
}
