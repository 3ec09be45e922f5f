package io.karyo.classify;

import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;

/**
 * Turns logits into calibrated probabilities: among answers with a probability, about that share is
 * correct. Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, section 4.2.
 */
final class Temperature {

  /** Leaves the softmax as it is. */
  static final double NONE = 1;

  private static final String NAME = "temperature";
  private static final double MIN = 0.2;
  private static final double MAX = 5;

  private Temperature() {}

  /**
   * Finds the temperature from 0.2 to 5 that minimises the cross entropy of examples.
   *
   * @param logits one row per example
   * @param classes the true class of each
   * @return the temperature, {@link #NONE} without an example
   */
  static double fit(float[][] logits, int[] classes) {
    if (logits.length == 0) {
      return NONE;
    }
    return Minimum.between(
        MIN,
        MAX,
        temperature -> {
          double crossEntropy = 0;
          for (int i = 0; i < logits.length; i++) {
            crossEntropy += (logSum(logits[i], temperature) - logits[i][classes[i]]) / temperature;
          }
          return crossEntropy;
        });
  }

  /** Returns the softmax of logits that are divided by a temperature. */
  static double[] softmax(float[] logits, double temperature) {
    double logSum = logSum(logits, temperature);
    double[] probabilities = new double[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = StrictMath.exp((logits[c] - logSum) / temperature);
    }
    return probabilities;
  }

  /** Returns t log Σ exp(z / t), without overflow. */
  static double logSum(float[] logits, double temperature) {
    double most = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp((logit - most) / temperature);
    }
    return most + temperature * StrictMath.log(sum);
  }

  /** Returns the state of a temperature in a model file. */
  static Settings state(double temperature) {
    return Settings.EMPTY.with(NAME, temperature);
  }

  /**
   * Restores a temperature from a model file.
   *
   * @throws ModelFormatException if it is not above 0 and finite
   */
  static double restored(Settings state) {
    double temperature = state.number(NAME, 0);
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new ModelFormatException(NAME + ": must be above 0, found " + temperature);
    }
    return temperature;
  }
}
