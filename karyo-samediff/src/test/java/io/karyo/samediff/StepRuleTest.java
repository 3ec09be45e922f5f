package io.karyo.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import io.karyo.network.Optimizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StepRuleTest {

  private static final EncoderNetwork NETWORK =
      new EncoderNetwork(8, 8, List.of(new Convolution(2, 3, 2, false)), false, false, 0);

  private static Weights weights() {
    return Weights.drawn(NETWORK, 3, new SplittableRandom(1));
  }

  /** The same gradient for each weight. */
  private static GradientSession.Step step(Weights weights, double gradient) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    for (String name : weights.names()) {
      gradients.put(name, Nd4j.zeros(weights.get(name).shape()).addi(gradient));
    }
    return new GradientSession.Step(0, gradients);
  }

  private static void apply(StepRule steps, Weights weights, double gradient) {
    steps.apply(step(weights, gradient), 0.5, 1);
  }

  /** v = m·v + g, w = w - rate·(g + m·v), where g has decay·w: Sutskever and others 2013. */
  @Test
  void nesterovDecaysWeightsInTheGradient() {
    double rate = 0.1;
    double momentum = 0.5;
    double decay = 0.2;
    try (Weights weights = weights();
        StepRule steps =
            new StepRule(Optimizer.nesterov(rate, momentum, decay), weights, new Workers(1))) {
      float[] kernels = weights.values(EncoderNetwork.DENSE).clone();
      float[] biases = weights.values(EncoderNetwork.DENSE_BIAS).clone();
      // By hand, for a weight that begins with 1:
      // g = 0.5, v = 0.5, step = 0.1 · 0.75 = 0.075, w = 0.925
      // g = 0.185, v = 0.435, step = 0.1 · 0.4025 = 0.04025, w = 0.88475
      // g = 0.07695, v = 0.29445, step = 0.1 · 0.224175 = 0.0224175, w = 0.8623325
      // and for one that begins with 0:
      // g = 0.3, v = 0.3, step = 0.1 · 0.45 = 0.045, w = -0.045
      // g = -0.009, v = 0.141, step = 0.1 · 0.0615 = 0.00615, w = -0.05115
      // g = -0.11023, v = -0.03973, step = -0.1 · 0.130095 = -0.0130095, w = -0.0381405
      double[] gradients = {0.3, 0, -0.1};
      double[] ofOne = {0.925, 0.88475, 0.8623325};
      double[] ofZero = {-0.045, -0.05115, -0.0381405};
      for (int s = 0; s < gradients.length; s++) {
        apply(steps, weights, gradients[s]);
        float[] moved = weights.values(EncoderNetwork.DENSE);
        for (int i = 0; i < kernels.length; i++) {
          // The steps are linear in the weight they began with.
          double expected = ofZero[s] + kernels[i] * (ofOne[s] - ofZero[s]);
          assertThat((double) moved[i]).isCloseTo(expected, within(1e-6));
        }
      }
      // Biases do not decay: steps of 0.045, 0.0075 and -0.01125.
      assertThat((double) weights.values(EncoderNetwork.DENSE_BIAS)[0])
          .isCloseTo(biases[0] - 0.045 - 0.0075 + 0.01125, within(1e-6));
    }
  }

  /** What 2 epochs of 57 batches leave of a weight that no gradient holds. */
  @Test
  void momentumMultipliesTheDecay() {
    try (Weights weights = weights();
        StepRule steps =
            new StepRule(Optimizer.nesterov(0.01, 0.99, 0.01), weights, new Workers(1))) {
      float before = weights.values(EncoderNetwork.DENSE)[0];
      for (int s = 0; s < 114; s++) {
        apply(steps, weights, 0);
      }
      assertThat((double) weights.values(EncoderNetwork.DENSE)[0] / before)
          .isCloseTo(0.576, within(0.001));
    }
  }

  @Test
  void adamDecaysWeightsApartFromTheGradient() {
    try (Weights weights = weights();
        StepRule steps =
            new StepRule(
                new Optimizer(Optimizer.Kind.ADAM, 0.01, 2, 0, true), weights, new Workers(1))) {
      float before = weights.values(EncoderNetwork.DENSE)[0];
      apply(steps, weights, 0);
      assertThat((double) weights.values(EncoderNetwork.DENSE)[0])
          .isCloseTo(before * 0.98, within(1e-6));
    }
  }

  @Test
  void whatIsAdaptedDecaysToTheWeightsItBeganWith() {
    for (Optimizer optimizer :
        List.of(
            new Optimizer(Optimizer.Kind.ADAM, 0.01, 2, 0, true),
            Optimizer.nesterov(0.01, 0.9, 0.1))) {
      try (Weights weights = weights();
          Weights anchor = weights.copy();
          StepRule steps = new StepRule(optimizer, weights, anchor, new Workers(1))) {
        weights.get(EncoderNetwork.DENSE).addi(0.5);
        double start = weights.values(EncoderNetwork.DENSE)[0];
        double end = anchor.values(EncoderNetwork.DENSE)[0];
        double before = start;
        for (int s = 0; s < 20; s++) {
          apply(steps, weights, 0);
          double now = weights.values(EncoderNetwork.DENSE)[0];
          assertThat(now).as("%s", optimizer).isLessThan(before).isGreaterThan(end);
          before = now;
        }
      }
    }
  }
}
