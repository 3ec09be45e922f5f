package io.karyo.siamese.baseline;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Announces the baselines of this module, one nested class each. */
final class BaselineProviders {

  private BaselineProviders() {}

  /** Announces {@link Baselines#pixels}. */
  public static final class Pixels extends PartProvider {
    public Pixels() {
      super(PartKind.ENCODER, PixelEncoder.ID, PixelEncoder::new);
    }
  }

  /** Announces {@link Baselines#deepCnn()}. */
  public static final class DeepCnn extends PartProvider {
    public DeepCnn() {
      super(PartKind.CLASSIFIER, DeepCnnClassifier.ID, DeepCnnClassifier::new);
    }
  }
}
