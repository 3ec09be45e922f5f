package io.karyo.review.action;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A journal or a saved review that cannot be continued: it is damaged, of another version, or of
 * another cell or model. The message names the file and the place in it. The file is left as it is.
 */
public final class ReviewFormatException extends IOException {

  private static final long serialVersionUID = 1;

  /**
   * Makes the exception.
   *
   * @param file the file
   * @param place where in it
   * @param problem what is wrong there
   */
  public ReviewFormatException(Path file, String place, String problem) {
    super(file + ", " + place + ": " + problem);
  }

  /**
   * Makes the exception with what caused it.
   *
   * @param file the file
   * @param place where in it
   * @param cause says what is wrong there
   */
  public ReviewFormatException(Path file, String place, IllegalArgumentException cause) {
    super(file + ", " + place + ": " + cause.getMessage(), cause);
  }
}
