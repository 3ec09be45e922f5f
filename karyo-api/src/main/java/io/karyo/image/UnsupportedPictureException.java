package io.karyo.image;

import java.io.Serial;

/** Thrown for a valid picture of an unsupported kind. */
final class UnsupportedPictureException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param rule what a picture must be and what was found, without the name of the picture
   */
  UnsupportedPictureException(String rule) {
    super(rule);
  }
}
