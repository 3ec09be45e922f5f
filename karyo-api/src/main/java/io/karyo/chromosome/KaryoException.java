package io.karyo.chromosome;

import java.io.Serial;

/** A failure that is caused neither by wrong arguments nor by input and output. */
public class KaryoException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what, where and why
   */
  public KaryoException(String message) {
    super(message);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param message what, where and why
   * @param cause what caused it
   */
  public KaryoException(String message, Throwable cause) {
    super(message, cause);
  }
}
