package io.karyo.chromosome;

import java.util.Objects;

/**
 * An image that shows no chromosome: empty, of one tone, or too small.
 *
 * @param reason why it was rejected, as a phrase, for example {@code "all pixels have one tone"}
 */
public record Rejected(String reason) implements Straightening {
  public Rejected {
    Objects.requireNonNull(reason, "reason");
  }
}
