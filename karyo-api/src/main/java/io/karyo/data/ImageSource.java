package io.karyo.data;

import io.karyo.image.ChromosomeImage;
import io.karyo.image.ImageLimits;
import io.karyo.image.Polarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where an image comes from, when it is needed: a data set holds sources, not pictures.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls.
 */
@FunctionalInterface
public interface ImageSource {

  /**
   * Loads the image.
   *
   * @return the image, equal in every call
   * @throws IOException if it cannot be read
   */
  ChromosomeImage load() throws IOException;

  /**
   * Adds the knowledge of which way up the chromosome lies; see {@link
   * ChromosomeImage#withPolarity}.
   *
   * @param polarity which way up the chromosome lies
   * @return a source of the same image with that polarity
   */
  default ImageSource withPolarity(Polarity polarity) {
    Objects.requireNonNull(polarity, "polarity");
    return () -> load().withPolarity(polarity);
  }

  /**
   * Names a file, which is read anew in every call, within {@link ImageLimits#DEFAULT}.
   *
   * @param file an image file
   * @return the source
   */
  static ImageSource of(Path file) {
    Objects.requireNonNull(file, "file");
    return () -> ChromosomeImage.read(file);
  }

  /**
   * Names a file, which is read anew in every call.
   *
   * @param file an image file
   * @param limits what the file may ask for
   * @return the source
   */
  static ImageSource of(Path file, ImageLimits limits) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(limits, "limits");
    return () -> ChromosomeImage.read(file, limits);
  }

  /**
   * Holds an image in memory.
   *
   * @param image the image
   * @return the source
   */
  static ImageSource of(ChromosomeImage image) {
    Objects.requireNonNull(image, "image");
    return () -> image;
  }
}
