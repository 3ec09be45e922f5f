package io.karyo.classify.karyotype;

import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.PartProvider;
import io.karyo.testkit.KaryotypeAssignerContract;
import java.util.Optional;

/** The assigner keeps what an assigner of karyotypes promises. */
class KaryotypeAssignerContractTest extends KaryotypeAssignerContract {

  @Override
  protected KaryotypeAssigner assigner() {
    return KaryotypeAssigners.optimal();
  }

  /** More than the 89 % of the chromosomes that are told right one by one. */
  @Override
  protected double minimumAccuracy() {
    return 0.9;
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new OptimalAssigner.Provider());
  }
}
