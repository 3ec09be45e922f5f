package io.karyo.testkit.reference;

import io.karyo.spi.KaryotypeAssigner;
import io.karyo.testkit.KaryotypeAssignerContract;

class ReferenceAssignerTest extends KaryotypeAssignerContract {

  @Override
  protected KaryotypeAssigner assigner() {
    return new ReferenceAssigner();
  }
}
