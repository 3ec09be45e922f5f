package io.karyo.onnx;

import io.karyo.model.Settings;
import io.karyo.network.UNetSettings;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Registers the parts of this module. */
final class OnnxProviders {

  private OnnxProviders() {}

  /** Registers {@link OnnxEncoders#frozen}. */
  public static final class Frozen extends PartProvider {
    public Frozen() {
      super(PartKind.ENCODER, OnnxEncoder.ID, OnnxEncoder::new);
    }
  }

  /** Computes what an encoder of karyo-siamese learned, where that is not there to do it. */
  static class Predicting extends PartProvider {

    Predicting(String id, SessionSetup setup) {
      super(PartKind.ENCODER, id, settings -> new PredictingEncoder(id, settings, setup));
    }

    @Override
    public final boolean onlyPredicts() {
      return true;
    }

    @Override
    public final boolean accepts(Settings settings) {
      return Sessions.arePossible() && SavedNetworks.areComputed(id(), settings);
    }
  }

  /** Registers the predictions of one network. */
  public static final class SameDiff extends Predicting {
    public SameDiff() {
      super(SavedNetworks.SINGLE, UnchangedSession.SETUP);
    }
  }

  /** Registers the predictions of several networks side by side. */
  public static final class Concatenated extends Predicting {
    public Concatenated() {
      super(SavedNetworks.SEVERAL, UnchangedSession.SETUP);
    }
  }

  /** Finds chromosomes by what a segmenter of karyo-unet learned. */
  static class Segmenting extends PartProvider {

    Segmenting(SessionSetup setup) {
      super(
          PartKind.SEGMENTER,
          UNetSettings.ID,
          settings -> new PredictingSegmenter(settings, setup));
    }

    @Override
    public final boolean onlyPredicts() {
      return true;
    }

    @Override
    public final boolean accepts(Settings settings) {
      return Sessions.arePossible();
    }
  }

  /** Registers the predictions of a U-Net. */
  public static final class UNet extends Segmenting {
    public UNet() {
      super(UnchangedSession.SETUP);
    }
  }
}
