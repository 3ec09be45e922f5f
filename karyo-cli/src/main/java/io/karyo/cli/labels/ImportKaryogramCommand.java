package io.karyo.cli.labels;

import io.karyo.archive.CutOut;
import io.karyo.archive.Doubt;
import io.karyo.archive.KaryogramReader;
import io.karyo.archive.ReadKaryogram;
import io.karyo.archive.Warning;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.output.Failures;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Overview;
import io.karyo.cli.output.Sheet;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.photo.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cuts finished karyograms into a data set. */
@Command(
    name = "import-karyogram",
    description = {
      "Cuts finished karyograms, in which the chromosomes stand in rows over or under their"
          + " numbers, into a data set: a manifest.csv and one PNG for each chromosome.",
      "Doubtful chromosomes are not in the manifest, but in the folder doubtful. Each chromosome,"
          + " its place and what is doubtful about it are in import.csv, and overview has each"
          + " karyogram with the cuts and labels, doubtful ones orange with a question mark.",
      "An image that shows no karyogram is reported on standard error and does not stop the others;"
          + " the exit code is then 1."
    })
public final class ImportKaryogramCommand extends CliCommand {

  private static final String USED = "images";
  private static final String DOUBTFUL = "doubtful";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the data set; created if it does not exist.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--patient",
      paramLabel = "ID",
      description = "The patient that all of the images come from.")
  private @Nullable String patient;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "The split of all of the images: train, validation, test or another.")
  private @Nullable String split;

  @Option(
      names = "--accept",
      paramLabel = "DOUBT",
      split = ",",
      description =
          "Take chromosomes with these doubts into the manifest, for example after a look at the"
              + " overview: ${COMPLETION-CANDIDATES}.")
  private Set<Doubt> accepted = EnumSet.noneOf(Doubt.class);

  @Option(
      names = "--append",
      description = "Add to the data set that is in the folder, if there is one.")
  private boolean append;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description =
          "PNG, JPEG, BMP, GIF or TIFF files of one karyogram each; names name the cells.")
  private List<Path> images = List.of();

  private final List<LabelledChromosome> items = new ArrayList<>();
  private final Set<String> cells = new HashSet<>();

  @Override
  public Integer call() throws IOException {
    requireText("--patient", patient);
    requireText("--split", split);
    checkOptions(this::checkSplit);
    Outputs.folder(folder);
    ImportReport report = new ImportReport(folder);
    readWhatIsThere(report);
    int code = FINE;
    for (Path image : images) {
      try {
        cut(image, report);
      } catch (IOException | RuntimeException e) {
        // Whatever is wrong with one picture, the others are not lost.
        String message = Failures.message(e);
        complain("%s", message.contains(image.toString()) ? message : image + ": " + message);
        code = FAILED;
      }
    }
    if (!items.isEmpty()) {
      Outputs.text(folder.resolve(DataOptions.MANIFEST), ChromosomeDataset.of(items).toManifest());
    }
    report.write();
    if (items.isEmpty()) {
      complain("%s: no manifest, because no chromosome is beyond doubt", folder);
      return FAILED;
    }
    say("wrote %s", folder);
    return code;
  }

  private void requireText(String option, @Nullable String text) {
    if (text != null && text.isBlank()) {
      throw wrongUsage(option + ": must not be blank");
    }
  }

  /** Checks that a data set accepts the name of the split. */
  private void checkSplit() {
    if (split != null) {
      LabelledChromosome any =
          LabelledChromosome.of("--split", ImageSource.of(folder), ChromosomeType.X);
      ChromosomeDataset.of(List.of(any.withSplit(split)));
    }
  }

  private void readWhatIsThere(ImportReport report) throws IOException {
    Path manifest = folder.resolve(DataOptions.MANIFEST);
    if (!append && (Files.exists(manifest) || report.exists())) {
      throw wrongUsage(
          "--out: must be a folder without a data set, found one in "
              + folder
              + "; --append adds to it");
    }
    if (Files.exists(manifest)) {
      items.addAll(ChromosomeDataset.fromManifest(manifest).items());
      items.forEach(item -> item.cell().ifPresent(cells::add));
    }
    cells.addAll(report.read());
  }

  private void cut(Path image, ImportReport report) throws IOException {
    String cell = newCell(image);
    ReadKaryogram read = KaryogramReader.read(image);
    List<Piece> pieces = pieces(read, cell);
    write(read, pieces, cell);
    cells.add(cell);
    for (Piece piece : pieces) {
      report.add(row(piece, cell));
      if (piece.used) {
        items.add(item(piece, cell));
      }
    }
    long used = pieces.stream().filter(Piece::used).count();
    say("%s: %d chromosomes, %d of them used", image, pieces.size(), used);
    read.notes().forEach(note -> say("  note: %s", note));
    pieces.stream()
        .filter(piece -> piece.cutOut.isDoubtful())
        .forEach(piece -> say("  %s: %s", piece.title, reasons(piece.cutOut)));
  }

  /** Returns the name of the cell of an image, of which nothing is there. */
  private String newCell(Path image) throws IOException {
    String cell = stem(image);
    if (!cell.matches("\\P{Cntrl}*[^.\\p{Cntrl}]\\P{Cntrl}*")) {
      throw new IOException(
          image
              + ": must have a name for the cell before the extension, on one line and not only"
              + " dots, found '"
              + cell
              + "'");
    }
    if (cells.contains(cell)) {
      throw new IOException(image + ": must have a new name, found another cell '" + cell + "'");
    }
    for (Path path : List.of(imagesOf(cell), doubtfulOf(cell), overviewOf(cell))) {
      if (Files.exists(path)) {
        throw new IOException(image + ": must have a new name, found " + path);
      }
    }
    return cell;
  }

  private Path imagesOf(String cell) {
    return folder.resolve(USED).resolve(cell);
  }

  private Path doubtfulOf(String cell) {
    return folder.resolve(DOUBTFUL).resolve(cell);
  }

  private Path overviewOf(String cell) {
    return folder.resolve("overview").resolve(cell + ".png");
  }

  /**
   * A chromosome and where it goes.
   *
   * @param title its label and number there
   * @param name its file, relative to the folder of the data set
   */
  private record Piece(CutOut cutOut, String title, String name, boolean used) {}

  private List<Piece> pieces(ReadKaryogram read, String cell) {
    Map<String, Integer> numbers = new HashMap<>();
    List<Piece> pieces = new ArrayList<>();
    for (CutOut cutOut : read.cutOuts()) {
      String label = cutOut.label().label();
      String title = label + "-" + numbers.merge(label, 1, Integer::sum);
      boolean used =
          cutOut.label().type().isPresent()
              && cutOut.warnings().stream().map(Warning::doubt).allMatch(accepted::contains);
      String name = (used ? USED : DOUBTFUL) + "/" + cell + "/" + title + ".png";
      pieces.add(new Piece(cutOut, title, name, used));
    }
    return pieces;
  }

  /** Writes the pictures of a cell, all or none. */
  private void write(ReadKaryogram read, List<Piece> pieces, String cell) throws IOException {
    Deque<Path> made = new ArrayDeque<>();
    boolean complete = false;
    try {
      for (Piece piece : pieces) {
        Path file = folder.resolve(piece.name);
        Path parent = file.resolveSibling("");
        if (!Files.exists(parent)) {
          made.push(Outputs.folder(parent));
        }
        Outputs.png(Sheet.picture(piece.cutOut.image()), file);
        made.push(file);
      }
      Outputs.folder(overviewOf(cell).resolveSibling(""));
      Outputs.png(Overview.of(read), overviewOf(cell));
      complete = true;
    } finally {
      if (!complete) {
        for (Path path : made) {
          Files.delete(path);
        }
      }
    }
  }

  private LabelledChromosome item(Piece piece, String cell) {
    return new LabelledChromosome(
        piece.name,
        ImageSource.of(folder.resolve(piece.name)),
        piece.cutOut.label().type().orElseThrow(),
        Optional.of(cell),
        Optional.ofNullable(patient),
        Optional.ofNullable(split),
        Optional.empty());
  }

  private List<String> row(Piece piece, String cell) {
    Box box = piece.cutOut.region().box();
    String doubts =
        piece.cutOut.warnings().stream()
            .map(warning -> warning.doubt().name().toLowerCase(Locale.ROOT))
            .distinct()
            .collect(Collectors.joining(" "));
    return List.of(
        piece.name,
        piece.cutOut.label().label(),
        cell,
        patient == null ? "" : patient,
        split == null ? "" : split,
        piece.used ? "yes" : "no",
        String.valueOf(box.left()),
        String.valueOf(box.top()),
        String.valueOf(box.width()),
        String.valueOf(box.height()),
        doubts,
        reasons(piece.cutOut));
  }

  private static String reasons(CutOut cutOut) {
    return cutOut.warnings().stream().map(Warning::reason).collect(Collectors.joining("; "));
  }

  private static String stem(Path image) {
    String name = String.valueOf(image.getFileName());
    int dot = name.lastIndexOf('.');
    // A manifest has no blanks at the ends of names.
    return (dot > 0 ? name.substring(0, dot) : name).strip();
  }
}
