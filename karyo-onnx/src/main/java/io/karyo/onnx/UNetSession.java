package io.karyo.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.karyo.chromosome.KaryoException;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.network.UNetPicture;
import io.karyo.network.UNetShape;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * A U-Net on ONNX Runtime. Its native memory is freed when nothing refers to it any more.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
final class UNetSession implements PixelClassifier {

  private static final Cleaner CLEANER = Cleaner.create();

  private static final String STAIN = "stain";
  private static final String LOGITS = "logits";

  private final UNetShape shape;
  private final OrtSession session;

  /** Opens a network. */
  UNetSession(UNetShape shape, NetworkWeights weights, SessionSetup setup) {
    this.shape = shape;
    try {
      session = Sessions.open(model(shape, weights), setup);
    } catch (OrtException e) {
      throw failed(e);
    }
    OrtSession opened = session;
    CLEANER.register(this, () -> close(opened));
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static KaryoException failed(OrtException e) {
    return new KaryoException("segmenter: ONNX Runtime failed: " + e.getMessage(), e);
  }

  /**
   * Writes the network: {@code stain [n, 1, height, width]} goes in and {@code logits [n, classes,
   * height, width]} comes out, with sides that are multiples of {@link UNetShape#unit()}.
   */
  private static byte[] model(UNetShape shape, NetworkWeights weights) {
    Graph graph = new Graph("segmenter");
    LayerWriter writer = new LayerWriter(graph, "", weights);
    String[] beside = new String[shape.levels()];
    String layer = graph.input(STAIN, 1, -1, -1);
    for (int level = 0; level < shape.levels(); level++) {
      layer = level == 0 ? layer : writer.pool("level" + level, layer);
      layer = activated(writer, layer, shape.down(level));
      beside[level] = layer;
    }
    for (int level = shape.levels() - 2; level >= 0; level--) {
      String doubled = writer.doubled("level" + level, layer);
      String joined = writer.joined("level" + level, beside[level], doubled);
      layer = activated(writer, joined, shape.up(level));
    }
    String logits = convolved(writer, layer, shape.out());
    graph.node("Identity", LOGITS, logits).add();
    graph.output(LOGITS, UNetShape.CLASSES, -1, -1);
    return graph.model("", "", Map.of());
  }

  private static String activated(LayerWriter writer, String in, List<UNetShape.Layer> layers) {
    String layer = in;
    for (UNetShape.Layer next : layers) {
      layer = writer.relu(next.name(), convolved(writer, layer, next));
    }
    return layer;
  }

  private static String convolved(LayerWriter writer, String in, UNetShape.Layer layer) {
    LayerWriter.Convolution convolution =
        new LayerWriter.Convolution(
            layer.weights(), layer.channels(), layer.filters(), layer.kernel(), 1);
    return writer.convolution(layer.name(), in, convolution, layer.biases());
  }

  @Override
  public float[][] classify(float[] stain, int height, int width) {
    UNetPicture picture = new UNetPicture(shape, stain, height, width);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] extents = {1, 1, picture.rows(), picture.columns()};
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(picture.stain()), extents);
        OrtSession.Result result = session.run(Map.of(STAIN, input))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] logits = new float[values.remaining()];
      values.get(logits);
      return picture.probabilities(logits);
    } catch (OrtException e) {
      throw failed(e);
    } finally {
      // Otherwise the session could be closed while it runs.
      Reference.reachabilityFence(this);
    }
  }
}
