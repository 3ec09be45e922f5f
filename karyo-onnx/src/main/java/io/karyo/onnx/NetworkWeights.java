package io.karyo.onnx;

import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.network.EncoderNetwork;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The weights of one encoder network, as a model file holds them. */
final class NetworkWeights {

  private final Map<String, float[]> arrays = new LinkedHashMap<>();
  private final int embeddingSize;

  private NetworkWeights(int embeddingSize) {
    this.embeddingSize = embeddingSize;
  }

  /**
   * Reads weights.
   *
   * @throws io.karyo.model.ModelFormatException if an array is missing or has another shape
   */
  static NetworkWeights read(EncoderNetwork network, int embeddingSize, ModelSource source) {
    NetworkWeights weights = new NetworkWeights(embeddingSize);
    network
        .weights(embeddingSize)
        .forEach((name, shape) -> weights.arrays.put(name, source.array(name, shape)));
    return weights;
  }

  void write(EncoderNetwork network, ModelSink sink) throws IOException {
    for (Map.Entry<String, int[]> entry : network.weights(embeddingSize).entrySet()) {
      sink.array(entry.getKey(), array(entry.getKey()), entry.getValue());
    }
  }

  int embeddingSize() {
    return embeddingSize;
  }

  /** Returns an array, row-major. */
  float[] array(String name) {
    return Objects.requireNonNull(arrays.get(name), name);
  }
}
