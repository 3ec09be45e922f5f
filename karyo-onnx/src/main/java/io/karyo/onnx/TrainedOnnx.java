package io.karyo.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import io.karyo.training.SharedSteps;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;

/**
 * A network on ONNX Runtime.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close()} excepted.
 */
final class TrainedOnnx implements TrainedEncoder {

  private final OnnxEncoder configuration;
  private final byte[] network;
  private final OrtSession session;
  private final String input;
  private final String output;
  private final ImageInput image;
  private boolean closed;

  private TrainedOnnx(
      OnnxEncoder configuration,
      byte[] network,
      OrtSession session,
      String input,
      String output,
      ImageInput image) {
    this.configuration = configuration;
    this.network = network;
    this.session = session;
    this.input = input;
    this.output = output;
    this.image = image;
  }

  /**
   * Opens a network.
   *
   * @throws ModelFormatException if ONNX Runtime refuses it, or it does not take images
   */
  static TrainedOnnx of(OnnxEncoder encoder, byte[] network) {
    OrtSession session = open(encoder.setup(), network);
    try {
      String input = chosen("input", encoder.input(), session.getInputNames());
      if (session.getNumInputs() != 1) {
        throw wrong("inputs", "one, which takes images", session.getInputNames());
      }
      String output = chosen("output", encoder.output(), session.getOutputNames());
      TensorInfo taken = tensor("input", input, session.getInputInfo());
      long[] shape = taken.getShape();
      if (shape.length != 4 || (shape[0] > 1) || (shape[1] != 1 && shape[1] != 3)) {
        throw wrong(
            "input '" + input + "'", "[n, 1 or 3 channels, height, width]", Arrays.toString(shape));
      }
      int height = side("height", shape[2], encoder.height());
      int width = side("width", shape[3], encoder.width());
      tensor("output", output, session.getOutputInfo());
      return new TrainedOnnx(
          encoder,
          network,
          session,
          input,
          output,
          encoder.imageInput(height, width, (int) shape[1]));
    } catch (OrtException e) {
      close(session);
      throw refused(e);
    } catch (RuntimeException | Error e) {
      close(session);
      throw e;
    }
  }

  private static OrtSession open(SessionSetup setup, byte[] network) {
    try {
      return Sessions.open(network, setup);
    } catch (OrtException e) {
      throw refused(e);
    }
  }

  private static ModelFormatException refused(OrtException e) {
    return new ModelFormatException(
        "network: must be one that ONNX Runtime computes, found: " + e.getMessage(), e);
  }

  private static String chosen(String what, String name, Set<String> names) {
    if (name.isEmpty() && !names.isEmpty()) {
      return names.iterator().next();
    }
    if (!names.contains(name)) {
      throw wrong(what, "one of " + names, "'" + name + "'");
    }
    return name;
  }

  private static TensorInfo tensor(String what, String name, Map<String, NodeInfo> all) {
    NodeInfo info = all.get(name);
    if (info != null
        && info.getInfo() instanceof TensorInfo tensor
        && tensor.type == OnnxJavaType.FLOAT) {
      return tensor;
    }
    throw wrong(what + " '" + name + "'", "a tensor of 32-bit floats", String.valueOf(info));
  }

  /** The length of a side: a file may leave it open, and then the configuration has to state it. */
  private static int side(String name, long ofFile, int configured) {
    if (ofFile > 0 && (configured == 0 || configured == ofFile)) {
      return Math.toIntExact(ofFile);
    }
    if (ofFile > 0) {
      throw wrong(name, ofFile + " as in the file", configured);
    }
    if (configured == 0) {
      throw wrong(name, "set by image(height, width), because the file leaves it open", "none");
    }
    return configured;
  }

  private static ModelFormatException wrong(String what, String rule, Object found) {
    return new ModelFormatException(what + ": must be " + rule + ", found " + found);
  }

  @Override
  public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
    if (closed) {
      throw new IllegalStateException("encoder: must be open, found closed");
    }
    Embedding[] embeddings = new Embedding[chromosomes.size()];
    SharedSteps.run(
        embeddings.length,
        Runtime.getRuntime().availableProcessors(),
        ForkJoinPool.commonPool(),
        i -> embeddings[i] = embed(chromosomes.get(i)));
    return List.of(embeddings);
  }

  private Embedding embed(PreparedChromosome chromosome) {
    float[] pixels = image.draw(chromosome.straightened());
    long[] shape = {1, image.channels(), image.height(), image.width()};
    try (OnnxTensor images =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), FloatBuffer.wrap(pixels), shape);
        OrtSession.Result result = session.run(Map.of(input, images), Set.of(output))) {
      OnnxTensor values = (OnnxTensor) result.get(0);
      long[] found = values.getInfo().getShape();
      FloatBuffer buffer = values.getFloatBuffer();
      if (found.length < 2 || found[0] != 1 || found[1] != buffer.remaining()) {
        throw wrong("output '" + output + "'", "[n, size]", Arrays.toString(found));
      }
      float[] embedding = new float[buffer.remaining()];
      buffer.get(embedding);
      return new Embedding(embedding);
    } catch (OrtException e) {
      throw new KaryoException("encoder 'onnx': ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /** Only what stands on the embeddings adapts. */
  @Override
  public TrainedEncoder adapt(EncoderTraining training) {
    return of(configuration, network);
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    StoredBytes.write(network, sink);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      close(session);
    }
  }

  private static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException e) {
      throw new KaryoException("encoder 'onnx': ONNX Runtime failed: " + e.getMessage(), e);
    }
  }
}
