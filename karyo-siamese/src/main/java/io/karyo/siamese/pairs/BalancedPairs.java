package io.karyo.siamese.pairs;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import java.util.Iterator;
import java.util.List;

/**
 * The same number of similar pairs of each type, and the same number of dissimilar pairs of each
 * combination of two types, so that rare types count as much as common ones.
 *
 * <p>With T types that have two images or more, C combinations of two types, n similar pairs a type
 * and R dissimilar pairs for each similar one, an epoch has T·n similar pairs and C times R·T·n /
 * C, rounded, at least 1. Within a type or a combination the pairs are drawn without replacement;
 * only where it has fewer pairs than wanted, all come and come again, as evenly as can be.
 *
 * <p>Unless {@link #similarPerType} says otherwise, n is the number of pairs of the rarest type but
 * not above 375: 9,000 similar and 17,940 dissimilar pairs on the paper's 1,296 images of 24 types,
 * its 9K : 18K. Where that is too few to show each image once on average (many images, or a type
 * with hardly any), n is as large as it takes for that.
 *
 * <p>Two pairs of an epoch hardly ever share an image, and no order changes that; {@link
 * InBatchPairs} is balanced too and gives far more pairs for each image embedded. With the
 * supervised contrastive loss, all pairs of a batch's images are scored, so that there the samplers
 * differ little: see {@link SameDiffEncoder#loss}.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @see PairSamplers#balanced()
 */
public final class BalancedPairs extends AbstractPart implements PairSampler {

  static final String ID = "balanced";

  /** 0 for as many as {@link #usual} says, which cannot be set. */
  private static final Setting<Integer> SIZE = Setting.integer("similarPerType", 0, 1).optional();

  /** The paper's 9 thousand similar pairs of 24 types. */
  private static final int USUAL_SIZE = 375;

  private static final long SELECTION = 0;
  private static final long ORDER = 1;

  BalancedPairs(Settings given) {
    super(ID, given, RandomPairs.RATIO, RandomPairs.ONCE, SIZE);
  }

  /**
   * Sets how many dissimilar pairs come for each similar one, up to rounding.
   *
   * @param ratio above 0
   * @return a new sampler
   * @throws IllegalArgumentException if the number is not above 0
   */
  public BalancedPairs dissimilarPerSimilar(double ratio) {
    return new BalancedPairs(settings().with(RandomPairs.RATIO, ratio));
  }

  /**
   * Sets how many similar pairs of each type an epoch has, and with that its length.
   *
   * @param pairs at least 1
   * @return a new sampler
   * @throws IllegalArgumentException if there are fewer
   */
  public BalancedPairs similarPerType(int pairs) {
    return new BalancedPairs(settings().with(SIZE, pairs));
  }

  /**
   * Draws once, as the paper does: every epoch has the same pairs, in another order. Otherwise each
   * epoch draws others.
   *
   * @return a new sampler
   */
  public BalancedPairs drawnOnce() {
    return new BalancedPairs(settings().with(RandomPairs.ONCE, true));
  }

  @Override
  public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
    TypedImages images = new TypedImages(types);
    List<TypedImages.Block> similar = images.similar().list();
    List<TypedImages.Block> dissimilar = images.dissimilar().list();
    int similarPerType = get(SIZE);
    long similarEach = similarPerType > 0 ? similarPerType : usual(images, similar);
    long similarSize = similarEach * similar.size();
    long dissimilarEach =
        Math.max(1, Math.round(get(RandomPairs.RATIO) * similarSize / dissimilar.size()));
    long selectionSeed = IndexPermutation.seed(seed, SELECTION, get(RandomPairs.ONCE) ? 0 : epoch);
    IndexPermutation[] similarDraws = draws(similar, IndexPermutation.seed(selectionSeed, 0));
    IndexPermutation[] dissimilarDraws = draws(dissimilar, IndexPermutation.seed(selectionSeed, 1));
    long size = similarSize + dissimilarEach * dissimilar.size();
    IndexPermutation order = new IndexPermutation(size, IndexPermutation.seed(seed, ORDER, epoch));
    return TypedImages.stream(
        size,
        position -> {
          long number = order.at(position);
          return number < similarSize
              ? drawn(similar, similarDraws, number)
              : drawn(dissimilar, dissimilarDraws, number - similarSize);
        });
  }

  private long usual(TypedImages images, List<TypedImages.Block> similar) {
    long rarest = similar.stream().mapToLong(TypedImages.Block::size).min().orElseThrow();
    double imagesPerSimilarOfEachType = 2 * similar.size() * (1 + get(RandomPairs.RATIO));
    return Math.max(
        Math.min(USUAL_SIZE, rarest), Math.round(images.size() / imagesPerSimilarOfEachType));
  }

  private static IndexPermutation[] draws(List<TypedImages.Block> blocks, long seed) {
    IndexPermutation[] draws = new IndexPermutation[blocks.size()];
    for (int b = 0; b < draws.length; b++) {
      draws[b] = new IndexPermutation(blocks.get(b).size(), IndexPermutation.seed(seed, b));
    }
    return draws;
  }

  private static Pair drawn(List<TypedImages.Block> blocks, IndexPermutation[] draws, long number) {
    int block = (int) (number % draws.length);
    long rank = number / draws.length % blocks.get(block).size();
    return blocks.get(block).pair(draws[block].at(rank));
  }
}
