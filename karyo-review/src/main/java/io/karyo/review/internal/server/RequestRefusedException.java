package io.karyo.review.internal.server;

import java.io.Serial;

/** A request that is not carried out. */
final class RequestRefusedException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final int status;

  /**
   * Refuses a request.
   *
   * @param status the HTTP status
   * @param message what is wrong, for the person at the page
   */
  RequestRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
