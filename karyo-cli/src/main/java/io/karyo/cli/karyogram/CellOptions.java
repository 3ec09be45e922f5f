package io.karyo.cli.karyogram;

import io.karyo.Karyotype;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.cli.common.DataOptions;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledCell;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Reads the cells that a command line names: folders or, with {@code --data}, those of a manifest.
 */
final class CellOptions {

  /** Describes the option {@code --cell}. */
  static final String CELL =
      "A folder with the images of one cell, in the order of their names; with --data, the name of"
          + " a cell in it.";

  /** Describes the option {@code --metaphase}. */
  static final String METAPHASE =
      "The photograph of a metaphase, in which the chromosomes are found first.";

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description =
          "A CSV file with the columns path, label and cell, or a folder with such a manifest.csv;"
              + " its labels are ignored.")
  private @Nullable Path data;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  /** Returns whether cells are named by a manifest, not by folders. */
  boolean hasManifest() {
    return data != null;
  }

  /**
   * Reads the images of a cell.
   *
   * @param cell a folder or, if there is a manifest, the name of a cell in it
   */
  Cell read(String cell) throws IOException {
    return data == null ? folder(Path.of(cell)) : named(data, cell);
  }

  /**
   * Returns what could not be done when the chromosomes of a photograph were searched.
   *
   * @throws NoChromosomeException if none was found
   */
  static List<String> notes(Karyotype photographed) {
    List<String> notes = photographed.segmentation().orElseThrow().notes();
    if (photographed.placements().isEmpty()) {
      throw new NoChromosomeException(
          photographed.cell() + ": shows no chromosome: " + String.join("; ", notes));
    }
    return notes;
  }

  private static Cell folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
              .filter(file -> ChromosomeImage.isImageName(file.toString()))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      throw new IOException(
          folder + ": must be a folder with PNG, JPEG, BMP, GIF or TIFF files, found none");
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return new Cell(
        name == null ? folder.toString() : name.toString(),
        load(files.stream().map(ImageSource::of).toList()));
  }

  private Cell named(Path manifest, String cell) throws IOException {
    List<LabelledCell> cells = DataOptions.load(manifest).cells();
    LabelledCell wanted =
        cells.stream()
            .filter(candidate -> candidate.id().equals(cell))
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(),
                        "--cell: must be one of the "
                            + cells.size()
                            + " cells of "
                            + manifest
                            + ", found '"
                            + cell
                            + "'"));
    return new Cell(
        wanted.id(), load(wanted.chromosomes().stream().map(item -> item.source()).toList()));
  }

  private static List<ChromosomeImage> load(List<ImageSource> sources) throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    for (ImageSource source : sources) {
      images.add(source.load());
    }
    return images;
  }
}
