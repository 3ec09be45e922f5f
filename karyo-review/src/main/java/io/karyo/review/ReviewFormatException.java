package io.karyo.review;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A journal or a saved review that cannot be continued: it is damaged, of another version, or of
 * another cell or model. The message names the file and the place in it. The file is left as it is.
 */
public final class ReviewFormatException extends IOException {

  private static final long serialVersionUID = 1;

  ReviewFormatException(Path file, String place, String problem) {
    super(file + ", " + place + ": " + problem);
  }

  ReviewFormatException(Path file, String place, IllegalArgumentException cause) {
    super(file + ", " + place + ": " + cause.getMessage(), cause);
  }
}
