package io.karyo.siamese.pairs;

import io.karyo.model.Settings;
import io.karyo.spi.PairSampler;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import java.util.function.Function;

/** Announces the samplers of this module, one nested class each. */
final class PairSamplerProviders {

  private static final String DEFAULT = InBatchPairs.ID;

  private PairSamplerProviders() {}

  private abstract static class Provider implements PartProvider {

    private final String id;
    private final Function<Settings, PairSampler> maker;

    Provider(String id, Function<Settings, PairSampler> maker) {
      this.id = id;
      this.maker = maker;
    }

    @Override
    public final PartKind kind() {
      return PartKind.PAIR_SAMPLER;
    }

    @Override
    public final String id() {
      return id;
    }

    @Override
    public final PairSampler create(Settings settings) {
      return maker.apply(settings);
    }

    @Override
    public final boolean isDefault() {
      return id.equals(DEFAULT);
    }
  }

  /** Announces {@link PairSamplers#all()}. */
  public static final class All extends Provider {
    /** Makes the provider. */
    public All() {
      super(AllPairs.ID, AllPairs::new);
    }
  }

  /** Announces {@link PairSamplers#random(double)}. */
  public static final class Random extends Provider {
    /** Makes the provider. */
    public Random() {
      super(RandomPairs.ID, RandomPairs::new);
    }
  }

  /** Announces {@link PairSamplers#balanced()}. */
  public static final class Balanced extends Provider {
    /** Makes the provider. */
    public Balanced() {
      super(BalancedPairs.ID, BalancedPairs::new);
    }
  }

  /** Announces {@link PairSamplers#inBatch()}. */
  public static final class InBatch extends Provider {
    /** Makes the provider. */
    public InBatch() {
      super(InBatchPairs.ID, InBatchPairs::new);
    }
  }
}
