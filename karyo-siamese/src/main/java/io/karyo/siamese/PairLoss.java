package io.karyo.siamese;

import io.karyo.spi.Settings;

/** What the distance between the embeddings of a pair costs. */
public sealed interface PairLoss {

  /**
   * The contrastive loss on D = ‖f(a) − f(b)‖₂: ½·D² for a similar pair, ½·max(m − D, 0)² for a
   * dissimilar one; the mean over the pairs. Hadsell, Chopra, LeCun 2006; Swati et al. 2017,
   * equations 3 to 6.
   *
   * @param margin m, the distance at which a dissimilar pair costs nothing; more than 0, and at
   *     most 2 for normalised embeddings, which are never farther apart
   */
  record Contrastive(double margin) implements PairLoss {
    public Contrastive {
      if (!(margin > 0 && Double.isFinite(margin))) {
        throw new IllegalArgumentException("margin: must be more than 0, found " + margin);
      }
    }
  }

  /**
   * The supervised contrastive loss on S = f(a)·f(b): for each image with a similar partner, the
   * mean over its similar pairs of −log(exp(S/τ) ÷ Σ exp(S/τ) over all its pairs). Khosla et al.
   * 2020, equation 2 (L_out), over the pairs that were sampled. Hard pairs weigh most by
   * themselves.
   *
   * @param temperature τ, more than 0
   */
  record SupervisedContrastive(double temperature) implements PairLoss {
    public SupervisedContrastive {
      if (!(temperature >= 0.01 && temperature <= 10)) {
        throw new IllegalArgumentException("temperature: must be 0.01 to 10, found " + temperature);
      }
    }
  }

  /**
   * The contrastive loss.
   *
   * @param margin the distance at which a dissimilar pair costs nothing; 0.5 in the paper
   * @return the loss
   * @throws IllegalArgumentException if the margin is not more than 0
   */
  static PairLoss contrastive(double margin) {
    return new Contrastive(margin);
  }

  /**
   * The supervised contrastive loss, for normalised embeddings only.
   *
   * @param temperature 0.01 to 10; 0.1 is usual
   * @return the loss
   * @throws IllegalArgumentException if the temperature is out of range
   */
  static PairLoss supervisedContrastive(double temperature) {
    return new SupervisedContrastive(temperature);
  }

  /**
   * Describes the loss for a model file.
   *
   * @return its kind and number
   */
  default Settings settings() {
    if (this instanceof Contrastive contrastive) {
      return Settings.EMPTY.with("kind", "contrastive").with("margin", contrastive.margin());
    }
    return Settings.EMPTY
        .with("kind", "supervised-contrastive")
        .with("temperature", ((SupervisedContrastive) this).temperature());
  }

  /**
   * Makes a loss from what {@link #settings()} gave.
   *
   * @param settings kind and number
   * @return the loss
   * @throws IllegalArgumentException if the kind is unknown or the number out of range
   */
  static PairLoss of(Settings settings) {
    settings.onlyKnown("kind", "margin", "temperature");
    String kind = settings.text("kind", "supervised-contrastive");
    return switch (kind) {
      case "contrastive" -> contrastive(settings.number("margin", 0.5));
      case "supervised-contrastive" -> supervisedContrastive(settings.number("temperature", 0.1));
      default ->
          throw new IllegalArgumentException(
              "loss: must be contrastive or supervised-contrastive, found '" + kind + "'");
    };
  }
}
