package io.karyo.examples;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;

/** The provider of docs/plugins.md. */
public final class AcmeProvider extends PartProvider {
  public AcmeProvider() {
    super(
        PartKind.STRAIGHTENER,
        "acme.as-it-lies",
        withoutSettings(Straightener.named("acme.as-it-lies", OwnStraightener::asItLies)));
  }
}
