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
import java.util.OptionalInt;

/**
 * Every unordered pair of two training images, once an epoch: n (n - 1) / 2 pairs of n images, in
 * an order that each epoch draws anew.
 *
 * <p>Such an epoch of the sampler is long; {@link SameDiffEncoder#epochs} of an encoder are not.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @see PairSamplers#all()
 */
public final class AllPairs extends AbstractPart implements PairSampler {

  static final String ID = "all";

  /** 0 for no tiles, which cannot be set. */
  static final Setting<Integer> TILE = Setting.integer("imagesPerTile", 0, 2).optional();

  AllPairs(Settings given) {
    super(ID, given, TILE);
  }

  /**
   * Orders the pairs so that those among a few images come together: the images are dealt at random
   * into sets of half a tile, anew each epoch, and each two sets meet once. An encoder that embeds
   * each image of a batch once then embeds a fraction of what a fully mixed order costs: for 1,296
   * images in tiles of 192, 18 thousand images an epoch in place of 1.7 million. The pairs are the
   * same; pairs within a batch depend on each other more, as they share images.
   *
   * @param images how many images a tile has at most, at least 2; also {@link #imagesPerGroup()}
   * @return a new sampler
   * @throws IllegalArgumentException if there are fewer
   */
  public AllPairs imagesPerTile(int images) {
    return new AllPairs(settings().with(TILE, images));
  }

  @Override
  public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
    TypedImages images = new TypedImages(types);
    long orderSeed = IndexPermutation.seed(seed, epoch);
    int imagesPerTile = get(TILE);
    if (imagesPerTile > 0) {
      return new TiledPairs(images, imagesPerTile, orderSeed);
    }
    long size = TypedImages.pairsOf(images.size());
    IndexPermutation order = new IndexPermutation(size, orderSeed);
    return TypedImages.stream(
        size,
        position -> {
          long number = order.at(position);
          int larger = TypedImages.larger(number);
          return images.pair((int) (number - TypedImages.pairsOf(larger)), larger);
        });
  }

  @Override
  public OptionalInt imagesPerGroup() {
    int imagesPerTile = get(TILE);
    return imagesPerTile > 0 ? OptionalInt.of(imagesPerTile) : OptionalInt.empty();
  }
}
