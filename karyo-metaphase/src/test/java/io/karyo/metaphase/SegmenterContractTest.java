package io.karyo.metaphase;

import io.karyo.spi.PartProvider;
import io.karyo.spi.Segmenter;
import io.karyo.testkit.SegmenterContract;
import java.util.Optional;

/** The geometric segmenter keeps what a segmenter promises. */
class SegmenterContractTest extends SegmenterContract {

  @Override
  protected Segmenter segmenter() {
    return Segmenters.geometric();
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new SegmenterProviders.Geometric());
  }
}
