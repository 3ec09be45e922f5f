package io.karyo.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A setting of a part: its name, its default, the rule for its values and how {@link Settings} hold
 * it. A part declares each of its settings once, as a constant:
 *
 * <pre>{@code
 * public final class MyClassifier extends AbstractPart implements EmbeddingClassifier {
 *
 *   private static final Setting<Integer> EPOCHS = Setting.integer("epochs", 60, 1);
 *   private static final Setting<Double> DROPOUT = Setting.number("dropout", 0.2, Require::belowOne);
 *
 *   MyClassifier(Settings given) {
 *     super("acme.mine", given, EPOCHS, DROPOUT);
 *   }
 *
 *   public MyClassifier epochs(int epochs) {
 *     return new MyClassifier(settings().with(EPOCHS, epochs));
 *   }
 * }
 * }</pre>
 *
 * <p>A value that is against the rule is refused with an {@link IllegalArgumentException} whose
 * message is {@code name: must be RULE, found VALUE}, by {@link #check}, {@link
 * Settings#get(Setting)}, {@link Settings#with(Setting, Object)} and {@link Settings#complete}.
 *
 * <p><b>Thread safety:</b> immutable, if the functions that it was made with are stateless.
 *
 * @param <T> the type of the values
 */
public final class Setting<T> {

  private final String name;
  private final T otherwise;
  private final Reader<T> reader;
  private final Function<? super T, ?> writer;
  private final BiFunction<String, T, T> rule;
  private final boolean optional;

  /** Reads as {@link Settings#text} does. */
  private interface Reader<T> {
    T read(Settings from, String name, T otherwise);
  }

  private Setting(
      String name,
      T otherwise,
      Reader<T> reader,
      Function<? super T, ?> writer,
      BiFunction<String, T, T> rule,
      boolean optional) {
    this.name = Objects.requireNonNull(name, "name");
    this.otherwise = Objects.requireNonNull(otherwise, name);
    this.reader = reader;
    this.writer = writer;
    this.rule = rule;
    this.optional = optional;
  }

  private static <T> Setting<T> plain(
      String name, T otherwise, Reader<T> reader, BiFunction<String, T, T> rule) {
    return new Setting<>(name, otherwise, reader, value -> value, rule, false);
  }

  /**
   * Declares a whole number with a smallest value.
   *
   * @param name the name
   * @param otherwise the default
   * @param least the smallest value
   * @return the setting
   */
  public static Setting<Integer> integer(String name, int otherwise, int least) {
    return plain(
        name, otherwise, Settings::integer, (what, value) -> Require.atLeast(what, value, least));
  }

  /**
   * Declares a whole number in a range.
   *
   * @param name the name
   * @param otherwise the default
   * @param least the smallest value
   * @param most the largest value
   * @return the setting
   */
  public static Setting<Integer> integer(String name, int otherwise, int least, int most) {
    return plain(
        name,
        otherwise,
        Settings::integer,
        (what, value) -> Require.inRange(what, value, least, most));
  }

  /**
   * Declares a number.
   *
   * @param name the name
   * @param otherwise the default
   * @param rule takes the name and a value, and returns the value or throws; usually a method of
   *     {@link Require}
   * @return the setting
   */
  public static Setting<Double> number(
      String name, double otherwise, BiFunction<String, Double, Double> rule) {
    return plain(name, otherwise, Settings::number, rule);
  }

  /**
   * Declares a number in a range.
   *
   * @param name the name
   * @param otherwise the default
   * @param least the smallest value
   * @param most the largest value
   * @return the setting
   */
  public static Setting<Double> number(String name, double otherwise, double least, double most) {
    return number(name, otherwise, (what, value) -> Require.inRange(what, value, least, most));
  }

  /**
   * Makes the key of a text.
   *
   * @param name the name
   * @param otherwise the default
   * @return the key
   */
  public static Setting<String> text(String name, String otherwise) {
    return plain(name, otherwise, Settings::text, (what, value) -> value);
  }

  /**
   * Declares a truth value.
   *
   * @param name the name
   * @param otherwise the default
   * @return the setting
   */
  public static Setting<Boolean> flag(String name, boolean otherwise) {
    return plain(name, otherwise, Settings::flag, (what, value) -> value);
  }

  /**
   * Declares a choice among the constants of an enum, which are stored as their names in small
   * letters with hyphens in place of underscores.
   *
   * @param name the name
   * @param otherwise the default
   * @param <E> the enum
   * @return the setting
   */
  public static <E extends Enum<E>> Setting<E> choice(String name, E otherwise) {
    return new Setting<>(
        name, otherwise, Setting::constant, Setting::stored, (what, value) -> value, false);
  }

  private static <E extends Enum<E>> E constant(Settings from, String name, E otherwise) {
    String text = from.text(name, stored(otherwise));
    E[] all = otherwise.getDeclaringClass().getEnumConstants();
    String[] names = Arrays.stream(all).map(Setting::stored).toArray(String[]::new);
    int found = List.of(names).indexOf(text);
    if (found < 0) {
      String rule = String.join(", ", names).replaceFirst(", ([^,]*)$", " or $1");
      throw Settings.wrong(name, rule, text);
    }
    return all[found];
  }

  private static String stored(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Declares a value that has settings of its own.
   *
   * @param name the name
   * @param otherwise the default
   * @param reader makes a value from its settings, and checks them
   * @param writer returns the settings of a value
   * @param <T> the type of the value
   * @return the setting
   */
  public static <T> Setting<T> nested(
      String name,
      T otherwise,
      Function<Settings, T> reader,
      Function<? super T, Settings> writer) {
    return new Setting<>(
        name,
        otherwise,
        (from, key, ignored) -> reader.apply(from.nested(key)),
        writer,
        (what, value) -> value,
        false);
  }

  /**
   * Declares a list of values that have settings of their own. An empty list stands for the
   * default.
   *
   * @param name the name
   * @param otherwise the default
   * @param most how many values there may be
   * @param reader makes a value from its settings, and checks them
   * @param writer returns the settings of a value
   * @param <T> the type of the values
   * @return the setting
   */
  public static <T> Setting<List<T>> list(
      String name,
      List<? extends T> otherwise,
      int most,
      Function<Settings, ? extends T> reader,
      Function<? super T, Settings> writer) {
    return new Setting<>(
        name,
        List.copyOf(otherwise),
        (from, key, usual) -> {
          List<Settings> list = from.list(key);
          return list.isEmpty() ? usual : list.stream().<T>map(reader).toList();
        },
        values -> values.stream().map(writer).toList(),
        (what, values) -> {
          Require.inRange(what, values.size(), 1, most);
          return List.copyOf(values);
        },
        false);
  }

  /**
   * Returns this setting, but left out of {@link Settings} where it has its default. The default
   * need not keep the rule: it may stand for something that cannot be set, as 0 for no limit.
   *
   * @return the optional setting
   */
  public Setting<T> optional() {
    return new Setting<>(name, otherwise, reader, writer, rule, true);
  }

  /** {@return the name under which settings hold the value} */
  public String name() {
    return name;
  }

  /**
   * Checks a value.
   *
   * @param value the value
   * @return the value
   * @throws IllegalArgumentException if it is against the rule
   */
  public T check(T value) {
    return rule.apply(name, Objects.requireNonNull(value, name));
  }

  /** Reads and checks the value; the default if it is not set. */
  T read(Settings from) {
    if (from.names().contains(name)) {
      return check(reader.read(from, name, otherwise));
    }
    return optional ? otherwise : check(otherwise);
  }

  /** Adds a checked value, or leaves it out if it need not be there. */
  Settings write(T value, Settings to) {
    boolean leftOut = optional && value.equals(otherwise);
    return leftOut ? to.without(name) : to.with(name, writer.apply(value));
  }

  Settings copy(Settings from, Settings to) {
    return write(read(from), to);
  }
}
