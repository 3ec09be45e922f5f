package io.karyo.testkit.reference;

import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;
import io.karyo.testkit.SiameseEncoderContract;
import java.util.Optional;

class ReferenceEncoderTest extends SiameseEncoderContract {

  @Override
  protected SiameseEncoder encoder() {
    return new ReferenceEncoder(6);
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new ReferenceEncoder.Provider());
  }
}
