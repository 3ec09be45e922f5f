package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
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

/** Reads a manifest; see {@link ChromosomeDataset#fromManifest(Path)} for the format. */
final class Manifest {

  private static final List<String> COLUMNS = List.of("path", "label", "cell", "patient", "split");
  private static final List<String> REQUIRED = List.of("path", "label");

  private final Path file;
  private final Path root;
  private final List<String> problems = new ArrayList<>();
  private final List<LabelledChromosome> items = new ArrayList<>();
  private final Map<Path, Integer> lineOfPath = new HashMap<>();
  private final Map<String, Owner> ownerOfCell = new HashMap<>();

  private final Set<String> splitsMeant = new HashSet<>();

  private record Owner(String patient, int line) {}

  private Manifest(Path file, Path root) {
    this.file = file;
    this.root = root.toAbsolutePath().normalize();
  }

  static List<LabelledChromosome> read(Path file, Path root) throws IOException {
    return new Manifest(file, root).read();
  }

  private List<LabelledChromosome> read() throws IOException {
    if (Files.isDirectory(file)) {
      throw refused("must be a CSV file, found a folder");
    }
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      CsvReader csv = new CsvReader(in);
      CsvReader.Row header = csv.next();
      if (header == null) {
        throw refused("line 1: header: must be path,label[,cell][,patient][,split], found nothing");
      }
      Map<String, Integer> columns = columns(header);
      for (CsvReader.Row row = csv.next(); row != null; row = csv.next()) {
        read(row, columns, header.fields().size());
      }
    } catch (CharacterCodingException e) {
      DatasetException refused = refused("must be UTF-8 text, found other bytes");
      refused.initCause(e);
      throw refused;
    }
    if (problems.isEmpty() && items.isEmpty()) {
      throw refused("must have at least one image, found only a header");
    }
    if (!problems.isEmpty()) {
      throw new DatasetException(file.toString(), problems);
    }
    return items;
  }

  private DatasetException refused(String problem) {
    return new DatasetException(file.toString(), List.of(problem));
  }

  private Map<String, Integer> columns(CsvReader.Row header) throws DatasetException {
    List<String> names = header.fields();
    Map<String, Integer> columns = new HashMap<>();
    boolean good = header.problem() == null;
    for (int i = 0; i < names.size(); i++) {
      good &= COLUMNS.contains(names.get(i)) && columns.put(names.get(i), i) == null;
    }
    if (!good || !columns.keySet().containsAll(REQUIRED)) {
      throw refused(
          "line "
              + header.line()
              + ": header: must be path,label[,cell][,patient][,split] in any order, found '"
              + String.join(",", names)
              + "'");
    }
    return columns;
  }

  private void read(CsvReader.Row row, Map<String, Integer> columns, int width) {
    String line = "line " + row.line() + ": ";
    if (row.problem() != null) {
      problems.add(line + row.problem());
      return;
    }
    if (row.fields().size() != width) {
      problems.add(line + "fields: must be " + width + ", found " + row.fields().size());
      return;
    }
    String path = field(row, columns, "path");
    String label = field(row, columns, "label");
    Optional<ChromosomeType> type = ChromosomeType.find(label);
    if (type.isEmpty()) {
      problems.add(line + "label: must be 1 to 22, X or Y, found '" + label + "'");
    }
    Path image = image(path, line, row.line());
    Optional<String> cell = optional(row, columns, "cell");
    Optional<String> patient = optional(row, columns, "patient");
    if (cell.isPresent() && patient.isPresent()) {
      Owner owner = new Owner(patient.get(), row.line());
      Owner before = ownerOfCell.putIfAbsent(cell.get(), owner);
      if (before != null && !before.patient().equals(patient.get())) {
        problems.add(
            line
                + "patient: must be one for all of cell '"
                + cell.get()
                + "', found '"
                + patient.get()
                + "' after '"
                + before.patient()
                + "' in line "
                + before.line());
      }
    }
    Optional<String> split = optional(row, columns, "split");
    split.ifPresent(name -> checkSplit(name, line));
    if (image != null && type.isPresent()) {
      items.add(
          new LabelledChromosome(path, ImageSource.of(image), type.get(), cell, patient, split));
    }
  }

  private void checkSplit(String name, String line) {
    Optional<String> meant = SplitNames.meant(name);
    // Most rows of a manifest share a few names: one line each is enough.
    if (meant.isPresent() && splitsMeant.add(name)) {
      problems.add(line + SplitNames.refusal(name, meant.get()));
    }
  }

  private @Nullable Path image(String path, String line, int number) {
    Path relative;
    try {
      relative = Path.of(path);
    } catch (InvalidPathException e) {
      problems.add(line + "path: must be a file's path, found '" + path + "'");
      return null;
    }
    Path image = root.resolve(relative).normalize();
    if (path.isBlank() || relative.isAbsolute() || !image.startsWith(root)) {
      problems.add(line + "path: must lie within the folder of the images, found '" + path + "'");
      return null;
    }
    Integer before = lineOfPath.putIfAbsent(image, number);
    if (before != null) {
      problems.add(line + "path: must not occur twice, found '" + path + "' after line " + before);
      return null;
    }
    if (!Files.isRegularFile(image)) {
      problems.add(line + "path: must be an existing file, found '" + path + "'");
      return null;
    }
    return image;
  }

  private static String field(CsvReader.Row row, Map<String, Integer> columns, String name) {
    return row.fields().get(Objects.requireNonNull(columns.get(name)));
  }

  private static Optional<String> optional(
      CsvReader.Row row, Map<String, Integer> columns, String name) {
    return columns.containsKey(name)
        ? Optional.of(field(row, columns, name)).filter(text -> !text.isBlank())
        : Optional.empty();
  }
}
