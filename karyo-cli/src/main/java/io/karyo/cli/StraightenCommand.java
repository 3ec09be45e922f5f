package io.karyo.cli;

import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.PartOptions;
import io.karyo.cli.output.Failures;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Straightener;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Straightens images. */
@Command(
    name = "straighten",
    description = {
      "Straightens the chromosome in each image and writes it as a PNG file, dark on white. Prints"
          + " the file, the method, the quality (0 to 1) and notes on special steps.",
      "A bad image is reported on standard error and does not stop the others; the exit code is"
          + " then 1."
    })
final class StraightenCommand extends CliCommand {

  @Option(
      names = "--straightener",
      paramLabel = "STRAIGHTENER",
      completionCandidates = PartOptions.StraightenerIds.class,
      description = "One of: ${COMPLETION-CANDIDATES}; default: the library's default.")
  private @Nullable String id;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder for the files, which are named like the images; created if it does not exist."
              + " If two images have the same name, a number is added to the second.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "Also write one PNG with all images, before and after straightening.")
  private @Nullable Path sheet;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "PNG, JPEG, BMP, GIF or TIFF files of one chromosome each.")
  private List<Path> images = List.of();

  @Override
  public Integer call() throws IOException {
    checkOptions(this::straightener);
    Straightener straightener = straightener();
    Set<Path> taken = new HashSet<>();
    images.forEach(image -> taken.add(key(image)));
    if (sheet != null && !taken.add(key(sheet))) {
      throw wrongUsage("--sheet: must not be one of the images, found " + sheet);
    }
    Outputs.folder(folder);
    if (sheet != null) {
      Outputs.requireWritable(sheet);
    }
    List<Sheet.Tile> tiles = new ArrayList<>();
    int code = FINE;
    for (Path image : images) {
      try {
        ChromosomeImage original = ChromosomeImage.read(image);
        Straightening result = straightener.straighten(original);
        if (result instanceof Rejected rejected) {
          complain("%s: shows no chromosome: %s", image, rejected.reason());
          code = FAILED;
        } else if (result instanceof Straightened straightened) {
          Path file = unused(image, taken);
          Outputs.png(Sheet.picture(straightened), file);
          String quality = String.format(Locale.ROOT, "%.2f", straightened.quality());
          say(
              "%s\t%s\t%s\t%s\t%s",
              image, file, straightened.method(), quality, String.join("; ", straightened.notes()));
          tiles.add(new Sheet.Tile(original, straightened, quality, Color.BLACK));
        }
      } catch (IOException e) {
        complain("%s", Failures.message(e));
        code = FAILED;
      }
    }
    if (sheet != null && !tiles.isEmpty()) {
      Outputs.png(Sheet.of(tiles), sheet);
    }
    return code;
  }

  private Straightener straightener() {
    return id == null
        ? Parts.defaultPart(PartKind.STRAIGHTENER)
        : Parts.create(PartKind.STRAIGHTENER, id, Settings.EMPTY);
  }

  /** Finds a name that is neither that of an image nor used before in this run. */
  private Path unused(Path image, Set<Path> taken) {
    String name = image.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    for (int number = 1; ; number++) {
      Path file = folder.resolve(stem + (number == 1 ? "" : "-" + number) + ".png");
      if (taken.add(key(file))) {
        return file;
      }
    }
  }

  /** Two files whose names differ in case are one on some machines. */
  private static Path key(Path file) {
    return Path.of(file.toAbsolutePath().normalize().toString().toLowerCase(Locale.ROOT));
  }
}
