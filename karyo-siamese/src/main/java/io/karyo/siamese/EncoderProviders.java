package io.karyo.siamese;

import io.karyo.model.Settings;
import io.karyo.network.ResidualShape;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;
import java.util.List;
import java.util.function.Function;

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

  /** Registers {@link SiameseEncoders#residual()}. */
  public static final class Residual extends PartProvider {
    public Residual() {
      super(
          SameDiffNetwork.KIND,
          ResidualShape.ID,
          settings -> new ResidualNetwork(ResidualShape.of(settings)));
    }
  }

  /** Makes an encoder of networks that are given. */
  private static final class OfNetworks extends PartProvider {
    OfNetworks(String id, Function<Settings, SiameseEncoder> maker) {
      super(PartKind.ENCODER, id, maker);
    }
  }

  /** Returns what makes the encoders of this module with networks that are not registered. */
  static List<PartProvider> of(List<SameDiffNetwork> networks) {
    return List.of(
        new OfNetworks(SameDiffEncoder.ID, given -> new SameDiffEncoder(given, networks)),
        new OfNetworks(ConcatenatedEncoder.ID, given -> ConcatenatedEncoder.of(given, networks)));
  }
}
