package io.karyo.archive;

import java.util.Objects;

/**
 * What is doubtful about a chromosome.
 *
 * @param doubt the kind of doubt
 * @param reason the reason, for a person to read
 */
public record Warning(Doubt doubt, String reason) {

  public Warning {
    Objects.requireNonNull(doubt, "doubt");
    Objects.requireNonNull(reason, "reason");
  }
}
