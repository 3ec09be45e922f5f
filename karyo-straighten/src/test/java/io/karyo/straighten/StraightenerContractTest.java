package io.karyo.straighten;

import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;
import io.karyo.testkit.StraightenerContract;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** Every straightener keeps what a straightener promises. */
class StraightenerContractTest {

  @Nested
  class None extends StraightenerContract {
    @Override
    protected Straightener straightener() {
      return Straighteners.none();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new StraightenerProvider.None());
    }
  }

  @Nested
  class MedialAxis extends StraightenerContract {
    @Override
    protected Straightener straightener() {
      return Straighteners.medialAxis();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new StraightenerProvider.MedialAxis());
    }
  }

  @Nested
  class Projections extends StraightenerContract {
    @Override
    protected Straightener straightener() {
      return Straighteners.projectionVectors();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new StraightenerProvider.Projections());
    }
  }

  @Nested
  class Auto extends StraightenerContract {
    @Override
    protected Straightener straightener() {
      return Straighteners.auto();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new StraightenerProvider.Auto());
    }
  }
}
