package io.karyo.archive;

import io.karyo.image.Metaphase;
import io.karyo.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Cuts a finished karyogram, in which the chromosomes stand in rows over or under their numbers,
 * into labelled chromosomes.
 *
 * <pre>{@code
 * ReadKaryogram read = KaryogramReader.read(Path.of("karyogram.png"));
 * for (CutOut chromosome : read.cutOuts()) {
 *   if (!chromosome.isDoubtful()) {
 *     use(chromosome.image(), chromosome.label());
 *   }
 * }
 * }</pre>
 *
 * <p>Numbers are read, and their order corrects readings; whatever is doubtful about a chromosome
 * is among its warnings.
 *
 * <p><b>Thread safety:</b> all methods are static and safe for concurrent calls.
 * <b>Determinism:</b> equal pictures give equal results, on every machine.
 */
public final class KaryogramReader {

  private KaryogramReader() {}

  /**
   * Reads a file within {@link Metaphase#LIMITS}.
   *
   * @param file a PNG, JPEG, BMP, GIF or TIFF file
   * @return its chromosomes
   * @throws NoKaryogramException if it does not show a karyogram with numbers
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the file cannot be read
   */
  public static ReadKaryogram read(Path file) throws IOException {
    return read(Metaphase.read(file));
  }

  /**
   * Reads a picture. {@link Metaphase#of(java.awt.image.BufferedImage)} takes one in memory.
   *
   * @param picture the karyogram, bright field or fluorescent
   * @return its chromosomes
   * @throws NoKaryogramException if it does not show a karyogram with numbers
   */
  public static ReadKaryogram read(Metaphase picture) {
    return new Reading(picture).read();
  }
}
