package io.karyo.spi;

import io.karyo.model.Settings;

/**
 * The common interface of all parts: a stable id and settings, which are stored in a model file.
 *
 * <p>Both have defaults, so that a lambda can be a part. A part without an id works everywhere but
 * cannot be saved.
 *
 * <p><b>Thread safety:</b> implementations must be immutable.
 */
public interface Part {

  /** The {@link #id()} of a part that has none. */
  String ANONYMOUS = "";

  /**
   * {@return the stable id under which a {@link PartProvider} creates this part again, or {@link
   * #ANONYMOUS}}
   */
  default String id() {
    return ANONYMOUS;
  }

  /**
   * {@return everything that a {@link PartProvider} needs to create an equal part; empty if there
   * are no settings}
   */
  default Settings settings() {
    return Settings.EMPTY;
  }

  /**
   * Checks that the settings of the part are consistent and that its run-time requirements are
   * present. Called before a training reads its first image.
   *
   * @throws IllegalArgumentException if settings are inconsistent
   * @throws IllegalStateException if something is missing; the message explains what to add
   */
  default void check() {}

  /**
   * Checks an id: 1 to 64 of the characters a–z, 0–9, dot and hyphen, so that it is easy to use in
   * files and on command lines.
   *
   * @param id a proposed id
   * @return the same id
   * @throws IllegalArgumentException if it is not of that form
   */
  static String checkId(String id) {
    if (!id.matches("[a-z0-9][a-z0-9.-]{0,63}")) {
      throw new IllegalArgumentException(
          "id: must be 1 to 64 of a-z, 0-9, '.' and '-', found '" + id + "'");
    }
    return id;
  }
}
