package io.karyo.spi;

import io.karyo.model.Settings;

/**
 * Announces one part to the library, by {@link java.util.ServiceLoader}.
 *
 * <p>A module lists its providers in {@code META-INF/services/io.karyo.spi.PartProvider}. A part is
 * only ever found by its id among the announced ones; a model file cannot name a class.
 *
 * <p><b>Thread safety:</b> implementations must be stateless.
 */
public interface PartProvider {

  /**
   * Returns what kind of part this makes.
   *
   * @return the kind
   */
  PartKind kind();

  /**
   * Returns the stable id, unique within its kind.
   *
   * @return an id as {@link Part#checkId} wants it
   */
  String id();

  /**
   * Makes the part.
   *
   * @param settings as {@link Part#settings()} gave them; empty for the defaults
   * @return a part of {@link #kind()} with this id
   * @throws IllegalArgumentException if a setting is unknown or out of range
   */
  Part create(Settings settings);

  /**
   * Returns whether {@code Karyotyper.builder()} takes this part when the caller names none. At
   * most one part of a kind may say so.
   *
   * @return false unless overridden
   */
  default boolean isDefault() {
    return false;
  }
}
