package io.karyo.spi;

import io.karyo.model.Settings;

/**
 * What the five plug-in interfaces share: a stable id and settings, which a model file names.
 *
 * <p>Both have defaults, so that a lambda is a part. A part without an id works everywhere but
 * cannot be saved.
 *
 * <p><b>Thread safety:</b> implementations must be immutable.
 */
public interface Part {

  /** The {@link #id()} of a part that has none. */
  String ANONYMOUS = "";

  /**
   * Returns the stable id under which a {@link PartProvider} makes this part again.
   *
   * @return the id, or {@link #ANONYMOUS}
   */
  default String id() {
    return ANONYMOUS;
  }

  /**
   * Returns everything that a {@link PartProvider} needs to make an equal part.
   *
   * @return the settings, empty if there is nothing to set
   */
  default Settings settings() {
    return Settings.EMPTY;
  }

  /**
   * Checks that the part can work: that its settings go together and that what it needs at run time
   * is there. Called before a training reads its first image.
   *
   * @throws IllegalArgumentException if settings do not go together
   * @throws IllegalStateException if something is missing; the message states what to add
   */
  default void check() {}

  /**
   * Checks an id: 1 to 64 of the characters a–z, 0–9, dot and hyphen, so that it reads well in
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
