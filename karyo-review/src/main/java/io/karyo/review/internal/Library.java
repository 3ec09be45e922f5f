package io.karyo.review.internal;

import java.util.Objects;

/** What is known of this library itself. */
public final class Library {

  /** A warning that every page and every document has. */
  public static final String NOT_FOR_DIAGNOSIS = "Not for diagnosis.";

  private Library() {}

  /** Returns the version that the jar's manifest names. */
  public static String version() {
    return Objects.requireNonNullElse(
        Library.class.getPackage().getImplementationVersion(), "development");
  }
}
