package io.karyo.gband;

import io.karyo.Karyotyper;
import io.karyo.model.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The model for G-banded chromosomes that comes with the library, trained on 1,000 photographs of
 * metaphases of amniocytes of one laboratory.
 *
 * <pre>{@code
 * try (Karyotyper karyotyper = GBandModel.load()) {
 *   Karyotype karyotype = karyotyper.karyotype(Metaphase.read(Path.of("cell.jpg")));
 * }
 * }</pre>
 *
 * <p>It needs the parts that it was trained with on the class path: those of {@code
 * io.karyo:karyo}, or those of {@code io.karyo:karyo-onnx}. <b>Not for diagnosis.</b>
 *
 * <p><b>Thread safety:</b> the methods are safe for concurrent calls; each loads the model anew.
 */
public final class GBandModel {

  private static final String RESOURCE = "gband.karyo";

  private GBandModel() {}

  /**
   * Loads the model.
   *
   * @return the karyotyper, which the caller closes
   * @throws IOException if the jar cannot be read
   * @throws ModelFormatException if a part of the model is not on the class path
   * @throws IllegalStateException if there is no ND4J backend for a part that needs one
   */
  public static Karyotyper load() throws IOException {
    try (InputStream in = open()) {
      return Karyotyper.load(in);
    }
  }

  /**
   * Opens the model file, for example to copy it.
   *
   * @return a stream of the bytes of a {@code .karyo} file, which the caller closes
   */
  public static InputStream open() {
    return new BufferedInputStream(
        Objects.requireNonNull(
            GBandModel.class.getResourceAsStream(RESOURCE),
            "gband.karyo: must be in the jar of karyo-model-gband, found none"));
  }
}
