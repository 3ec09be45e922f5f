package io.karyo.siamese.pairs;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Every similar pair, and each dissimilar one with probability R·α / β, where α similar and β
 * dissimilar pairs are available and R is how many dissimilar pairs are wanted for each similar
 * one.
 *
 * <p>The dissimilar pairs are a simple random sample without replacement of R·α, rounded, and at
 * most β: each is in it with that probability, and their number does not vary, unlike that of
 * independent draws. The paper has 36.6 thousand similar and, with R = 2, 73.2 thousand dissimilar
 * pairs.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @see PairSamplers#random(double)
 */
public final class RandomPairs extends AbstractPart implements PairSampler {

  static final String ID = "random";
  static final Setting<Double> RATIO = Setting.number("dissimilarPerSimilar", 2, Require::positive);
  static final Setting<Boolean> ONCE = Setting.flag("drawnOnce", false);

  private static final long SELECTION = 0;
  private static final long ORDER = 1;

  RandomPairs(Settings given) {
    super(ID, given, RATIO, ONCE, AllPairs.TILE);
  }

  /**
   * Draws the dissimilar pairs once, as the paper does: every epoch has the same pairs, in another
   * order. Otherwise each epoch draws others.
   *
   * @return a new sampler
   */
  public RandomPairs drawnOnce() {
    return new RandomPairs(settings().with(ONCE, true));
  }

  /**
   * Orders the pairs in tiles, as {@link AllPairs#imagesPerTile} does. The draw is the same as
   * without tiles. An epoch then looks at every pair to see whether it was drawn, some 0.3 µs each.
   *
   * @param images how many images a tile has at most, at least 2; also {@link #imagesPerGroup()}
   * @return a new sampler
   * @throws IllegalArgumentException if there are fewer
   */
  public RandomPairs imagesPerTile(int images) {
    return new RandomPairs(settings().with(AllPairs.TILE, images));
  }

  @Override
  public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
    TypedImages images = new TypedImages(types);
    TypedImages.Blocks similar = images.similar();
    TypedImages.Blocks dissimilar = images.dissimilar();
    long drawn = Math.min(dissimilar.size(), Math.max(1, Math.round(get(RATIO) * similar.size())));
    IndexPermutation selection =
        new IndexPermutation(
            dissimilar.size(), IndexPermutation.seed(seed, SELECTION, get(ONCE) ? 0 : epoch));
    long orderSeed = IndexPermutation.seed(seed, ORDER, epoch);
    int imagesPerTile = get(AllPairs.TILE);
    if (imagesPerTile > 0) {
      return new TiledPairs(images, imagesPerTile, orderSeed) {
        @Override
        boolean wants(int[] group, int smallerPlace, int largerPlace) {
          if (!super.wants(group, smallerPlace, largerPlace)) {
            return false;
          }
          int one = group[smallerPlace];
          int other = group[largerPlace];
          return images.isSimilar(one, other)
              || selection.positionOf(dissimilar.numberOfDissimilar(one, other)) < drawn;
        }
      };
    }
    long size = similar.size() + drawn;
    IndexPermutation order = new IndexPermutation(size, orderSeed);
    return TypedImages.stream(
        size,
        position -> {
          long number = order.at(position);
          return number < similar.size()
              ? similar.pair(number)
              : dissimilar.pair(selection.at(number - similar.size()));
        });
  }

  @Override
  public OptionalInt imagesPerGroup() {
    int imagesPerTile = get(AllPairs.TILE);
    return imagesPerTile > 0 ? OptionalInt.of(imagesPerTile) : OptionalInt.empty();
  }
}
