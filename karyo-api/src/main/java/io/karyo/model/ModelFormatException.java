package io.karyo.model;

import io.karyo.chromosome.KaryoException;
import java.io.Serial;

/** Thrown if a model file is damaged, too new, or not a model file. */
public final class ModelFormatException extends KaryoException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what, where and why
   */
  public ModelFormatException(String message) {
    super(message);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param message what, where and why
   * @param cause what caused it
   */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
