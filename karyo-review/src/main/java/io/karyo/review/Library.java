package io.karyo.review;

import java.util.Objects;

/** What is known of this library itself. */
final class Library {

  /** A warning that every page and every document has. */
  static final String NOT_FOR_DIAGNOSIS = "Not for diagnosis.";

  private Library() {}

  /** Returns the version that the jar's manifest names. */
  static String version() {
    return Objects.requireNonNullElse(
        Library.class.getPackage().getImplementationVersion(), "development");
  }
}
