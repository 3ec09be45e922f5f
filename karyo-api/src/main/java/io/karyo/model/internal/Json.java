package io.karyo.model.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON (RFC 8259), strictly and within limits, so that text from anywhere can be
 * read: nesting up to {@value #MAX_DEPTH}, texts up to {@value #MAX_STRING} characters, a whole of
 * up to {@value #MAX_LENGTH} characters. What is written keeps the limits of nesting and texts.
 *
 * <p>An object is a {@code Map<String, Object>} in the order of the text, an array a {@code List},
 * a number without fraction and exponent a {@code Long}, any other a {@code Double}; null is null.
 *
 * <p><b>Thread safety:</b> no state is shared.
 */
public final class Json {

  static final int MAX_DEPTH = 64;
  static final int MAX_STRING = 1 << 16;
  static final int MAX_LENGTH = 1 << 24;
  private static final int MAX_NUMBER = 64;

  /** What {@link #peek} returns at the end; no JSON value holds it unescaped. */
  private static final char END = 0;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads a text that is one JSON value.
   *
   * @throws IllegalArgumentException if it is not, a name comes twice in an object, a number fits
   *     neither a long nor a finite double, or a limit is exceeded; the message names the place
   */
  public static @Nullable Object parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "JSON: must have at most " + MAX_LENGTH + " characters, found " + text.length());
    }
    Json json = new Json(text);
    Object value = json.value(0);
    json.next();
    if (json.at < text.length()) {
      throw json.wrong("the end");
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    return switch (next()) {
      case '{' -> object(depth + 1);
      case '[' -> array(depth + 1);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    open(depth);
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    if (next() == '}') {
      at++;
      return object;
    }
    while (true) {
      if (next() != '"') {
        throw wrong("a name in quotes");
      }
      int start = at;
      String name = string();
      if (object.containsKey(name)) {
        at = start;
        throw wrong("a name that the object does not have yet");
      }
      if (next() != ':') {
        throw wrong("':'");
      }
      at++;
      object.put(name, value(depth));
      if (!another('}')) {
        return object;
      }
    }
  }

  private List<@Nullable Object> array(int depth) {
    open(depth);
    List<@Nullable Object> array = new ArrayList<>();
    if (next() == ']') {
      at++;
      return array;
    }
    do {
      array.add(value(depth));
    } while (another(']'));
    return array;
  }

  private void open(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("nested at most " + MAX_DEPTH + " deep");
    }
    at++;
  }

  /** Steps over a comma, or over the end of the array or object. */
  private boolean another(char close) {
    char c = next();
    if (c != ',' && c != close) {
      throw wrong("',' or '" + close + "'");
    }
    at++;
    return c == ',';
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong("a value");
    }
    at += word.length();
    return value;
  }

  private String string() {
    int start = at++;
    StringBuilder string = new StringBuilder();
    while (true) {
      char c = peek();
      if (c < ' ') {
        throw wrong("a character of a text, or '\"'");
      }
      at++;
      if (c == '"') {
        return string.toString();
      }
      if (string.length() == MAX_STRING) {
        at = start;
        throw wrong("a text of at most " + MAX_STRING + " characters");
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = peek();
    int index = "\"\\/bfnrtu".indexOf(c);
    if (index < 0) {
      throw wrong("one of \" \\ / b f n r t u after '\\'");
    }
    at++;
    return c == 'u' ? unicode() : "\"\\/\b\f\n\r\t".charAt(index);
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw wrong("a hexadecimal digit");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Object number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits(start == at ? "a value" : "a digit");
    }
    boolean whole = true;
    if (peek() == '.') {
      whole = false;
      at++;
      digits("a digit");
    }
    if (peek() == 'e' || peek() == 'E') {
      whole = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits("a digit");
    }
    String digits = text.substring(start, at);
    if (digits.length() <= MAX_NUMBER) {
      try {
        if (whole) {
          return Long.valueOf(digits);
        }
        double number = Double.parseDouble(digits);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Beyond 64 bits: told below, like the other numbers that are too large.
      }
    }
    at = start;
    throw wrong("a number that fits 64 bits and " + MAX_NUMBER + " characters");
  }

  private void digits(String expected) {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw wrong(expected);
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private char next() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') {
      at++;
    }
    return peek();
  }

  private IllegalArgumentException wrong(String expected) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', at - 1);
    String found = at < text.length() ? quote(text.substring(at)) : "the end";
    return new IllegalArgumentException(
        "line %d, column %d: must be %s, found %s".formatted(line, column, expected, found));
  }

  /** Quotes foreign text for a message: at most 32 characters, all of them printable ASCII. */
  public static String quote(String foreign) {
    StringBuilder quoted = new StringBuilder("'");
    foreign.chars().limit(32).forEach(c -> quoted.append(c < ' ' || c > '~' ? '?' : (char) c));
    return quoted.append(foreign.length() > 32 ? "…'" : "'").toString();
  }

  /**
   * Writes a value as {@link #parse} gives it, indented; equal values in equal order give equal
   * text.
   *
   * @throws IllegalArgumentException if the value, or one within, is of another kind, a number is
   *     not finite, or a limit of nesting or text is exceeded
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, 0, out);
    return out.append('\n').toString();
  }

  private static void write(@Nullable Object value, int depth, StringBuilder out) {
    if (depth == MAX_DEPTH && (value instanceof Map || value instanceof List)) {
      throw new IllegalArgumentException(
          "JSON: must be nested at most " + MAX_DEPTH + " deep, found more");
    }
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Long || value instanceof Integer || finite(value)) {
      out.append(value);
    } else if (value instanceof String string) {
      write(string, out);
    } else if (value instanceof Map<?, ?> object) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : object.entrySet()) {
        newLine(separator, depth + 1, out);
        write(String.valueOf(entry.getKey()), out);
        out.append(": ");
        write(entry.getValue(), depth + 1, out);
        separator = ",";
      }
      close(object.isEmpty(), "{}", depth, out);
    } else if (value instanceof List<?> array) {
      boolean oneLine = array.stream().noneMatch(e -> e instanceof Map || e instanceof List);
      String separator = "[";
      for (Object element : array) {
        if (oneLine) {
          out.append(separator);
        } else {
          newLine(separator, depth + 1, out);
        }
        write(element, depth + 1, out);
        separator = oneLine ? ", " : ",";
      }
      if (array.isEmpty() || !oneLine) {
        close(array.isEmpty(), "[]", depth, out);
      } else {
        out.append(']');
      }
    } else {
      throw new IllegalArgumentException(
          "JSON: must be a map, a list, text, a whole or finite number, a truth value or null,"
              + " found "
              + value.getClass().getSimpleName()
              + " "
              + quote(value.toString()));
    }
  }

  private static boolean finite(Object value) {
    return value instanceof Double number && Double.isFinite(number);
  }

  private static void newLine(String before, int depth, StringBuilder out) {
    out.append(before).append('\n').append("  ".repeat(depth));
  }

  private static void close(boolean empty, String pair, int depth, StringBuilder out) {
    if (empty) {
      out.append(pair);
    } else {
      newLine("", depth, out);
      out.append(pair.charAt(1));
    }
  }

  private static void write(String string, StringBuilder out) {
    if (string.length() > MAX_STRING) {
      throw new IllegalArgumentException(
          "JSON: a text must have at most %d characters, found %d in %s"
              .formatted(MAX_STRING, string.length(), quote(string)));
    }
    out.append('"');
    string
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < ' ' || (c <= 0xFFFF && Character.isSurrogate((char) c))) {
                // Half a surrogate pair has no UTF-8 form.
                out.append("\\u%04x".formatted(c));
              } else {
                out.appendCodePoint(c);
              }
            });
    out.append('"');
  }
}
