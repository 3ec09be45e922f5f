package io.karyo.data;

import io.karyo.chromosome.Cell;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The images of the chromosomes of one cell, without labels.
 *
 * @param id the name of the cell
 * @param images the sources of its images, at least one
 */
public record UnlabelledCell(String id, List<ImageSource> images) {

  private static final String MANIFEST = "manifest.csv";

  public UnlabelledCell {
    Objects.requireNonNull(id, "id");
    images = List.copyOf(images);
    Require.atLeast("images", images.size(), 1);
  }

  /**
   * Loads the images.
   *
   * @return the cell, its chromosomes in the same order
   * @throws IOException if one cannot be read
   */
  public Cell load() throws IOException {
    List<ChromosomeImage> loaded = new ArrayList<>();
    for (ImageSource image : images) {
      loaded.add(image.load());
    }
    return new Cell(id, loaded);
  }

  /**
   * Lists cells. Labels, if there are any, are not read.
   *
   * @param data a CSV file with the columns {@code path} and {@code cell} and, of others, those of
   *     {@link ChromosomeDataset#fromManifest(Path)}: if there are splits, only {@code train} is
   *     taken; a folder with such a {@code manifest.csv}; or a folder with one folder of images per
   *     cell
   * @return the cells, in the order of the file or by name
   * @throws DatasetException if the file is not as it must be, or there is no image
   * @throws IOException if a file or folder cannot be read
   */
  public static List<UnlabelledCell> list(Path data) throws IOException {
    Path manifest = Files.isDirectory(data) ? data.resolve(MANIFEST) : data;
    return Files.isDirectory(data) && !Files.exists(manifest)
        ? ofFolders(data)
        : ofManifest(manifest);
  }

  private static List<UnlabelledCell> ofManifest(Path csv) throws IOException {
    Path folder = Objects.requireNonNullElse(csv.toAbsolutePath().getParent(), csv);
    CsvTable table = new CsvTable(csv, folder, "path,cell[,label][,patient][,split][,laboratory]");
    Map<String, List<ImageSource>> cells = new LinkedHashMap<>();
    table.read(
        List.of("path", "label", "cell", "patient", "split", "laboratory"),
        List.of("path", "cell"),
        row -> {
          Optional<String> cell = row.optional("cell");
          Path image = row.file("path");
          boolean taken =
              row.split().orElse(ChromosomeDataset.TRAIN).equals(ChromosomeDataset.TRAIN);
          if (image != null && cell.isPresent() && taken) {
            cells.computeIfAbsent(cell.get(), name -> new ArrayList<>()).add(ImageSource.of(image));
          }
        });
    table.requireNoProblems();
    if (cells.isEmpty()) {
      throw table.refused("must have at least one image of a named cell to learn from, found none");
    }
    return cells.entrySet().stream()
        .map(cell -> new UnlabelledCell(cell.getKey(), cell.getValue()))
        .toList();
  }

  private static List<UnlabelledCell> ofFolders(Path root) throws IOException {
    List<UnlabelledCell> cells = new ArrayList<>();
    for (Path folder : ImageFolders.list(root)) {
      if (Files.isDirectory(folder)) {
        List<ImageSource> images =
            ImageFolders.images(folder).stream().map(ImageSource::of).toList();
        if (!images.isEmpty()) {
          cells.add(new UnlabelledCell(ImageFolders.nameOf(folder), images));
        }
      }
    }
    if (cells.isEmpty()) {
      throw new DatasetException(
          root.toString(), List.of("must have one folder of images per cell, found no image"));
    }
    return cells;
  }
}
