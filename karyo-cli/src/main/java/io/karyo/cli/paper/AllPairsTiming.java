package io.karyo.cli.paper;

import io.karyo.Karyotyper;
import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/**
 * What an epoch of all pairs would take in the paper's way, two passes of the network a pair.
 * Measured on the first pairs of an epoch, whose order is fully mixed, and extrapolated.
 *
 * @param pairsInAll how many pairs there are
 * @param passesTimed how many images were embedded and learned from
 * @param secondsTimed how long that took
 */
record AllPairsTiming(long pairsInAll, long passesTimed, double secondsTimed) {

  private static final int PAIRS_TIMED = 1_500;

  /** Returns the extrapolated time of an epoch. */
  double secondsAnEpoch() {
    return 2.0 * pairsInAll * secondsTimed / passesTimed;
  }

  static AllPairsTiming measure(
      Draw draw,
      Straightener straightener,
      SameDiffEncoder encoder,
      int threads,
      Cancellation cancellation)
      throws IOException {
    PairSampler sample =
        (types, epoch, seed) -> {
          Iterator<Pair> all = PairSamplers.all().sample(types, epoch, seed);
          return StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, 0), false)
              .limit(PAIRS_TIMED)
              .iterator();
        };
    Clock clock = new Clock();
    Karyotyper.builder()
        .straightener(straightener)
        .pairSampler(sample)
        .encoder(encoder.draws(1).batchImages(batchImages(draw)))
        .classifier(EmbeddingClassifiers.nearestNeighbours(1))
        .seed(draw.seed())
        .threads(threads)
        .cancellation(cancellation)
        .listener(clock)
        .train(draw.dataset())
        .close();
    long images = draw.sizes().train();
    return new AllPairsTiming(images * (images - 1) / 2, clock.passes(), clock.seconds());
  }

  /** The usual number, less where that would be all there are: the first batch is not timed. */
  private static int batchImages(Draw draw) {
    return Math.max(2, Math.min(192, draw.sizes().train() / 4));
  }

  /** Times from the end of the first batch, which warms up, to that of the last. */
  private static final class Clock implements TrainingListener {
    private long firstPasses;
    private long firstNanos;
    private long lastPasses;
    private long lastNanos;

    @Override
    public void onProgress(Progress progress) {
      if (progress.stage() == Stage.ENCODER) {
        lastPasses = progress.done();
        lastNanos = System.nanoTime();
        if (firstPasses == 0) {
          firstPasses = lastPasses;
          firstNanos = lastNanos;
        }
      }
    }

    long passes() {
      if (lastPasses == firstPasses) {
        throw new IllegalStateException(
            "training images: must be enough for two batches, found " + lastPasses);
      }
      return lastPasses - firstPasses;
    }

    double seconds() {
      return (lastNanos - firstNanos) / 1e9;
    }
  }
}
