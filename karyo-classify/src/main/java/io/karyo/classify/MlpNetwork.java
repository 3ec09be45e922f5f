package io.karyo.classify;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A perceptron of two layers with all its parameters in one array: hidden weights {@code [inputs,
 * hidden]}, hidden biases, output weights {@code [hidden, classes]}, output biases.
 *
 * <p>Every sum over inputs, hidden units or examples runs in a fixed order in which neighbours do
 * not depend on each other, so that a compiler may use vector operations and the bits stay the
 * same.
 */
final class MlpNetwork {

  final int inputs;
  final int hidden;
  final int classes;
  final int hiddenBiases;
  final int outputWeights;
  final int outputBiases;
  final int parameters;

  MlpNetwork(int inputs, int hidden, int classes) {
    this.inputs = inputs;
    this.hidden = hidden;
    this.classes = classes;
    hiddenBiases = Math.multiplyExact(inputs, hidden);
    outputWeights = hiddenBiases + hidden;
    outputBiases = outputWeights + hidden * classes;
    parameters = outputBiases + classes;
  }

  /** Draws the weights as He et al. 2015 do before ReLU; the biases are 0. */
  float[] initial(SplittableRandom random) {
    float[] w = new float[parameters];
    for (int i = 0; i < hiddenBiases; i++) {
      w[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / inputs));
    }
    for (int i = outputWeights; i < outputBiases; i++) {
      w[i] = (float) (random.nextGaussian() * Math.sqrt(1.0 / hidden));
    }
    return w;
  }

  /**
   * Computes the logits of one input.
   *
   * @param w the parameters
   * @param x the input at {@code x[start]} to {@code x[start + inputs - 1]}
   * @param mask what each hidden unit is multiplied by
   * @param activations is filled with the masked hidden units
   * @param logits is filled with the logits
   */
  void forward(float[] w, float[] x, int start, float[] mask, float[] activations, float[] logits) {
    System.arraycopy(w, hiddenBiases, activations, 0, hidden);
    for (int d = 0; d < inputs; d++) {
      addRow(x[start + d], w, d * hidden, activations);
    }
    for (int h = 0; h < hidden; h++) {
      activations[h] = Math.max(0, activations[h]) * mask[h];
    }
    System.arraycopy(w, outputBiases, logits, 0, classes);
    for (int h = 0; h < hidden; h++) {
      if (activations[h] != 0) {
        addRow(activations[h], w, outputWeights + h * classes, logits);
      }
    }
  }

  /**
   * Adds the gradient of the cross entropy of one input to a sum.
   *
   * @param activations as {@link #forward} filled them
   * @param error the derivative of the loss by each logit
   * @param back scratch of as many numbers as hidden units
   * @param gradient the sum over examples, as long as the parameters
   */
  void backward(
      float[] w,
      float[] x,
      int start,
      float[] mask,
      float[] activations,
      float[] error,
      float[] back,
      float[] gradient) {
    addTo(gradient, outputBiases, 1, error);
    for (int h = 0; h < hidden; h++) {
      back[h] = 0;
      if (activations[h] > 0) {
        int row = outputWeights + h * classes;
        addTo(gradient, row, activations[h], error);
        float sum = 0;
        for (int c = 0; c < classes; c++) {
          sum += w[row + c] * error[c];
        }
        back[h] = sum * mask[h];
      }
    }
    addTo(gradient, hiddenBiases, 1, back);
    for (int d = 0; d < inputs; d++) {
      addTo(gradient, d * hidden, x[start + d], back);
    }
  }

  /** Adds a multiple of a row of the parameters to a vector. */
  private static void addRow(float factor, float[] w, int row, float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] += factor * w[row + i];
    }
  }

  /** Adds a multiple of a vector to a row of the parameters. */
  private static void addTo(float[] w, int row, float factor, float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      w[row + i] += factor * vector[i];
    }
  }

  /** Returns a mask that leaves every hidden unit as it is. */
  float[] noMask() {
    float[] mask = new float[hidden];
    Arrays.fill(mask, 1);
    return mask;
  }
}
