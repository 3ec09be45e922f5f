package io.karyo.network;

import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;

/**
 * How the weights follow the gradients.
 *
 * @param kind the method
 * @param learningRate the highest step size; it rises to it during the first tenth of the training
 *     and falls to 0 along a cosine after, unless {@code constant}
 * @param weightDecay 0 or more, biases excepted. Adam: the share of each weight that a step of
 *     learning rate 1 takes away (decoupled: Loshchilov and Hutter 2019). Nesterov: the share of
 *     each weight that is added to its gradient (L2), which momentum m multiplies by up to 1 ÷ (1 -
 *     m)
 * @param momentum Nesterov's momentum, 0 to less than 1; 0 for Adam
 * @param constant whether the learning rate stays as it is
 */
public record Optimizer(
    Kind kind, double learningRate, double weightDecay, double momentum, boolean constant) {

  /** The methods. */
  public enum Kind {
    /** Adam, Kingma and Ba 2015. */
    ADAM,
    /** Stochastic gradient descent with Nesterov's momentum. */
    NESTEROV
  }

  private static final Setting<Kind> KIND = Setting.choice("kind", Kind.ADAM);
  private static final Setting<Double> LEARNING_RATE =
      Setting.number(
          "learningRate",
          2e-3,
          (name, rate) ->
              Require.that(rate > 0 && rate <= 1, name, "more than 0 and at most 1", rate));
  private static final Setting<Double> WEIGHT_DECAY =
      Setting.number("weightDecay", 0.05, (name, value) -> value);
  private static final Setting<Double> MOMENTUM = Setting.number("momentum", 0, Require::belowOne);
  private static final Setting<Boolean> CONSTANT = Setting.flag("constant", false);

  /** The default: Adam with a learning rate of 0.002 and a weight decay of 0.05. */
  public static final Optimizer STANDARD = of(Settings.EMPTY);

  public Optimizer {
    KIND.check(kind);
    LEARNING_RATE.check(learningRate);
    Require.that(
        weightDecay >= 0 && weightDecay * learningRate < 1,
        "weightDecay",
        "0 or more and less than 1/learningRate",
        weightDecay);
    Require.that(kind != Kind.ADAM || momentum == 0, "momentum", "0 for Adam", momentum);
    MOMENTUM.check(momentum);
  }

  /**
   * Adam on a one-cycle schedule.
   *
   * @param learningRate the highest step size
   * @param weightDecay decoupled weight decay
   * @return the optimizer
   */
  public static Optimizer adam(double learningRate, double weightDecay) {
    return new Optimizer(Kind.ADAM, learningRate, weightDecay, 0, false);
  }

  /**
   * The paper's: Nesterov's momentum at a constant learning rate.
   *
   * @param learningRate 0.1, 0.01 or 0.001 in the paper
   * @param momentum 0.99 in the paper
   * @param weightDecay 0.01 or 0.001 in the paper; part of the gradient, as usual with momentum
   * @return the optimizer
   */
  public static Optimizer nesterov(double learningRate, double momentum, double weightDecay) {
    return new Optimizer(Kind.NESTEROV, learningRate, weightDecay, momentum, true);
  }

  /**
   * Returns the learning rate after a share of the training.
   *
   * @param share how much of the training is done, 0 to 1
   * @return the learning rate
   */
  public double learningRateAt(double share) {
    if (constant) {
      return learningRate;
    }
    double warmUp = 0.1;
    double factor =
        share < warmUp
            ? share / warmUp
            : 0.5 * (1 + Math.cos(Math.PI * Math.min(1, (share - warmUp) / (1 - warmUp))));
    return learningRate * Math.max(1e-3, factor);
  }

  /** {@return these values by name, as a model file holds them} */
  public Settings settings() {
    return Settings.EMPTY
        .with(KIND, kind)
        .with(LEARNING_RATE, learningRate)
        .with(WEIGHT_DECAY, weightDecay)
        .with(MOMENTUM, momentum)
        .with(CONSTANT, constant);
  }

  /**
   * Restores an optimizer.
   *
   * @param settings what {@link #settings()} returned; a value that is missing is that of the
   *     default
   * @return an optimizer
   * @throws IllegalArgumentException if a value is unknown or not allowed
   */
  public static Optimizer of(Settings settings) {
    settings.complete(KIND, LEARNING_RATE, WEIGHT_DECAY, MOMENTUM, CONSTANT);
    return new Optimizer(
        settings.get(KIND),
        settings.get(LEARNING_RATE),
        settings.get(WEIGHT_DECAY),
        settings.get(MOMENTUM),
        settings.get(CONSTANT));
  }
}
