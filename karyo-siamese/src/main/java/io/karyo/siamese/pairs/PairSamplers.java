package io.karyo.siamese.pairs;

import io.karyo.model.Settings;
import io.karyo.network.PairLoss;
import io.karyo.siamese.SameDiffEncoder;

/**
 * Makes the samplers of pairs that come with the library.
 *
 * <pre>{@code
 * PairSampler sampler = PairSamplers.balanced().dissimilarPerSimilar(2);
 * Iterator<Pair> epoch = sampler.sample(types, 0, 42);
 * }</pre>
 *
 * <p>All are lazy: an iterator holds a few integers an image and computes each pair when it is
 * asked for. The pairs of an epoch come in mixed order, similar and dissimilar ones and all types
 * throughout. The image of the smaller index is the first of a pair. An epoch is here one draw of
 * the sampler; how long an encoder's epochs are is its own choice, see {@link
 * SameDiffEncoder#epochs}.
 *
 * <p>All train well with the default encoder and differ little there: its loss scores all pairs of
 * a batch's images, so that the sampler decides which images come together. {@link #inBatch()} is
 * the default. With {@link PairLoss#contrastive}, only the pairs that were drawn count.
 *
 * <p><b>Source:</b> Swati et al., "Siamese Networks for Chromosome Classification", ICCV 2017
 * workshops, section 3.3, for the first three. <b>Thread safety:</b> all samplers are immutable.
 * <b>Determinism:</b> equal types, epoch, seed and settings give equal pairs in equal order.
 */
public final class PairSamplers {

  private PairSamplers() {}

  /**
   * Every pair once an epoch, each epoch in another order.
   *
   * @return the sampler, id {@code "all"}
   */
  public static AllPairs all() {
    return new AllPairs(Settings.EMPTY);
  }

  /**
   * Every similar pair and a random part of the dissimilar ones.
   *
   * @param dissimilarPerSimilar how many dissimilar pairs for each similar one, above 0; the paper
   *     takes 2
   * @return the sampler, id {@code "random"}
   * @throws IllegalArgumentException if the number is not above 0
   */
  public static RandomPairs random(double dissimilarPerSimilar) {
    return new RandomPairs(Settings.EMPTY.with(RandomPairs.RATIO, dissimilarPerSimilar));
  }

  /**
   * As many similar pairs of each type, and as many dissimilar pairs of each combination of two
   * types; 2 dissimilar pairs for each similar one, as in the paper.
   *
   * @return the sampler, id {@code "balanced"}
   */
  public static BalancedPairs balanced() {
    return new BalancedPairs(Settings.EMPTY);
  }

  /**
   * As many similar pairs of each type, and as many dissimilar pairs of each combination of two
   * types.
   *
   * @param dissimilarPerSimilar how many dissimilar pairs for each similar one, above 0
   * @return the sampler, id {@code "balanced"}
   * @throws IllegalArgumentException if the number is not above 0
   */
  public static BalancedPairs balanced(double dissimilarPerSimilar) {
    return balanced().dissimilarPerSimilar(dissimilarPerSimilar);
  }

  /**
   * All pairs among the images of a small group, one group after another; a group has the same
   * number of images of each type. Gives the most pairs for each image that is embedded.
   *
   * @return the sampler, id {@code "in-batch"}
   */
  public static InBatchPairs inBatch() {
    return new InBatchPairs(Settings.EMPTY);
  }
}
