package io.karyo.siamese;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Announces the encoders of this module, one nested class each. */
final class EncoderProviders {

  private EncoderProviders() {}

  /** Announces {@link SiameseEncoders#sameDiff()}. */
  public static final class SameDiff extends PartProvider {
    public SameDiff() {
      super(PartKind.ENCODER, SameDiffEncoder.ID, SameDiffEncoder::new);
    }
  }

  /**
   * Announces {@link SiameseEncoders#concatenated(java.util.List)}; by default {@link
   * SiameseEncoders#standard()}.
   */
  public static final class Concatenated extends PartProvider {
    public Concatenated() {
      super(PartKind.ENCODER, ConcatenatedEncoder.ID, ConcatenatedEncoder::of, true);
    }
  }
}
