package io.karyo.onnx;

import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The weights of one network, as a model file holds them. */
final class NetworkWeights {

  private final Map<String, int[]> shapes;
  private final Map<String, float[]> arrays = new LinkedHashMap<>();

  private NetworkWeights(Map<String, int[]> shapes) {
    this.shapes = shapes;
  }

  /**
   * Reads weights.
   *
   * @param shapes the shape of each array by its name
   * @throws io.karyo.model.ModelFormatException if an array is missing or has another shape
   */
  static NetworkWeights read(Map<String, int[]> shapes, ModelSource source) {
    NetworkWeights weights = new NetworkWeights(shapes);
    shapes.forEach((name, shape) -> weights.arrays.put(name, source.array(name, shape)));
    return weights;
  }

  void write(ModelSink sink) throws IOException {
    for (Map.Entry<String, int[]> entry : shapes.entrySet()) {
      sink.array(entry.getKey(), array(entry.getKey()), entry.getValue());
    }
  }

  /** Returns an array, row-major. */
  float[] array(String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }
}
