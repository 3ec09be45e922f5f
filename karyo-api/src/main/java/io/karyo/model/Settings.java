package io.karyo.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named values that configure a part, in a form that a model file can hold: text, whole numbers,
 * decimal numbers, truth values and lists of nested settings.
 *
 * <p><b>Thread safety:</b> immutable. Two settings are equal if they hold equal values under equal
 * names.
 */
public final class Settings {

  /** No settings. */
  public static final Settings EMPTY = new Settings(Map.of());

  private final Map<String, Object> values;

  private Settings(Map<String, Object> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Makes settings from a map of values, as a parsed file gives them.
   *
   * @param values names and values: {@code String}, {@code Boolean}, {@code Integer}, {@code Long},
   *     {@code Float}, {@code Double}, {@code Settings} or a {@code List<Settings>}
   * @return the settings
   * @throws IllegalArgumentException if a value is of another kind or not finite
   */
  public static Settings of(Map<String, ?> values) {
    Map<String, Object> copy = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> copy.put(Objects.requireNonNull(name, "name"), canonical(name, value)));
    return new Settings(copy);
  }

  /**
   * Returns these settings with one more value, or with another value under the name.
   *
   * @param name the name
   * @param value a value as {@link #of} takes it
   * @return new settings
   * @throws IllegalArgumentException if the value is of another kind or not finite
   */
  public Settings with(String name, Object value) {
    Objects.requireNonNull(name, "name");
    Map<String, Object> copy = new LinkedHashMap<>(values);
    copy.put(name, canonical(name, value));
    return new Settings(copy);
  }

  /**
   * Returns these settings with another value of a setting.
   *
   * @param setting the setting
   * @param value the value
   * @param <T> the type of the value
   * @return new settings
   * @throws IllegalArgumentException if the value is against the rule of the setting
   */
  public <T> Settings with(Setting<T> setting, T value) {
    return setting.write(setting.check(value), this);
  }

  /**
   * Returns the value of a setting.
   *
   * @param setting the setting
   * @param <T> the type of the value
   * @return the value, the default if it is not set
   * @throws IllegalArgumentException if the value is against the rule of the setting
   */
  public <T> T get(Setting<T> setting) {
    return setting.read(this);
  }

  /**
   * Checks these settings as a whole, and adds the defaults of those that are not set.
   *
   * @param known all settings of the part
   * @return the values of the given settings, in their order
   * @throws IllegalArgumentException if a name is none of these, or a value is against its rule
   */
  public Settings complete(Setting<?>... known) {
    onlyKnown(Arrays.stream(known).map(Setting::name).toArray(String[]::new));
    Settings all = EMPTY;
    for (Setting<?> setting : known) {
      all = setting.copy(this, all);
    }
    return all;
  }

  Settings without(String name) {
    Map<String, Object> copy = new LinkedHashMap<>(values);
    copy.remove(name);
    return new Settings(copy);
  }

  private static Object canonical(String name, Object value) {
    if (value instanceof String || value instanceof Boolean || value instanceof Settings) {
      return value;
    }
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      // Through text, so that a float reads back as the decimal number that was meant.
      return value instanceof Float
          ? Double.parseDouble(value.toString())
          : (Object) number.doubleValue();
    }
    if (value instanceof List<?> list && list.stream().allMatch(Settings.class::isInstance)) {
      return List.copyOf(list);
    }
    throw new IllegalArgumentException(
        name
            + ": must be text, a truth value, a finite number or nested settings, found "
            + value.getClass().getSimpleName()
            + " "
            + value);
  }

  /** {@return the names in the order in which they were given} */
  public Set<String> names() {
    return values.keySet();
  }

  /**
   * {@return all names and values; an unmodifiable map; values are {@code String}, {@code Boolean},
   * {@code Long}, {@code Double}, {@code Settings} or {@code List<Settings>}}
   */
  public Map<String, Object> asMap() {
    return values;
  }

  /**
   * Returns a whole number.
   *
   * @param name the name
   * @param otherwise the value if the name is not set
   * @return the value
   * @throws IllegalArgumentException if the value is no whole number or does not fit an int
   */
  public int integer(String name, int otherwise) {
    long value = wholeNumber(name, otherwise);
    if (value != (int) value) {
      throw wrong(name, "a whole number of 32 bits", value);
    }
    return (int) value;
  }

  /**
   * Returns a whole number of 64 bits.
   *
   * @param name the name
   * @param otherwise the value if the name is not set
   * @return the value
   * @throws IllegalArgumentException if the value is no whole number
   */
  public long wholeNumber(String name, long otherwise) {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof Long number) {
      return number;
    }
    throw wrong(name, "a whole number", value);
  }

  /**
   * Returns a number.
   *
   * @param name the name
   * @param otherwise the value if the name is not set
   * @return the value
   * @throws IllegalArgumentException if the value is no number
   */
  public double number(String name, double otherwise) {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(name, "a number", value);
  }

  /**
   * Returns a truth value.
   *
   * @param name the name
   * @param otherwise the value if the name is not set
   * @return the value
   * @throws IllegalArgumentException if the value is no truth value
   */
  public boolean flag(String name, boolean otherwise) {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(name, "true or false", value);
  }

  /**
   * Returns a text.
   *
   * @param name the name
   * @param otherwise the value if the name is not set
   * @return the value
   * @throws IllegalArgumentException if the value is no text
   */
  public String text(String name, String otherwise) {
    Object value = values.getOrDefault(name, otherwise);
    if (value instanceof String text) {
      return text;
    }
    throw wrong(name, "text", value);
  }

  /**
   * Returns nested settings.
   *
   * @param name the name
   * @return the settings, empty if the name is not set
   * @throws IllegalArgumentException if the value is no settings
   */
  public Settings nested(String name) {
    Object value = values.getOrDefault(name, EMPTY);
    if (value instanceof Settings settings) {
      return settings;
    }
    throw wrong(name, "nested settings", value);
  }

  /**
   * Returns a list of nested settings.
   *
   * @param name the name
   * @return the list, empty if the name is not set
   * @throws IllegalArgumentException if the value is no such list
   */
  public List<Settings> list(String name) {
    Object value = values.getOrDefault(name, List.of());
    if (value instanceof List<?> list) {
      return list.stream().map(Settings.class::cast).toList();
    }
    throw wrong(name, "a list of settings", value);
  }

  /**
   * Refuses names that a part does not know, so that a misspelt setting is not ignored.
   *
   * @param known the names that the part knows
   * @return these settings
   * @throws IllegalArgumentException if there is another name
   */
  public Settings onlyKnown(String... known) {
    List<String> names = List.of(known);
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "settings: must be of " + names + ", found '" + name + "'");
      }
    }
    return this;
  }

  static IllegalArgumentException wrong(String name, String rule, Object found) {
    return new IllegalArgumentException(name + ": must be " + rule + ", found '" + found + "'");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Settings settings && values.equals(settings.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
