package io.karyo.image;

import java.io.IOException;
import java.io.Serial;

/** Thrown if a file is not an image, is damaged, or exceeds the {@link ImageLimits}. */
public final class UnreadableImageException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message the file, the rule and what was found
   */
  public UnreadableImageException(String message) {
    super(message);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param message the file, the rule and what was found
   * @param cause the failure of the decoder
   */
  public UnreadableImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
