package io.karyo.data;

import io.karyo.image.ChromosomeImage;
import io.karyo.image.ImageLimits;
import io.karyo.image.Polarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A source that loads an image on demand; data sets hold sources instead of pictures.
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
   * Sets the known polarity of the chromosome; see {@link ChromosomeImage#withPolarity}.
   *
   * @param polarity whether the p arm is up or down
   * @return a source of the same image with that polarity
   */
  default ImageSource withPolarity(Polarity polarity) {
    Objects.requireNonNull(polarity, "polarity");
    return () -> load().withPolarity(polarity);
  }

  /**
   * Creates a source that reads a file in every call, within {@link ImageLimits#DEFAULT}.
   *
   * @param file an image file
   * @return the source
   */
  static ImageSource of(Path file) {
    Objects.requireNonNull(file, "file");
    return () -> ChromosomeImage.read(file);
  }

  /**
   * Creates a source that reads a file in every call.
   *
   * @param file an image file
   * @param limits the size limits for the file
   * @return the source
   */
  static ImageSource of(Path file, ImageLimits limits) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(limits, "limits");
    return () -> ChromosomeImage.read(file, limits);
  }

  /**
   * Creates a source of an image in memory.
   *
   * @param image the image
   * @return the source
   */
  static ImageSource of(ChromosomeImage image) {
    Objects.requireNonNull(image, "image");
    return () -> image;
  }
}
