package io.karyo.siamese.pairs;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Announces the samplers of this module, one nested class each. */
final class PairSamplerProviders {

  private PairSamplerProviders() {}

  /** Announces {@link PairSamplers#all()}. */
  public static final class All extends PartProvider {
    public All() {
      super(PartKind.PAIR_SAMPLER, AllPairs.ID, AllPairs::new);
    }
  }

  /** Announces {@link PairSamplers#random(double)}. */
  public static final class Random extends PartProvider {
    public Random() {
      super(PartKind.PAIR_SAMPLER, RandomPairs.ID, RandomPairs::new);
    }
  }

  /** Announces {@link PairSamplers#balanced()}. */
  public static final class Balanced extends PartProvider {
    public Balanced() {
      super(PartKind.PAIR_SAMPLER, BalancedPairs.ID, BalancedPairs::new);
    }
  }

  /** Announces {@link PairSamplers#inBatch()}. */
  public static final class InBatch extends PartProvider {
    public InBatch() {
      super(PartKind.PAIR_SAMPLER, InBatchPairs.ID, InBatchPairs::new, true);
    }
  }
}
