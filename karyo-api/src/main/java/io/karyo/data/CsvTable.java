package io.karyo.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a CSV file with a header and collects the problems of all its rows. */
final class CsvTable {

  private final Path file;
  private final Path root;
  private final String form;
  private final List<String> problems = new ArrayList<>();
  private final Map<Path, Integer> lineOfPath = new HashMap<>();
  private final Set<String> splitsMeant = new HashSet<>();

  /**
   * Makes a reader.
   *
   * @param file the CSV file
   * @param root the folder that its paths are relative to
   * @param form the columns, for messages: optional ones in brackets
   */
  CsvTable(Path file, Path root, String form) {
    this.file = file;
    this.root = root.toAbsolutePath().normalize();
    this.form = form;
  }

  /** Takes a row. */
  @FunctionalInterface
  interface Reading {
    void row(Row row);
  }

  /**
   * Reads all rows that have as many fields as the header.
   *
   * @throws DatasetException if the file or its header is not as it should be
   */
  void read(List<String> known, List<String> required, Reading reading) throws IOException {
    if (Files.isDirectory(file)) {
      throw refused("must be a CSV file, found a folder");
    }
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      CsvReader csv = new CsvReader(in);
      CsvReader.Row header = csv.next();
      if (header == null) {
        throw refused("line 1: header: must be " + form + ", found nothing");
      }
      Map<String, Integer> columns = columns(header, known, required);
      for (CsvReader.Row row = csv.next(); row != null; row = csv.next()) {
        String line = "line " + row.line() + ": ";
        int width = header.fields().size();
        if (row.problem() != null) {
          problems.add(line + row.problem());
        } else if (row.fields().size() != width) {
          problems.add(line + "fields: must be " + width + ", found " + row.fields().size());
        } else {
          reading.row(new Row(row, columns));
        }
      }
    } catch (CharacterCodingException e) {
      DatasetException refused = refused("must be UTF-8 text, found other bytes");
      refused.initCause(e);
      throw refused;
    }
  }

  private Map<String, Integer> columns(
      CsvReader.Row header, List<String> known, List<String> required) throws DatasetException {
    List<String> names = header.fields();
    Map<String, Integer> columns = new HashMap<>();
    boolean good = header.problem() == null;
    for (int i = 0; i < names.size(); i++) {
      good &= known.contains(names.get(i)) && columns.put(names.get(i), i) == null;
    }
    if (!good || !columns.keySet().containsAll(required)) {
      throw refused(
          "line "
              + header.line()
              + ": header: must be "
              + form
              + " in any order, found '"
              + String.join(",", names)
              + "'");
    }
    return columns;
  }

  DatasetException refused(String problem) {
    return new DatasetException(file.toString(), List.of(problem));
  }

  boolean hasProblems() {
    return !problems.isEmpty();
  }

  /**
   * Reports what was collected.
   *
   * @throws DatasetException if there is a problem
   */
  void requireNoProblems() throws DatasetException {
    if (!problems.isEmpty()) {
      throw new DatasetException(file.toString(), problems);
    }
  }

  /** One row. */
  final class Row {

    private final CsvReader.Row row;
    private final Map<String, Integer> columns;

    private Row(CsvReader.Row row, Map<String, Integer> columns) {
      this.row = row;
      this.columns = columns;
    }

    int line() {
      return row.line();
    }

    void problem(String problem) {
      problems.add("line " + row.line() + ": " + problem);
    }

    String field(String name) {
      return row.fields().get(Objects.requireNonNull(columns.get(name)));
    }

    /** Returns a field, empty if there is no such column or it is blank. */
    Optional<String> optional(String name) {
      return columns.containsKey(name)
          ? Optional.of(field(name)).filter(text -> !text.isBlank())
          : Optional.empty();
    }

    /** Returns the name of the split, having checked that no known one is meant. */
    Optional<String> split() {
      Optional<String> split = optional("split");
      Optional<String> meant = split.flatMap(SplitNames::meant);
      // Most rows of a table share a few names: one line each is enough.
      if (meant.isPresent() && splitsMeant.add(split.orElseThrow())) {
        problem(SplitNames.refusal(split.orElseThrow(), meant.get()));
      }
      return split;
    }

    /** Returns a file within the folder that no other row names, or null and a problem. */
    @Nullable Path file(String column) {
      String path = field(column);
      Path relative;
      try {
        relative = Path.of(path);
      } catch (InvalidPathException e) {
        problem(column + ": must be a file's path, found '" + path + "'");
        return null;
      }
      Path image = root.resolve(relative).normalize();
      if (path.isBlank() || relative.isAbsolute() || !image.startsWith(root)) {
        problem(column + ": must lie within the folder of the images, found '" + path + "'");
        return null;
      }
      Integer before = lineOfPath.putIfAbsent(image, row.line());
      if (before != null) {
        problem(column + ": must not occur twice, found '" + path + "' after line " + before);
        return null;
      }
      if (!Files.isRegularFile(image)) {
        problem(column + ": must be an existing file, found '" + path + "'");
        return null;
      }
      return image;
    }
  }
}
