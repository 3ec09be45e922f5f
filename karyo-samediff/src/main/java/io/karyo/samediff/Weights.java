package io.karyo.samediff;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a network by name, in native memory.
 *
 * <p><b>Shapes:</b> kernels {@code [k, k, in, out]}, dense {@code [in, embedding]}.
 */
public final class Weights implements AutoCloseable {

  private final Map<String, INDArray> arrays = new LinkedHashMap<>();

  private Weights() {}

  public static Weights drawn(EncoderNetwork network, int embeddingSize, SplittableRandom random) {
    return drawn(network.weights(embeddingSize), random);
  }

  /** Draws weights: those of one dimension are 0. */
  public static Weights drawn(Map<String, int[]> shapes, SplittableRandom random) {
    Weights weights = new Weights();
    shapes.forEach(
        (name, shape) ->
            weights.put(
                name, shape.length > 1 ? drawn(shape, random) : new float[length(shape)], shape));
    return weights;
  }

  /**
   * Draws normal numbers of variance 2 ÷ inputs (He et al. 2015); the last extent is the outputs.
   */
  private static float[] drawn(int[] shape, SplittableRandom random) {
    float[] values = new float[length(shape)];
    long inputs = values.length / shape[shape.length - 1];
    double scale = Math.sqrt(2.0 / inputs);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (NetworkInput.gauss(random) * scale);
    }
    return values;
  }

  /** Copies arrays; those of several dimensions that are all 0 are drawn. */
  public static Weights of(Map<String, INDArray> arrays, SplittableRandom random) {
    Weights weights = new Weights();
    arrays.forEach(
        (name, array) -> {
          int[] shape = shape(array);
          if (shape.length < 2 || !isZero(array)) {
            weights.arrays.put(name, array.dup('c'));
          } else {
            weights.put(name, drawn(shape, random), shape);
          }
        });
    return weights;
  }

  public static Weights read(EncoderNetwork network, int embeddingSize, ModelSource source) {
    return read(network.weights(embeddingSize), source);
  }

  public static Weights read(Map<String, int[]> shapes, ModelSource source) {
    Weights weights = new Weights();
    try {
      shapes.forEach((name, shape) -> weights.put(name, source.array(name, shape), shape));
      return weights;
    } catch (ModelFormatException e) {
      weights.close();
      throw e;
    }
  }

  public void write(ModelSink sink) throws IOException {
    for (Map.Entry<String, INDArray> entry : arrays.entrySet()) {
      sink.array(entry.getKey(), values(entry.getKey()), shape(entry.getValue()));
    }
  }

  /** Takes numbers that were written. */
  public void assign(ModelSource source) {
    arrays.forEach(
        (name, array) -> {
          try (INDArray values =
              Nd4j.create(source.array(name, shape(array)), array.shape(), 'c')) {
            array.assign(values);
          }
        });
  }

  /** Takes the numbers of other weights of the same shapes. */
  public void assign(Weights other) {
    arrays.forEach((name, array) -> array.assign(other.get(name)));
  }

  private static boolean isZero(INDArray array) {
    for (float value : array.ravel().toFloatVector()) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  private static int[] shape(INDArray array) {
    return Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
  }

  private static int length(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private void put(String name, float[] values, int[] shape) {
    arrays.put(name, Nd4j.create(values, Arrays.stream(shape).asLongStream().toArray(), 'c'));
  }

  public Set<String> names() {
    return arrays.keySet();
  }

  /** The live array. */
  public INDArray get(String name) {
    INDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("weights: must have " + name + ", found " + names());
    }
    return array;
  }

  /** A copy of an array's numbers, row-major. */
  public float[] values(String name) {
    return get(name).reshape('c', new long[] {get(name).length()}).toFloatVector();
  }

  public Weights copy() {
    Weights copy = new Weights();
    arrays.forEach((name, array) -> copy.arrays.put(name, array.dup('c')));
    return copy;
  }

  @Override
  public void close() {
    arrays.values().stream().filter(INDArray::closeable).forEach(INDArray::close);
  }
}
