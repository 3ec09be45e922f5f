package io.karyo.examples;

import io.karyo.spi.Straightener;
import io.karyo.testkit.StraightenerContract;

/** The test of docs/plugins.md. */
class AsItLiesTest extends StraightenerContract {
  @Override
  protected Straightener straightener() {
    return Straightener.named("acme.as-it-lies", OwnStraightener::asItLies);
  }
}
