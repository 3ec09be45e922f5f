package io.karyo.onnx;

import io.karyo.model.Settings;
import java.io.IOException;
import java.nio.file.Path;

/** Makes encoders of ONNX files. */
public final class OnnxEncoders {

  private OnnxEncoders() {}

  /**
   * Takes the network of an ONNX file as an encoder that is not trained any further.
   *
   * @param file an ONNX file of at most 256 MiB; it is read at once
   * @return the encoder, which reads the size of its images from the file
   * @throws IOException if the file cannot be read
   * @throws io.karyo.model.ModelFormatException if it is damaged, names other files, or needs
   *     operators beyond the standard ones
   */
  public static OnnxEncoder frozen(Path file) throws IOException {
    return new OnnxEncoder(Settings.EMPTY, OnnxFile.read(file), UnchangedSession.SETUP);
  }

  /**
   * Takes the network of an ONNX file in memory.
   *
   * @param network the content of the file, at most 256 MiB
   * @return the encoder, which reads the size of its images from the file
   * @throws io.karyo.model.ModelFormatException if it is damaged, names other files, or needs
   *     operators beyond the standard ones
   */
  public static OnnxEncoder frozen(byte[] network) {
    byte[] copy = network.clone();
    OnnxFile.check(copy);
    return new OnnxEncoder(Settings.EMPTY, copy, UnchangedSession.SETUP);
  }
}
