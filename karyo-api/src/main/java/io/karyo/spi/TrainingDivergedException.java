package io.karyo.spi;

import io.karyo.chromosome.KaryoException;
import java.io.Serial;

/**
 * Thrown if the loss of a training is not a number or all embeddings collapse to one point; the
 * message gives advice.
 */
public final class TrainingDivergedException extends KaryoException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what, where and why
   */
  public TrainingDivergedException(String message) {
    super(message);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param message what, where and why
   * @param cause what caused it
   */
  public TrainingDivergedException(String message, Throwable cause) {
    super(message, cause);
  }
}
