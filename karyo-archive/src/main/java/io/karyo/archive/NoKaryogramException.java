package io.karyo.archive;

import io.karyo.chromosome.KaryoException;
import java.io.Serial;

/** Thrown if a picture does not show a karyogram with numbers. */
public final class NoKaryogramException extends KaryoException {

  @Serial private static final long serialVersionUID = 1L;

  /** Makes the exception of a message: the picture, the rule and what was found. */
  NoKaryogramException(String message) {
    super(message);
  }
}
