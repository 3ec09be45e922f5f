package io.karyo.cli;

import io.karyo.archive.CutOut;
import io.karyo.archive.Doubt;
import io.karyo.archive.KaryogramReader;
import io.karyo.archive.NoKaryogramException;
import io.karyo.archive.ReadKaryogram;
import io.karyo.archive.Warning;
import io.karyo.chromosome.ChromosomeType;
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
import java.util.ArrayList;
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
final class ImportKaryogramCommand extends CliCommand {

  private static final String REPORT = "import.csv";
  private static final String HEADER =
      "path,label,cell,patient,split,used,left,top,width,height,doubts,reasons";

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
  private final List<String> lines = new ArrayList<>();
  private final Set<String> cells = new HashSet<>();

  @Override
  public Integer call() throws IOException {
    requireText("--patient", patient);
    requireText("--split", split);
    Outputs.folder(folder);
    readWhatIsThere();
    int code = FINE;
    for (Path image : images) {
      try {
        cut(image);
      } catch (IOException | NoKaryogramException e) {
        complain("%s", Failures.message(e));
        code = FAILED;
      }
    }
    List<String> report = new ArrayList<>(List.of(HEADER));
    report.addAll(lines);
    Outputs.text(folder.resolve(REPORT), String.join("\n", report) + "\n");
    if (items.isEmpty()) {
      complain("%s: no manifest, because no chromosome is beyond doubt", folder);
      return FAILED;
    }
    DatasetFolder.write(ChromosomeDataset.of(items), folder);
    say("wrote %s", folder);
    return code;
  }

  private void requireText(String option, @Nullable String text) {
    if (text != null && text.isBlank()) {
      throw wrongUsage(option + ": must not be blank");
    }
  }

  private void readWhatIsThere() throws IOException {
    Path manifest = folder.resolve(DataOptions.MANIFEST);
    Path report = folder.resolve(REPORT);
    if (!append && (Files.exists(manifest) || Files.exists(report))) {
      throw wrongUsage(
          "--out: must be a folder without a data set, found one in "
              + folder
              + "; --append adds to it");
    }
    if (Files.exists(manifest)) {
      items.addAll(ChromosomeDataset.fromManifest(manifest).items());
      items.forEach(item -> item.cell().ifPresent(cells::add));
    }
    if (Files.exists(report)) {
      lines.addAll(Files.readAllLines(report).stream().skip(1).toList());
    }
  }

  private void cut(Path image) throws IOException {
    String cell = stem(image);
    if (cells.contains(cell)) {
      throw new IOException(image + ": must have a new name, found another cell '" + cell + "'");
    }
    ReadKaryogram read = KaryogramReader.read(image);
    cells.add(cell);
    Map<String, Integer> numbers = new HashMap<>();
    int used = 0;
    List<String> doubtful = new ArrayList<>();
    for (CutOut cutOut : read.cutOuts()) {
      String label = cutOut.label().label();
      int number = numbers.merge(label, 1, Integer::sum);
      Optional<ChromosomeType> type = cutOut.label().type();
      boolean use =
          type.isPresent()
              && cutOut.warnings().stream().map(Warning::doubt).allMatch(accepted::contains);
      String name =
          String.format(
              Locale.ROOT, "%s/%s/%s-%d.png", use ? "images" : "doubtful", cell, label, number);
      if (use) {
        used++;
        items.add(item(name, cutOut, type.orElseThrow(), cell));
      } else {
        Files.createDirectories(folder.resolve(name).resolveSibling(""));
        Outputs.png(Sheet.picture(cutOut.image()), folder.resolve(name));
      }
      lines.add(row(name, cutOut, cell, use));
      if (cutOut.isDoubtful()) {
        doubtful.add(label + "-" + number + ": " + reasons(cutOut));
      }
    }
    Files.createDirectories(folder.resolve("overview"));
    Outputs.png(Overview.of(read), folder.resolve("overview").resolve(cell + ".png"));
    say("%s: %d chromosomes, %d of them used", image, read.cutOuts().size(), used);
    read.notes().forEach(note -> say("  note: %s", note));
    doubtful.forEach(line -> say("  %s", line));
  }

  private LabelledChromosome item(String name, CutOut cutOut, ChromosomeType type, String cell) {
    return new LabelledChromosome(
        name,
        ImageSource.of(cutOut.image()),
        type,
        Optional.of(cell),
        Optional.ofNullable(patient),
        Optional.ofNullable(split),
        Optional.empty());
  }

  private String row(String name, CutOut cutOut, String cell, boolean use) {
    Box box = cutOut.region().box();
    String doubts =
        cutOut.warnings().stream()
            .map(warning -> warning.doubt().name().toLowerCase(Locale.ROOT))
            .distinct()
            .collect(Collectors.joining(" "));
    return Outputs.row(
        List.of(
            name,
            cutOut.label().label(),
            cell,
            patient == null ? "" : patient,
            split == null ? "" : split,
            use ? "yes" : "no",
            String.valueOf(box.left()),
            String.valueOf(box.top()),
            String.valueOf(box.width()),
            String.valueOf(box.height()),
            doubts,
            reasons(cutOut)));
  }

  private static String reasons(CutOut cutOut) {
    return cutOut.warnings().stream().map(Warning::reason).collect(Collectors.joining("; "));
  }

  private static String stem(Path image) {
    String name = String.valueOf(image.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
