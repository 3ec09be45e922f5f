package io.karyo.chromosome;

import io.karyo.image.UnreadableImageException;
import java.util.Objects;

/**
 * An image that a batch went on without.
 *
 * @param cause an {@link UnreadableImageException} if it is damaged or no image, another {@link
 *     java.io.IOException} if its file cannot be read, a {@link NoChromosomeException} if it shows
 *     none; the message names the image
 */
public record Unclassified(Exception cause) implements Outcome {
  public Unclassified {
    Objects.requireNonNull(cause, "cause");
  }
}
