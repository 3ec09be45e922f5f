package io.karyo.siamese;

import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;

/** Announces the encoders of this module, one nested class each. */
final class EncoderProviders {

  private EncoderProviders() {}

  /** Announces {@link SiameseEncoders#sameDiff()}. */
  public static final class SameDiff implements PartProvider {

    /** Made by {@link java.util.ServiceLoader}. */
    public SameDiff() {}

    @Override
    public PartKind kind() {
      return PartKind.ENCODER;
    }

    @Override
    public String id() {
      return SameDiffEncoder.ID;
    }

    @Override
    public SiameseEncoder create(Settings settings) {
      return SameDiffEncoder.of(settings);
    }
  }

  /**
   * Announces {@link SiameseEncoders#concatenated(java.util.List)}; by default {@link
   * SiameseEncoders#standard()}.
   */
  public static final class Concatenated implements PartProvider {

    /** Made by {@link java.util.ServiceLoader}. */
    public Concatenated() {}

    @Override
    public PartKind kind() {
      return PartKind.ENCODER;
    }

    @Override
    public String id() {
      return ConcatenatedEncoder.ID;
    }

    @Override
    public SiameseEncoder create(Settings settings) {
      return ConcatenatedEncoder.of(settings);
    }

    @Override
    public boolean isDefault() {
      return true;
    }
  }
}
