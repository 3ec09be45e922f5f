package io.karyo.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.karyo.chromosome.KaryoException;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.network.PolarityPrototypes;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks of one shape in one graph on ONNX Runtime.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close()} excepted.
 */
final class NetworkSession implements AutoCloseable {

  private final SavedNetworks networks;
  private final Layers layers;
  private final int size;
  private final OrtSession session;

  /** Opens networks that see the same images. */
  NetworkSession(SavedNetworks networks, SessionSetup setup) {
    this.networks = networks;
    this.layers = networks.first().layers();
    EncoderGraph graph = networks.graph();
    byte[] model = graph.finish().model("", "", Map.of());
    this.size = graph.size();
    try {
      this.session = Sessions.open(model, setup);
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static KaryoException failed(OrtException e) {
    return new KaryoException("encoder: ONNX Runtime failed: " + e.getMessage(), e);
  }

  /** Embeds chromosomes in the calling thread; each network takes the way up that fits it. */
  float[][] embed(List<NetworkInput> inputs) {
    float[][] embeddings = run(inputs, false);
    if (networks.members().stream().allMatch(member -> member.state().prototypes() == null)) {
      return embeddings;
    }
    float[][] turned = run(inputs, true);
    int start = 0;
    for (SavedNetworks.Member member : networks.members()) {
      int end = start + member.layers().embeddingSize();
      PolarityPrototypes prototypes = member.state().prototypes();
      for (int i = 0; prototypes != null && i < turned.length; i++) {
        float[] upright = Arrays.copyOfRange(embeddings[i], start, end);
        float[] other = Arrays.copyOfRange(turned[i], start, end);
        if (prototypes.liesTurned(upright, other)) {
          System.arraycopy(other, 0, embeddings[i], start, other.length);
        }
      }
      start = end;
    }
    return embeddings;
  }

  private float[][] run(List<NetworkInput> inputs, boolean turned) {
    int count = inputs.size();
    int pixels = layers.height() * layers.width();
    float[] images = new float[count * pixels];
    float[] sizes = new float[count * EncoderNetwork.SIZES];
    NetworkInput.View view = NetworkInput.View.plain(turned);
    NetworkInput.Reference reference = networks.first().state().reference();
    for (int i = 0; i < count; i++) {
      inputs.get(i).draw(layers.height(), layers.width(), view, images, i * pixels);
      inputs.get(i).sizes(view, reference, sizes, i * EncoderNetwork.SIZES);
    }
    return compute(images, sizes, count);
  }

  private float[][] compute(float[] images, float[] sizes, int count) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] imageShape = {count, 1, layers.height(), layers.width()};
    long[] sizeShape = {count, EncoderNetwork.SIZES};
    try (OnnxTensor image =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), imageShape);
        OnnxTensor ofSize =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(sizes), sizeShape)) {
      Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
      inputs.put(EncoderGraph.IMAGES, image);
      if (layers.sizes()) {
        inputs.put(EncoderGraph.SIZES, ofSize);
      }
      try (OrtSession.Result result = session.run(inputs)) {
        FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[][] embeddings = new float[count][size];
        for (float[] embedding : embeddings) {
          values.get(embedding);
        }
        return embeddings;
      }
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }
}
