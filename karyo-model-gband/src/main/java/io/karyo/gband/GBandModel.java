package io.karyo.gband;

import io.karyo.Karyotyper;
import io.karyo.model.ModelFormatException;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

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
   * Loads the model; one thread per processor reads and straightens images.
   *
   * @return the karyotyper, which the caller closes
   * @throws IOException as for {@link #load(int)}
   * @throws ModelFormatException as for {@link #load(int)}
   * @throws IllegalStateException as for {@link #load(int)}
   */
  public static Karyotyper load() throws IOException {
    return load(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Loads the model.
   *
   * @param threads how many read and straighten images, at least 1
   * @return the karyotyper, which the caller closes
   * @throws IOException if the model is missing or cannot be read
   * @throws ModelFormatException if it is damaged or of a newer version of the library, if a part
   *     of it is not on the class path, or if several such models are; the message has the place
   * @throws IllegalArgumentException if {@code threads} is less than 1
   * @throws IllegalStateException if there is no ND4J backend for a part that needs one
   */
  public static Karyotyper load(int threads) throws IOException {
    try (InputStream in = open()) {
      return load(in, threads);
    }
  }

  private static Karyotyper load(InputStream in, int threads) throws IOException {
    try {
      return Karyotyper.load(in, threads);
    } catch (ModelFormatException e) {
      // A stream has no name, and it matters which jar is to be replaced.
      throw new ModelFormatException(
          GBandModel.class.getResource(RESOURCE) + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens the model file, for example to copy it.
   *
   * @return a stream of the bytes of a {@code .karyo} file, which the caller closes
   * @throws IOException if the model is missing or cannot be read
   * @throws ModelFormatException if several such models are on the class path; the message has
   *     their places
   */
  public static InputStream open() throws IOException {
    requireOne();
    InputStream in = GBandModel.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new FileNotFoundException(
          RESOURCE + ": must be in the jar of karyo-model-gband, found none");
    }
    return new BufferedInputStream(in);
  }

  /** Which of several models one would get depends on the order of the class path. */
  private static void requireOne() throws IOException {
    String name = GBandModel.class.getPackageName().replace('.', '/') + '/' + RESOURCE;
    // Class loaders that share a jar find its model once each.
    Set<String> places = new LinkedHashSet<>();
    for (URL place : Collections.list(GBandModel.class.getClassLoader().getResources(name))) {
      places.add(place.toString());
    }
    if (places.size() > 1) {
      throw new ModelFormatException(
          RESOURCE
              + ": must be on the class path once, found it at "
              + String.join(" and ", places));
    }
  }
}
