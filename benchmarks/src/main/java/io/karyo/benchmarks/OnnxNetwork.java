package io.karyo.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** The same network in ONNX Runtime, which embeds only. Not thread-safe. */
final class OnnxNetwork implements AutoCloseable {

  private final NetworkShape shape;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OnnxNetwork(NetworkShape shape, Map<String, float[]> weights, int threads) throws OrtException {
    this.shape = shape;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(Onnx.model(shape, weights), options);
    }
  }

  String version() {
    return environment.getVersion();
  }

  float[][] embed(PictureProbe.Drawn inputs) throws OrtException {
    long count = inputs.count();
    try (OnnxTensor images =
            tensor(inputs.images(), count, 1, shape.network().height(), shape.network().width());
        OnnxTensor sizes = tensor(inputs.sizes(), count, PictureProbe.SIZES);
        OrtSession.Result result = session.run(Map.of("images", images, "sizes", sizes))) {
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
