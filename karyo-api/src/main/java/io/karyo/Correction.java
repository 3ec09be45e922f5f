package io.karyo;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One change that a person made to a karyotype; the person is not recorded.
 *
 * @param kind what was changed
 * @param chromosome the place of the chromosome in its cell, from 0
 * @param from the value before, for example {@code "21"} or {@code "P_UP"}
 * @param to the value after; {@code "removed"} for a removed image
 * @param when the time of the change, if known
 */
public record Correction(
    Kind kind, int chromosome, String from, String to, Optional<Instant> when) {

  /** The kinds of changes. */
  public enum Kind {
    /** The designation was pinned. */
    PINNED,
    /** The polarity was reversed. */
    FLIPPED,
    /** The image shows no chromosome of the cell. */
    REMOVED
  }

  public Correction {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(when, "when");
  }
}
