package io.karyo.network;

import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;

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

    private static final Setting<Double> MARGIN = Setting.number("margin", 0.5, Require::positive);

    public Contrastive {
      MARGIN.check(margin);
    }

    @Override
    public Settings settings() {
      return Settings.EMPTY.with(Kind.SETTING, Kind.CONTRASTIVE).with(MARGIN, margin);
    }
  }

  /**
   * The supervised contrastive loss on S = f(a)·f(b): for each image with a similar partner, the
   * mean over its similar pairs of −log(exp(S/τ) ÷ Σ exp(S/τ) over all its pairs). Khosla et al.
   * 2020, equation 2 (L_out). Its pairs are all pairs of a batch's images or, if the pair sampler
   * works in groups, those that were drawn. Hard pairs weigh most by themselves.
   *
   * @param temperature τ, more than 0
   */
  record SupervisedContrastive(double temperature) implements PairLoss {

    private static final Setting<Double> TEMPERATURE = Setting.number("temperature", 0.1, 0.01, 10);

    public SupervisedContrastive {
      TEMPERATURE.check(temperature);
    }

    @Override
    public Settings settings() {
      return Settings.EMPTY
          .with(Kind.SETTING, Kind.SUPERVISED_CONTRASTIVE)
          .with(TEMPERATURE, temperature);
    }
  }

  /** The losses. */
  enum Kind {
    /** {@link Contrastive}. */
    CONTRASTIVE,
    /** {@link SupervisedContrastive}. */
    SUPERVISED_CONTRASTIVE;

    private static final Setting<Kind> SETTING = Setting.choice("kind", SUPERVISED_CONTRASTIVE);
  }

  /** {@return the loss as a model file holds it} */
  Settings settings();

  /**
   * Restores a loss.
   *
   * @param settings what {@link #settings()} returned; a value that is missing is the default:
   *     supervised contrastive, temperature 0.1, margin 0.5
   * @return the loss
   * @throws IllegalArgumentException if a value is unknown or not allowed
   */
  static PairLoss of(Settings settings) {
    Settings all =
        settings.complete(Kind.SETTING, Contrastive.MARGIN, SupervisedContrastive.TEMPERATURE);
    return all.get(Kind.SETTING) == Kind.CONTRASTIVE
        ? contrastive(all.get(Contrastive.MARGIN))
        : supervisedContrastive(all.get(SupervisedContrastive.TEMPERATURE));
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
}
