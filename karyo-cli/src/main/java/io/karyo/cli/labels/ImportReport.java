package io.karyo.cli.labels;

import io.karyo.cli.output.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file import.csv, a row for each chromosome of imported karyograms; not thread-safe. */
final class ImportReport {

  private static final String NAME = "import.csv";
  private static final String HEADER =
      "path,label,cell,patient,split,used,left,top,width,height,doubts,reasons";

  private static final String FIELD = "(\"(?:[^\"]|\"\")*+\"|[^,\"]*+)";

  /** A row up to its cell. */
  private static final Pattern BEGINNING = Pattern.compile(FIELD + "," + FIELD + "," + FIELD + ",");

  private final Path file;
  private final List<String> rows = new ArrayList<>();

  ImportReport(Path folder) {
    this.file = folder.resolve(NAME);
  }

  boolean exists() {
    return Files.exists(file);
  }

  /**
   * Reads the file, if there is one.
   *
   * @return the cells that have rows
   * @throws IOException if the file cannot be read or is none of this command
   */
  Set<String> read() throws IOException {
    if (!exists()) {
      return Set.of();
    }
    List<String> lines = Files.readAllLines(file);
    String first = lines.isEmpty() ? "" : lines.get(0);
    if (!first.equals(HEADER)) {
      throw new IOException(
          file + ": must begin with the line '" + HEADER + "', found '" + first + "'");
    }
    Set<String> cells = new HashSet<>();
    for (int i = 1; i < lines.size(); i++) {
      Matcher beginning = BEGINNING.matcher(lines.get(i));
      if (!beginning.lookingAt()) {
        throw new IOException(
            file
                + ", line "
                + (i + 1)
                + ": must have a path, a label and a cell, found '"
                + lines.get(i)
                + "'");
      }
      cells.add(unquoted(beginning.group(3)));
      rows.add(lines.get(i));
    }
    return cells;
  }

  private static String unquoted(String field) {
    return field.startsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }

  /** Adds a row of the fields that the header names. */
  void add(List<String> fields) {
    rows.add(Outputs.row(fields));
  }

  void write() throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    lines.addAll(rows);
    Outputs.text(file, String.join("\n", lines) + "\n");
  }
}
