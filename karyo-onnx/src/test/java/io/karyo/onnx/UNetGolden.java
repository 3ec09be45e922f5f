package io.karyo.onnx;

import io.karyo.network.UNetSettings;
import io.karyo.network.UNetShape;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A network that karyo-unet trained and recorded with its answers; karyo-unet is not here. */
final class UNetGolden {

  static final UNetShape SHAPE = new UNetShape(6, 3);

  /** Of every so many pixels the probabilities are recorded. */
  static final int EVERY = 35;

  private static final Path FOLDER =
      Path.of("..", "karyo-unet", "src", "test", "resources", "golden");

  private UNetGolden() {}

  static Path file(String name) {
    return FOLDER.resolve(name);
  }

  static ByteBuffer numbers(String name) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file(name))).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What the trained segmenter saved. */
  static InMemoryModel saved() throws IOException {
    ByteBuffer numbers = numbers("weights.f32");
    InMemoryModel model = new InMemoryModel();
    UNetSettings.writeLearned(model);
    SHAPE
        .arrays()
        .forEach(
            (name, shape) -> {
              float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
              numbers.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
              numbers.position(numbers.position() + values.length * Float.BYTES);
              model.array(name, values, shape);
            });
    return model;
  }
}
