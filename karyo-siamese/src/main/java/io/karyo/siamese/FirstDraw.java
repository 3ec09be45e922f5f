package io.karyo.siamese;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.siamese.internal.BatchStream;
import io.karyo.siamese.internal.PairBatches;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the first draw of a sampler is like.
 *
 * @param images how many images its batches show, as far as was counted
 * @param ended whether all were counted
 * @param repeated how many of the images looked at are of a type with two images or more
 * @param learning how many of those have a similar and a dissimilar partner in their batch
 */
record FirstDraw(long images, boolean ended, long repeated, long learning) {

  /** Of one image in nine, a network learned 12 points less than of all. */
  private static final int MAX_REPEATED_PER_LEARNING = 5;

  /**
   * Looks at the draw.
   *
   * @param stream at its first batch
   * @param types the type of each training image
   * @param mostLookedAt after how many images no more partners are looked for
   * @param mostCounted after how many images no more are counted
   * @param pause is called after each batch
   */
  static FirstDraw of(
      BatchStream stream,
      List<ChromosomeType> types,
      long mostLookedAt,
      long mostCounted,
      Runnable pause) {
    Map<ChromosomeType, Integer> counts = new EnumMap<>(ChromosomeType.class);
    types.forEach(type -> counts.merge(type, 1, Integer::sum));
    long images = 0;
    long repeated = 0;
    long learning = 0;
    while (!stream.atEndOfDraw() && images <= mostCounted) {
      PairBatches.Batch batch = stream.next();
      if (images <= mostLookedAt) {
        repeated +=
            batch.images().stream()
                .filter(image -> counts.getOrDefault(types.get(image), 0) > 1)
                .count();
        learning += learning(stream.scored(batch));
      }
      images += batch.images().size();
      pause.run();
    }
    return new FirstDraw(images, stream.atEndOfDraw(), repeated, learning);
  }

  /** An image with partners of one kind only has no gradient, however its embedding lies. */
  private static long learning(PairBatches.Batch batch) {
    int count = batch.images().size();
    boolean[] similar = new boolean[count];
    boolean[] dissimilar = new boolean[count];
    for (Pair pair : batch.pairs()) {
      boolean[] kind = pair.label() == PairLabel.SIMILAR ? similar : dissimilar;
      kind[pair.first()] = true;
      kind[pair.second()] = true;
    }
    long learning = 0;
    for (int i = 0; i < count; i++) {
      learning += similar[i] && dissimilar[i] ? 1 : 0;
    }
    return learning;
  }

  /**
   * Checks that a supervised contrastive loss can learn from the draw.
   *
   * @throws IllegalArgumentException if hardly an image has partners of both kinds
   */
  void checkPartners(String sampler) {
    if (learning == 0 || learning * MAX_REPEATED_PER_LEARNING < repeated) {
      throw new IllegalArgumentException(
          "pair sampler '"
              + sampler
              + "': must bring an image together with others of its type and of other types in a"
              + " batch for the supervised contrastive loss, found that for "
              + learning
              + " of "
              + repeated
              + " images; draw the pairs in mixed order, let batches or groups have more images, or"
              + " take PairLoss.contrastive");
    }
  }
}
