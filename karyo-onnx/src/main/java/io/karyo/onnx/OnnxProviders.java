package io.karyo.onnx;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Registers the encoders of this module. */
final class OnnxProviders {

  private OnnxProviders() {}

  /** Registers {@link OnnxEncoders#frozen}. */
  public static final class Frozen extends PartProvider {
    public Frozen() {
      super(PartKind.ENCODER, OnnxEncoder.ID, OnnxEncoder::new);
    }
  }

  /** Computes what a SameDiff encoder learned, where karyo-siamese is not there to do it. */
  public static final class SameDiff extends PartProvider {
    public SameDiff() {
      super(
          PartKind.ENCODER,
          SavedNetworks.SINGLE,
          settings ->
              new PredictingEncoder(SavedNetworks.SINGLE, settings, UnchangedSession.SETUP));
    }

    @Override
    public boolean isFallback() {
      return true;
    }
  }

  /** Computes what several SameDiff encoders learned, where karyo-siamese is not there. */
  public static final class Concatenated extends PartProvider {
    public Concatenated() {
      super(
          PartKind.ENCODER,
          SavedNetworks.SEVERAL,
          settings ->
              new PredictingEncoder(SavedNetworks.SEVERAL, settings, UnchangedSession.SETUP));
    }

    @Override
    public boolean isFallback() {
      return true;
    }
  }
}
