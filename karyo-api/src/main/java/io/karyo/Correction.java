package io.karyo;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One change that a person made to a karyotype: what, not who.
 *
 * @param kind what was changed
 * @param chromosome the place of the chromosome in its cell, from 0
 * @param from what it was, for example {@code "21"} or {@code "P_UP"}
 * @param to what it became; {@code "removed"} for debris
 * @param when when it was changed, if known
 */
public record Correction(
    Kind kind, int chromosome, String from, String to, Optional<Instant> when) {

  /** What can be changed. */
  public enum Kind {
    /** The designation was given. */
    PINNED,
    /** The chromosome was turned over. */
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
