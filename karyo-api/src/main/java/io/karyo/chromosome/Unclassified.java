package io.karyo.chromosome;

import io.karyo.image.UnreadableImageException;
import java.util.Objects;

/**
 * An image of a batch that could not be classified.
 *
 * @param cause an {@link UnreadableImageException} if it is damaged or not an image, another {@link
 *     java.io.IOException} if its file cannot be read, a {@link NoChromosomeException} if it shows
 *     no chromosome; the message names the image
 */
public record Unclassified(Exception cause) implements Outcome {
  public Unclassified {
    Objects.requireNonNull(cause, "cause");
  }
}
