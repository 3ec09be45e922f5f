package io.karyo.siamese.internal;

import io.karyo.samediff.Weights;

/**
 * A dense layer as prediction runs it where it is no part of a {@link PatchNetwork}: summed in
 * plain Java in a fixed order, because a native product gives a row other bits in a batch of one.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class DenseLayer {

  private final float[] weights;
  private final float[] biases;

  /** Copies a layer's weights {@code [inputs, outputs]} and biases. */
  public DenseLayer(Weights all, String weights, String biases) {
    this.weights = all.values(weights);
    this.biases = all.values(biases);
  }

  /** Returns the biases, to which inputs are added. */
  float[] start() {
    return biases.clone();
  }

  /**
   * Adds what some of the inputs contribute to the outputs.
   *
   * @param inputs numbers, of which {@code count} at {@code from} are the layer's inputs at {@code
   *     first}
   */
  void add(float[] inputs, int from, int count, int first, float[] outputs) {
    int size = outputs.length;
    for (int i = 0; i < count; i++) {
      float input = inputs[from + i];
      if (input != 0) {
        int row = (first + i) * size;
        for (int j = 0; j < size; j++) {
          outputs[j] += input * weights[row + j];
        }
      }
    }
  }

  /** Returns the outputs for all inputs. */
  public float[] apply(float[] inputs) {
    float[] outputs = start();
    add(inputs, 0, inputs.length, 0, outputs);
    return outputs;
  }

  /** Passes numbers through a sigmoid, in place. */
  public static float[] sigmoid(float[] values) {
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) (1 / (1 + Math.exp(-values[j])));
    }
    return values;
  }
}
