package io.karyo.onnx;

import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The weights of one encoder network, as a model file holds them. */
final class NetworkWeights {

  private final Layers layers;
  private final Map<String, float[]> arrays = new LinkedHashMap<>();

  private NetworkWeights(Layers layers) {
    this.layers = layers;
  }

  /**
   * Reads weights.
   *
   * @param encoder the encoder, which has them
   * @throws io.karyo.model.ModelFormatException if an array is missing or has another shape
   */
  static NetworkWeights read(Layers layers, ModelSource encoder) {
    NetworkWeights weights = new NetworkWeights(layers);
    ModelSource source = layers.part().map(encoder::nested).orElse(encoder);
    layers.weights().forEach((name, shape) -> weights.arrays.put(name, source.array(name, shape)));
    return weights;
  }

  void write(ModelSink encoder) throws IOException {
    ModelSink sink = layers.part().map(encoder::nested).orElse(encoder);
    for (Map.Entry<String, int[]> entry : layers.weights().entrySet()) {
      sink.array(entry.getKey(), array(entry.getKey()), entry.getValue());
    }
  }

  /** Returns an array, row-major. */
  float[] array(String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }
}
