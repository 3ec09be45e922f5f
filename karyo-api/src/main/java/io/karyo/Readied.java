package io.karyo;

import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.data.ImageSource;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.util.function.BiFunction;

/**
 * The result of reading and straightening an image.
 *
 * @param <T> the value of a good image
 */
sealed interface Readied<T> {

  /** A good image. */
  record Good<T>(T value) implements Readied<T> {}

  /** An image that cannot be read. */
  record Unreadable<T>(IOException cause) implements Readied<T> {}

  /** An image that shows no chromosome. */
  record Empty<T>(String source, String reason) implements Readied<T> {

    NoChromosomeException cause(String name) {
      return new NoChromosomeException(name + ": shows no chromosome: " + reason);
    }
  }

  static <T> Readied<T> of(
      ImageSource source,
      Straightener straightener,
      BiFunction<ChromosomeImage, Straightened, T> use) {
    ChromosomeImage image;
    try {
      image = source.load();
    } catch (IOException e) {
      return new Unreadable<>(e);
    }
    Straightening result = PartAnswers.straighten(straightener, image);
    return result instanceof Rejected bad
        ? new Empty<>(image.source(), bad.reason())
        : new Good<>(use.apply(image, (Straightened) result));
  }
}
