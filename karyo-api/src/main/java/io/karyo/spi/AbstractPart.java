package io.karyo.spi;

import io.karyo.model.Setting;
import io.karyo.model.Settings;

/**
 * A part that is configured by {@link Setting}s; see there for an example.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public abstract class AbstractPart implements Part {

  private final String id;
  private final Settings settings;

  /**
   * Makes a part.
   *
   * @param id the id
   * @param given values of some or all of the settings
   * @param known all settings of the part, in the order in which a model file holds them
   * @throws IllegalArgumentException if a given value is unknown or against its rule
   */
  protected AbstractPart(String id, Settings given, Setting<?>... known) {
    this.id = Part.checkId(id);
    settings = given.complete(known);
  }

  /**
   * Returns the value of a setting.
   *
   * @param setting one of the settings that the constructor was given
   * @param <T> the type of the value
   * @return the value
   */
  protected final <T> T get(Setting<T> setting) {
    return settings.get(setting);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public final Settings settings() {
    return settings;
  }

  @Override
  public String toString() {
    return id + settings;
  }
}
