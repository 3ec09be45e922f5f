package io.karyo.cli;

import io.karyo.Karyotype;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.NoChromosomeException;
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

/** Reads the cells that a command line names. */
final class CellFiles {

  private CellFiles() {}

  /**
   * Reads the images of a cell.
   *
   * @param command the command whose line names the cell; reports a name that does not exist
   * @param cell a folder or, if there is a manifest, the name of a cell in it
   */
  static Cell cell(CliCommand command, String cell, @Nullable Path manifest) throws IOException {
    return manifest == null ? folder(Path.of(cell)) : named(command, manifest, cell);
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

  private static Cell named(CliCommand command, Path manifest, String cell) throws IOException {
    List<LabelledCell> cells = DataOptions.load(manifest).cells();
    LabelledCell wanted =
        cells.stream()
            .filter(candidate -> candidate.id().equals(cell))
            .findFirst()
            .orElseThrow(
                () ->
                    command.wrongUsage(
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
