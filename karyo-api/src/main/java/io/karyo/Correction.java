package io.karyo;

import io.karyo.photo.Region;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One change that a person made to a karyotype; the person is not recorded.
 *
 * @param kind what was changed
 * @param chromosome the number of the chromosome; the lower one of two that were merged
 * @param from the value before, for example {@code "21"} or {@code "P_UP"}; for {@link Kind#SPLIT},
 *     {@link Kind#MERGED}, {@link Kind#OUTLINED} and {@link Kind#ADDED} the numbers before, for
 *     example {@code "3, 17"}, empty for an added chromosome
 * @param to the value after; {@code "removed"} for a removed image, {@code "not pinned"} for a
 *     released pin, {@code "restored"} for a restored image; for corrections of outlines the
 *     numbers after
 * @param when the time of the change, if known
 * @param regions what became of regions in the photograph; empty unless outlines were corrected
 */
public record Correction(
    Kind kind,
    int chromosome,
    String from,
    String to,
    Optional<Instant> when,
    List<RegionChange> regions) {

  /** The kinds of changes. */
  public enum Kind {
    /** The designation was pinned. */
    PINNED,
    /** The polarity was reversed. */
    FLIPPED,
    /** The image shows no chromosome of the cell. */
    REMOVED,
    /** The designation is no longer pinned. */
    UNPINNED,
    /** A removed image is one of the cell again. */
    RESTORED,
    /** A chromosome of the photograph became two. */
    SPLIT,
    /** Two chromosomes of the photograph became one. */
    MERGED,
    /** A chromosome of the photograph got another outline. */
    OUTLINED,
    /** A chromosome of the photograph was added. */
    ADDED
  }

  /**
   * What became of the region of one chromosome.
   *
   * @param chromosome its number
   * @param before its region before; empty if there was no chromosome of this number
   * @param after its region after; empty if there is none any more
   */
  public record RegionChange(int chromosome, Optional<Region> before, Optional<Region> after) {

    public RegionChange {
      Objects.requireNonNull(before, "before");
      Objects.requireNonNull(after, "after");
    }
  }

  public Correction {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(when, "when");
    regions = List.copyOf(regions);
  }

  /**
   * Creates a correction that leaves all outlines as they are.
   *
   * @param kind what was changed
   * @param chromosome the number of the chromosome
   * @param from the value before
   * @param to the value after
   * @param when the time of the change, if known
   */
  public Correction(Kind kind, int chromosome, String from, String to, Optional<Instant> when) {
    this(kind, chromosome, from, to, when, List.of());
  }
}
