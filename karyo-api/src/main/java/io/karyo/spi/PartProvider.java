package io.karyo.spi;

import io.karyo.model.Settings;

/**
 * Registers one part with the library, through {@link java.util.ServiceLoader}.
 *
 * <p>A module lists its providers in {@code META-INF/services/io.karyo.spi.PartProvider}. Parts are
 * looked up only by id among the registered ones; a model file cannot name a class.
 *
 * <p><b>Thread safety:</b> implementations must be stateless.
 */
public interface PartProvider {

  /** {@return the kind of part that this creates} */
  PartKind kind();

  /** {@return the stable id, unique within its kind; see {@link Part#checkId} for its form} */
  String id();

  /**
   * Creates the part.
   *
   * @param settings as returned by {@link Part#settings()}; empty for the defaults
   * @return a part of {@link #kind()} with this id
   * @throws IllegalArgumentException if a setting is unknown or out of range
   */
  Part create(Settings settings);

  /**
   * {@return whether {@code Karyotyper.builder()} uses this part if the caller sets none; default
   * false} At most one part of a kind may be the default.
   */
  default boolean isDefault() {
    return false;
  }
}
