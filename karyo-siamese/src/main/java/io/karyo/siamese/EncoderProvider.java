package io.karyo.siamese;

import io.karyo.SiameseEncoder;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Settings;

/** Announces {@link SiameseEncoders#sameDiff()}. */
public final class EncoderProvider implements PartProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public EncoderProvider() {}

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

  @Override
  public boolean isDefault() {
    return true;
  }
}
