package io.karyo.review.action;

import java.time.Instant;
import java.util.Objects;

/**
 * Something that was done in a review.
 *
 * @param at when
 * @param text what, in words
 */
public record TrailEntry(Instant at, String text) {
  public TrailEntry {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(text, "text");
  }
}
