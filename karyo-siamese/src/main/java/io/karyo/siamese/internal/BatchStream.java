package io.karyo.siamese.internal;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The batches of a training: those of a sampler's first draw, of its second, and so on without end.
 *
 * <p>Not thread-safe.
 */
public final class BatchStream {

  private final PairSampler sampler;
  private final List<ChromosomeType> types;
  private final long seed;
  private final int mostImages;
  private final boolean allPairs;
  private PairBatches batches;
  private int draw;
  private long taken;

  /**
   * Begins with a draw.
   *
   * @param mostImages how many images a batch may have if the sampler does not work in groups
   * @param allPairs whether the loss is taken over all pairs of a batch's images, not only those
   *     that were drawn
   * @param draw the number of the draw, from 0
   */
  public BatchStream(
      PairSampler sampler,
      List<ChromosomeType> types,
      long seed,
      int mostImages,
      boolean allPairs,
      int draw) {
    this.sampler = sampler;
    this.types = types;
    this.seed = seed;
    this.mostImages = mostImages;
    this.allPairs = allPairs;
    this.draw = draw;
    this.batches = drawn();
  }

  private PairBatches drawn() {
    Iterator<Pair> pairs = new CheckedPairs(sampler, types, draw, seed);
    if (!pairs.hasNext()) {
      throw new IllegalArgumentException(
          "pair sampler '"
              + sampler.id()
              + "': must draw at least one pair an epoch, drew none in epoch "
              + (draw + 1));
    }
    return new PairBatches(pairs, mostImages);
  }

  /** Returns whether the next batch is the first of another draw. */
  public boolean atEndOfDraw() {
    return !batches.hasNext();
  }

  /** Returns the number of the draw that the next batch is of. */
  public int draw() {
    return atEndOfDraw() ? draw + 1 : draw;
  }

  /** Returns how many batches of that draw come before the next batch. */
  public long batchesOfDraw() {
    return atEndOfDraw() ? 0 : taken;
  }

  /** Leaves out batches of the current draw. */
  public void skip(long count) {
    for (long i = 0; i < count && batches.hasNext(); i++) {
      batches.next();
      taken++;
    }
  }

  /** Returns the next batch with the pairs that were drawn. */
  public PairBatches.Batch next() {
    if (atEndOfDraw()) {
      draw++;
      taken = 0;
      batches = drawn();
    }
    taken++;
    return batches.next();
  }

  /** Returns a batch with the pairs that the loss is taken over. */
  public PairBatches.Batch scored(PairBatches.Batch batch) {
    if (!allPairs) {
      return batch;
    }
    List<Integer> images = batch.images();
    for (Pair pair : batch.pairs()) {
      checkLabel(pair.label(), images.get(pair.first()), images.get(pair.second()));
    }
    List<Pair> pairs = new ArrayList<>();
    for (int second = 1; second < images.size(); second++) {
      for (int first = 0; first < second; first++) {
        pairs.add(new Pair(first, second, label(images.get(first), images.get(second))));
      }
    }
    return new PairBatches.Batch(images, pairs);
  }

  private PairLabel label(int one, int other) {
    return types.get(one) == types.get(other) ? PairLabel.SIMILAR : PairLabel.DISSIMILAR;
  }

  /** Labels of another meaning would be contradicted by those of the pairs that are added. */
  private void checkLabel(PairLabel label, int one, int other) {
    if (label != label(one, other)) {
      throw new IllegalArgumentException(
          "pair sampler '"
              + sampler.id()
              + "': must label pairs by their types for the supervised contrastive loss, found "
              + label
              + " for types "
              + types.get(one)
              + " and "
              + types.get(other));
    }
  }
}
