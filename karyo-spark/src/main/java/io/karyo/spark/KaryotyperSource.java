package io.karyo.spark;

import io.karyo.Karyotyper;
import io.karyo.model.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model that can be sent to executors, as the bytes of its file. The Java virtual machine of each
 * executor loads it once, for any number of tasks.
 *
 * <p>The parts of the model must be registered on the executors' class path, which also needs an
 * ND4J backend for parts that require one. A straightener that is a lambda in the driver cannot be
 * sent.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class KaryotyperSource implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final byte[] bytes;
  private final String hash;

  private KaryotyperSource(byte[] bytes) {
    this.bytes = bytes;
    try {
      this.hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: must be there in every Java", e);
    }
  }

  /**
   * Reads a model file in the driver. It is checked when it is loaded.
   *
   * @param file a {@code .karyo} file
   * @return the model
   * @throws IOException if the file cannot be read
   */
  public static KaryotyperSource of(Path file) throws IOException {
    return new KaryotyperSource(Files.readAllBytes(file));
  }

  /**
   * Uses a model that is open in the driver.
   *
   * @param karyotyper the model; may be closed afterwards
   * @return the model as it is now
   * @throws IllegalStateException if a part has no id, or it is closed
   * @throws UnsupportedOperationException if a trained part cannot be saved
   */
  public static KaryotyperSource of(Karyotyper karyotyper) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      karyotyper.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new KaryotyperSource(out.toByteArray());
  }

  /** Returns the SHA-256 of the file: equal models are loaded once. */
  String hash() {
    return hash;
  }

  /**
   * Loads the model in this Java virtual machine.
   *
   * @throws ModelFormatException if it is not a model, or needs a part that is not on the class
   *     path
   */
  Karyotyper load() {
    try {
      // One thread: Spark keeps the processors busy with tasks.
      return Karyotyper.load(new ByteArrayInputStream(bytes), 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "KaryotyperSource[" + bytes.length + " bytes, SHA-256 " + hash + "]";
  }
}
