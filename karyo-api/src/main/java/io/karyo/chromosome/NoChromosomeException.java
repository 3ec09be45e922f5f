package io.karyo.chromosome;

import java.io.Serial;

/** Thrown if an image that should be classified shows no chromosome. */
public final class NoChromosomeException extends KaryoException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what, where and why
   */
  public NoChromosomeException(String message) {
    super(message);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param message what, where and why
   * @param cause what caused it
   */
  public NoChromosomeException(String message, Throwable cause) {
    super(message, cause);
  }
}
