package io.karyo.siamese.baseline;

import io.karyo.model.Settings;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;

/** Announces the baselines of this module, one nested class each. */
final class BaselineProviders {

  private BaselineProviders() {}

  /** Announces {@link Baselines#pixels}. */
  public static final class Pixels implements PartProvider {

    /** Made by {@link java.util.ServiceLoader}. */
    public Pixels() {}

    @Override
    public PartKind kind() {
      return PartKind.ENCODER;
    }

    @Override
    public String id() {
      return PixelEncoder.ID;
    }

    @Override
    public SiameseEncoder create(Settings settings) {
      return PixelEncoder.of(settings);
    }
  }

  /** Announces {@link Baselines#deepCnn()}. */
  public static final class DeepCnn implements PartProvider {

    /** Made by {@link java.util.ServiceLoader}. */
    public DeepCnn() {}

    @Override
    public PartKind kind() {
      return PartKind.CLASSIFIER;
    }

    @Override
    public String id() {
      return DeepCnnClassifier.ID;
    }

    @Override
    public EmbeddingClassifier create(Settings settings) {
      return DeepCnnClassifier.of(settings);
    }
  }
}
