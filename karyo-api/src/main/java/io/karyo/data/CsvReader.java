package io.karyo.data;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads comma-separated values (RFC 4180): fields may be quoted, a quote within one is doubled,
 * lines end with CRLF, LF or CR. Empty lines and a byte order mark are skipped.
 *
 * <p>A record with wrong quoting is returned with a description of the problem, and reading
 * continues with the next line.
 */
final class CsvReader {

  private static final int END = -1;

  private final PushbackReader in;
  private int line = 1;

  CsvReader(Reader in) throws IOException {
    this.in = new PushbackReader(in, 1);
    int first = this.in.read();
    if (first != '\uFEFF') {
      unread(first);
    }
  }

  /**
   * One record.
   *
   * @param line the number of the line it begins in, from 1
   * @param fields its fields, at least one
   * @param problem what breaks the rules for quotes, null if nothing does
   */
  record Row(int line, List<String> fields, @Nullable String problem) {}

  /** Returns the next record, or null at the end. */
  @Nullable Row next() throws IOException {
    int character = in.read();
    while (character == '\n' || character == '\r') {
      endLine(character);
      character = in.read();
    }
    if (character == END) {
      return null;
    }
    unread(character);
    int start = line;
    List<String> fields = new ArrayList<>();
    String problem = null;
    do {
      StringBuilder field = new StringBuilder();
      character = in.read();
      if (character == '"') {
        character = quoted(field);
        if (character == END_IN_QUOTES) {
          problem = "quotes: must be closed, found the end of the file";
          character = END;
        } else if (!endsField(character)) {
          problem = "quotes: must be followed by a comma, found '" + (char) character + "'";
        }
      }
      while (!endsField(character)) {
        if (character == '"' && problem == null) {
          problem = "quotes: must enclose a whole field and be doubled within, found " + '"';
        }
        field.append((char) character);
        character = in.read();
      }
      fields.add(field.toString());
    } while (character == ',');
    if (character != END) {
      endLine(character);
    }
    return new Row(start, fields, problem);
  }

  private static final int END_IN_QUOTES = -2;

  /** Reads up to the closing quote and returns the character after it. */
  private int quoted(StringBuilder field) throws IOException {
    while (true) {
      int character = in.read();
      if (character == END) {
        return END_IN_QUOTES;
      }
      if (character == '"') {
        int after = in.read();
        if (after != '"') {
          return after;
        }
      } else if (character == '\r' || character == '\n') {
        endLine(character);
        field.append('\n');
        continue;
      }
      field.append((char) character);
    }
  }

  private static boolean endsField(int character) {
    return character == ',' || character == '\n' || character == '\r' || character == END;
  }

  /** Counts a line whose end begins with the given character, and reads the rest of that end. */
  private void endLine(int character) throws IOException {
    line++;
    if (character == '\r') {
      int after = in.read();
      if (after != '\n') {
        unread(after);
      }
    }
  }

  private void unread(int character) throws IOException {
    if (character != END) {
      in.unread(character);
    }
  }
}
