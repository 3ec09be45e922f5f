package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Photographs of metaphases with annotated chromosomes.
 *
 * <p><b>Format:</b> a CSV file, usually {@code metaphases.csv}, has a row for each photograph, in
 * UTF-8, with these columns in any order:
 *
 * <ul>
 *   <li>{@code image}: the file, relative to the folder of the CSV file.
 *   <li>{@code case}, optional: the patient, case or slide. All photographs of one must be in one
 *       split.
 *   <li>{@code split}, optional: {@code train}, {@code validation}, {@code test} or another name.
 *   <li>{@code difficult}, optional: 0 or 1.
 *   <li>{@code chromosomes}, optional: how many the laboratory counted; need not be the number of
 *       boxes.
 *   <li>{@code abnormality} or {@code karyotype}, optional: any text. {@code code} is ignored.
 *   <li>{@code mask}, optional: a grey picture of the same size with 0 for the ground, 1 to 22, 23
 *       (X) and 24 (Y) for the types, and 255 where two chromosomes overlap.
 * </ul>
 *
 * <p>Without the column {@code mask}, there is a second file, {@code boxes.csv}, in the same
 * folder. It has the columns {@code image,label,xmin,ymin,xmax,ymax}: a row for each chromosome, in
 * px, the maximum being the first column or row behind the box.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class MetaphaseDataset {

  private static final String BOXES = "boxes.csv";

  private static final List<String> COLUMNS =
      List.of(
          "image",
          "mask",
          "case",
          "split",
          "difficult",
          "chromosomes",
          "abnormality",
          "code",
          "karyotype");

  private static final List<String> BOX_COLUMNS =
      List.of("image", "label", "xmin", "ymin", "xmax", "ymax");

  private static final int FARTHEST = 1 << 20;

  private final List<LabelledMetaphase> photographs;

  private MetaphaseDataset(List<LabelledMetaphase> photographs) {
    this.photographs = List.copyOf(photographs);
  }

  /**
   * Reads a data set.
   *
   * @param csv the CSV file of the photographs
   * @return the data set
   * @throws DatasetException if a file is not as described; lists the first problems, each with its
   *     line
   * @throws IOException if a file cannot be read
   */
  public static MetaphaseDataset read(Path csv) throws IOException {
    return new MetaphaseDataset(new Reading(csv, true).read());
  }

  /**
   * Reads the photographs of a data set without their boxes and masks, which need not exist.
   *
   * @param csv the CSV file of the photographs
   * @return the data set, its photographs without labels
   * @throws DatasetException if the file is not as described
   * @throws IOException if it cannot be read
   */
  public static MetaphaseDataset readWithoutLabels(Path csv) throws IOException {
    return new MetaphaseDataset(new Reading(csv, false).read());
  }

  /** {@return the photographs, in the order of the rows} */
  public List<LabelledMetaphase> photographs() {
    return photographs;
  }

  /**
   * Selects a split.
   *
   * @param name its name
   * @return the photographs of the split
   * @throws IllegalArgumentException if there is none
   */
  public MetaphaseDataset split(String name) {
    List<LabelledMetaphase> selected =
        photographs.stream()
            .filter(photo -> photo.split().filter(name::equals).isPresent())
            .toList();
    Require.that(!selected.isEmpty(), "split", "that of at least one photograph", "'" + name + "'");
    return new MetaphaseDataset(selected);
  }

  /** Reads the two files. */
  private static final class Reading {

    private final CsvTable table;
    private final boolean labelled;
    private final Path boxesFile;
    private final Map<String, LabelledMetaphase> photographs = new LinkedHashMap<>();
    private final Map<String, List<LabelledBox>> boxes = new HashMap<>();
    private final Map<String, String> splitOfCase = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();

    Reading(Path csv, boolean labelled) {
      this.labelled = labelled;
      Path folder = csv.toAbsolutePath().resolveSibling("");
      table =
          new CsvTable(
              csv,
              folder,
              "image[,mask][,case][,split][,difficult][,chromosomes][,abnormality][,code]"
                  + "[,karyotype]");
      boxesFile = csv.resolveSibling(BOXES);
    }

    List<LabelledMetaphase> read() throws IOException {
      table.read(COLUMNS, List.of("image"), this::photograph);
      if (!table.hasProblems() && photographs.isEmpty()) {
        throw table.refused("must have at least one photograph, found only a header");
      }
      table.requireNoProblems();
      if (!labelled || photographs.values().stream().allMatch(photo -> photo.mask().isPresent())) {
        return List.copyOf(photographs.values());
      }
      if (!Files.exists(boxesFile)) {
        throw table.refused(
            "must have a mask for each photograph, or " + BOXES + " beside it, found neither");
      }
      CsvTable second =
          new CsvTable(
              boxesFile,
              boxesFile.toAbsolutePath().resolveSibling(""),
              String.join(",", BOX_COLUMNS));
      second.read(BOX_COLUMNS, BOX_COLUMNS, this::box);
      second.requireNoProblems();
      return photographs.values().stream().map(this::withBoxes).toList();
    }

    private void photograph(CsvTable.Row row) {
      Path file = row.file("image");
      Optional<Path> mask =
          labelled ? row.optional("mask").map(path -> row.file("mask")) : Optional.empty();
      Optional<String> patient = row.optional("case");
      Optional<String> split = row.split();
      if (patient.isPresent() && split.isPresent()) {
        String before = splitOfCase.putIfAbsent(patient.get(), split.get());
        if (before != null && !before.equals(split.get())) {
          row.problem(
              "split: must be one for all of case '"
                  + patient.get()
                  + "', found '"
                  + split.get()
                  + "' after '"
                  + before
                  + "'");
        }
      }
      int difficult = row.optional("difficult").map(t -> number(row, "difficult", 0, 1)).orElse(0);
      String name = row.field("image");
      row.optional("chromosomes").ifPresent(text -> number(row, "chromosomes", 0, FARTHEST));
      if (file != null) {
        photographs.put(
            name,
            new LabelledMetaphase(
                name,
                file,
                mask,
                List.of(),
                patient,
                split,
                difficult == 1,
                row.optional("abnormality").or(() -> row.optional("karyotype"))));
      }
    }

    private void box(CsvTable.Row row) {
      String image = row.field("image");
      if (!photographs.containsKey(image) && unknown.add(image)) {
        row.problem("image: must be one of the photographs, found '" + image + "'");
      }
      String label = row.field("label");
      Optional<ChromosomeType> type = ChromosomeType.find(label);
      if (type.isEmpty()) {
        row.problem("label: must be 1 to 22, X or Y, found '" + label + "'");
      }
      int least = -LabelledMetaphase.TOLERANCE;
      int left = number(row, "xmin", least, FARTHEST);
      int top = number(row, "ymin", least, FARTHEST);
      int right = number(row, "xmax", least, FARTHEST);
      int bottom = number(row, "ymax", least, FARTHEST);
      if (right <= left || bottom <= top) {
        row.problem(
            "xmax, ymax: must be more than xmin, ymin = "
                + left
                + ", "
                + top
                + ", found "
                + right
                + ", "
                + bottom);
      } else if (type.isPresent()) {
        boxes
            .computeIfAbsent(image, key -> new ArrayList<>())
            .add(new LabelledBox(type.get(), new Box(left, top, right - left, bottom - top)));
      }
    }

    /** Returns a whole number; the least one, and a problem, if it is none. */
    private static int number(CsvTable.Row row, String column, int least, int most) {
      String text = row.field(column);
      int number = text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : Integer.MIN_VALUE;
      if (number < least || number > most) {
        row.problem(
            column
                + ": must be a whole number, "
                + least
                + " to "
                + most
                + ", found '"
                + text
                + "'");
        return least;
      }
      return number;
    }

    private LabelledMetaphase withBoxes(LabelledMetaphase photo) {
      return new LabelledMetaphase(
          photo.name(),
          photo.file(),
          photo.mask(),
          boxes.getOrDefault(photo.name(), List.of()),
          photo.patient(),
          photo.split(),
          photo.difficult(),
          photo.finding());
    }
  }
}
