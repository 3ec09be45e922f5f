package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and writes a manifest; see {@link ChromosomeDataset#fromManifest(Path)} for the format. */
final class Manifest {

  private static final List<String> COLUMNS =
      List.of("path", "label", "cell", "patient", "split", "laboratory", "recorded");
  private static final List<String> REQUIRED = List.of("path", "label");

  private final CsvTable table;
  private final List<LabelledChromosome> items = new ArrayList<>();
  private final Map<String, Owner> ownerOfCell = new HashMap<>();

  private record Owner(String patient, int line) {}

  private Manifest(Path file, Path root) {
    table = new CsvTable(file, root, "path,label[,cell][,patient][,split][,laboratory][,recorded]");
  }

  static List<LabelledChromosome> read(Path file, Path root) throws IOException {
    return new Manifest(file, root).read();
  }

  /** Writes the names, types and origins of chromosomes. */
  static String write(List<LabelledChromosome> items) {
    boolean laboratories = items.stream().anyMatch(item -> item.laboratory().isPresent());
    List<String> columns =
        COLUMNS.subList(0, COLUMNS.indexOf("laboratory") + (laboratories ? 1 : 0));
    StringBuilder text = new StringBuilder(row(columns));
    for (LabelledChromosome item : items) {
      List<String> fields =
          List.of(
              item.name(),
              item.type().label(),
              item.cell().orElse(""),
              item.patient().orElse(""),
              item.split().orElse(""),
              item.laboratory().orElse(""));
      text.append(row(fields.subList(0, columns.size())));
    }
    return text.toString();
  }

  private static String row(List<String> fields) {
    return fields.stream().map(Manifest::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String field) {
    return field.matches("[^,\"\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  private List<LabelledChromosome> read() throws IOException {
    table.read(COLUMNS, REQUIRED, this::read);
    if (!table.hasProblems() && items.isEmpty()) {
      throw table.refused("must have at least one image, found only a header");
    }
    table.requireNoProblems();
    return items;
  }

  private void read(CsvTable.Row row) {
    String label = row.field("label");
    Optional<ChromosomeType> type = ChromosomeType.find(label);
    if (type.isEmpty()) {
      row.problem("label: must be 1 to 22, X or Y, found '" + label + "'");
    }
    Path image = row.file("path");
    Optional<String> cell = row.optional("cell");
    Optional<String> patient = row.optional("patient");
    if (cell.isPresent() && patient.isPresent()) {
      Owner owner = new Owner(patient.get(), row.line());
      Owner before = ownerOfCell.putIfAbsent(cell.get(), owner);
      if (before != null && !before.patient().equals(patient.get())) {
        row.problem(
            "patient: must be one for all of cell '"
                + cell.get()
                + "', found '"
                + patient.get()
                + "' after '"
                + before.patient()
                + "' in line "
                + before.line());
      }
    }
    Optional<String> split = row.split();
    if (image != null && type.isPresent()) {
      items.add(
          new LabelledChromosome(
              row.field("path"),
              ImageSource.of(image),
              type.get(),
              cell,
              patient,
              split,
              row.optional("laboratory")));
    }
  }
}
