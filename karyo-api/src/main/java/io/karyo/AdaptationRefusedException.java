package io.karyo;

import io.karyo.chromosome.KaryoException;
import java.io.Serial;

/**
 * Thrown if a model is not adapted, because the cells show too little or the adapted model would
 * not be better; the model itself is unchanged.
 */
public final class AdaptationRefusedException extends KaryoException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what, where and why
   */
  public AdaptationRefusedException(String message) {
    super(message);
  }
}
