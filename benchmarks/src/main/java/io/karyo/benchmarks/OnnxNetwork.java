package io.karyo.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.karyo.network.EncoderNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** The same network in ONNX Runtime, which embeds only. Not thread-safe. */
final class OnnxNetwork implements AutoCloseable {

  private final EncoderNetwork shape;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxNetwork(NetworkShape shape, Map<String, float[]> weights, int threads) throws OrtException {
    this(shape.network(), Onnx.model(shape, weights), threads);
  }

  /**
   * Opens a network.
   *
   * @param shape its height and width
   * @param model the content of an ONNX file with inputs and output as karyo writes them
   */
  OnnxNetwork(EncoderNetwork shape, byte[] model, int threads) throws OrtException {
    this.shape = shape;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(model, options);
    }
  }

  String version() {
    return environment.getVersion();
  }

  float[][] embed(PictureProbe.Drawn inputs) throws OrtException {
    long count = inputs.count();
    try (OnnxTensor images = tensor(inputs.images(), count, 1, shape.height(), shape.width());
        OnnxTensor sizes = tensor(inputs.sizes(), count, PictureProbe.SIZES);
        OrtSession.Result result =
            session.run(Map.of("images", images, "sizes", sizes), Set.of("embedding"))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private OnnxTensor tensor(float[] values, long... dimensions) throws OrtException {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(4 * values.length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(values)
            .flip();
    return OnnxTensor.createTensor(environment, buffer, dimensions);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
