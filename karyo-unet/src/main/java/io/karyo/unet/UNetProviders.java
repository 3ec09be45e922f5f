package io.karyo.unet;

import io.karyo.network.UNetSettings;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Registers the segmenter of this module. */
final class UNetProviders {

  private UNetProviders() {}

  /** Registers {@link NetworkSegmenter#standard()}. */
  public static final class Network extends PartProvider {
    public Network() {
      super(PartKind.SEGMENTER, UNetSettings.ID, NetworkSegmenter::of);
    }
  }
}
