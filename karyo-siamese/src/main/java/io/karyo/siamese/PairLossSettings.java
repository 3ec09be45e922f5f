package io.karyo.siamese;

import io.karyo.model.Settings;
import io.karyo.siamese.network.PairLoss;

/** Describes losses for a model file. */
final class PairLossSettings {

  private static final String CONTRASTIVE = "contrastive";
  private static final String SUPERVISED = "supervised-contrastive";

  private PairLossSettings() {}

  static Settings of(PairLoss loss) {
    if (loss instanceof PairLoss.Contrastive contrastive) {
      return Settings.EMPTY.with("kind", CONTRASTIVE).with("margin", contrastive.margin());
    }
    return Settings.EMPTY
        .with("kind", SUPERVISED)
        .with("temperature", ((PairLoss.SupervisedContrastive) loss).temperature());
  }

  static PairLoss read(Settings settings) {
    settings.onlyKnown("kind", "margin", "temperature");
    String kind = settings.text("kind", SUPERVISED);
    return switch (kind) {
      case CONTRASTIVE -> PairLoss.contrastive(settings.number("margin", 0.5));
      case SUPERVISED -> PairLoss.supervisedContrastive(settings.number("temperature", 0.1));
      default ->
          throw new IllegalArgumentException(
              "loss: must be " + CONTRASTIVE + " or " + SUPERVISED + ", found '" + kind + "'");
    };
  }
}
