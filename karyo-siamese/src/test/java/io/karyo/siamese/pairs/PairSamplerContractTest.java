package io.karyo.siamese.pairs;

import io.karyo.spi.PairSampler;
import io.karyo.spi.PartProvider;
import io.karyo.testkit.PairSamplerContract;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Every sampler keeps what a pair sampler promises. */
class PairSamplerContractTest {

  @Nested
  class All extends PairSamplerContract {
    @Override
    protected PairSampler pairSampler() {
      return PairSamplers.all();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new PairSamplerProviders.All());
    }
  }

  @Nested
  class AllInTiles extends PairSamplerContract {
    @Override
    protected PairSampler pairSampler() {
      return PairSamplers.all().imagesPerTile(64);
    }
  }

  @Nested
  class Random extends PairSamplerContract {
    @Override
    protected PairSampler pairSampler() {
      return PairSamplers.random(2);
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new PairSamplerProviders.Random());
    }
  }

  @Nested
  class Balanced extends PairSamplerContract {
    @Override
    protected PairSampler pairSampler() {
      return PairSamplers.balanced();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new PairSamplerProviders.Balanced());
    }
  }

  @Nested
  class InBatch extends PairSamplerContract {
    @Override
    protected PairSampler pairSampler() {
      return PairSamplers.inBatch();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new PairSamplerProviders.InBatch());
    }
  }
}
