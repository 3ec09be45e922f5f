package io.karyo.photo;

import java.util.Objects;

/**
 * A part of a photograph that is taken for something else than a chromosome.
 *
 * @param region its pixels
 * @param kind what it is taken for
 */
public record OtherRegion(Region region, Kind kind) {

  /** What else a photograph may show. */
  public enum Kind {
    /** A nucleus that does not divide, whole or cut by the border. */
    NUCLEUS,
    /** Dirt and stain. */
    DEBRIS,
    /** What the border of the photograph cuts, so that it is no whole chromosome. */
    BORDER,
    /** Burnt-in text, scale bars and patches that were pasted in. */
    ANNOTATION
  }

  public OtherRegion {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(kind, "kind");
  }
}
