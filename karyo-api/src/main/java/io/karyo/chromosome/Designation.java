package io.karyo.chromosome;

import java.util.Objects;
import java.util.Optional;

/**
 * The designation of a chromosome in a karyotype: one of the 24 types, or a marker, which is none
 * of them.
 *
 * @param type the type, empty for a marker
 */
public record Designation(Optional<ChromosomeType> type) {

  /** A chromosome that fits no type. */
  public static final Designation MARKER = new Designation(Optional.empty());

  public Designation {
    Objects.requireNonNull(type, "type");
  }

  /**
   * Creates the designation of a type.
   *
   * @param type the type
   * @return the designation
   */
  public static Designation of(ChromosomeType type) {
    return new Designation(Optional.of(type));
  }

  /** {@return whether this is a marker; false for a type} */
  public boolean isMarker() {
    return type.isEmpty();
  }

  /**
   * {@return the cytogenetic label: {@code "1"} to {@code "22"}, {@code "X"}, {@code "Y"} or {@code
   * "mar"}}
   */
  public String label() {
    return type.map(ChromosomeType::label).orElse("mar");
  }

  @Override
  public String toString() {
    return label();
  }
}
