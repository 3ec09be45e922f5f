package io.karyo.testkit.reference;

import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;
import io.karyo.testkit.StraightenerContract;
import java.util.Optional;

class ReferenceStraightenerTest extends StraightenerContract {

  @Override
  protected Straightener straightener() {
    return new ReferenceStraightener(0.05);
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new ReferenceStraightener.Provider());
  }
}
