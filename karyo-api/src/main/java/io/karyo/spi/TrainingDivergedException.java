package io.karyo.spi;

import io.karyo.chromosome.KaryoException;
import java.io.Serial;

/**
 * A training whose loss is no number or whose embeddings all fall together; the message advises.
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
