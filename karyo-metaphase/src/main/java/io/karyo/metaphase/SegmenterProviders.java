package io.karyo.metaphase;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Registers the segmenters of this module. */
final class SegmenterProviders {

  private SegmenterProviders() {}

  /** Registers {@link Segmenters#geometric()}, the default. */
  public static final class Geometric extends PartProvider {
    public Geometric() {
      super(
          PartKind.SEGMENTER, GeometricSegmenter.ID, withoutSettings(Segmenters.geometric()), true);
    }
  }
}
