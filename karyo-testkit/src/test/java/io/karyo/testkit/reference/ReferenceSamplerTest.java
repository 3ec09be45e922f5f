package io.karyo.testkit.reference;

import io.karyo.spi.PairSampler;
import io.karyo.testkit.PairSamplerContract;

class ReferenceSamplerTest extends PairSamplerContract {

  @Override
  protected PairSampler pairSampler() {
    return new ReferenceSampler();
  }
}
