package io.karyo.testkit.reference;

import io.karyo.spi.PartProvider;
import io.karyo.spi.Segmenter;
import io.karyo.testkit.SegmenterContract;
import java.util.Optional;

class ReferenceSegmenterTest extends SegmenterContract {

  @Override
  protected Segmenter segmenter() {
    return new ReferenceSegmenter(80);
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new ReferenceSegmenter.Provider());
  }
}
