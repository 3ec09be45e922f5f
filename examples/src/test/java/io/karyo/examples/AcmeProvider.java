package io.karyo.examples;

import io.karyo.model.Settings;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;

/** The provider of docs/plugins.md. */
public final class AcmeProvider implements PartProvider {
  @Override
  public PartKind kind() {
    return PartKind.STRAIGHTENER;
  }

  @Override
  public String id() {
    return "acme.as-it-lies";
  }

  @Override
  public Part create(Settings settings) {
    settings.onlyKnown();
    return Straightener.named(id(), OwnStraightener::asItLies);
  }
}
