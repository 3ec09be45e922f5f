package io.karyo.siamese.internal;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.KaryoException;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import java.util.Iterator;
import java.util.List;

/** The pairs of a sampler that may be anybody's, each checked to be of training images. */
final class CheckedPairs implements Iterator<Pair> {

  private final PairSampler sampler;
  private final int images;
  private final int epoch;
  private final Iterator<Pair> pairs;

  CheckedPairs(PairSampler sampler, List<ChromosomeType> types, int epoch, long seed) {
    this.sampler = sampler;
    this.images = types.size();
    this.epoch = epoch;
    Iterator<Pair> drawn = sampler.sample(types, epoch, seed);
    if (drawn == null) {
      throw refused("pairs", "gave null");
    }
    this.pairs = drawn;
  }

  @Override
  public boolean hasNext() {
    return pairs.hasNext();
  }

  /**
   * Returns the next pair.
   *
   * @throws KaryoException if it is none of two training images; names the sampler
   */
  @Override
  public Pair next() {
    Pair pair = pairs.next();
    if (pair == null || Math.max(pair.first(), pair.second()) >= images) {
      throw refused(
          "pairs of the " + images + " training images, 0 to " + (images - 1), "drew " + pair);
    }
    return pair;
  }

  private KaryoException refused(String rule, String found) {
    return new KaryoException(
        Parts.name(PartKind.PAIR_SAMPLER, sampler)
            + ": must draw "
            + rule
            + ", "
            + found
            + " in epoch "
            + (epoch + 1));
  }
}
