package io.karyo.cli.common;

import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes data sets as folders. */
public final class DatasetFolder {

  private DatasetFolder() {}

  /**
   * Writes a PNG file for each chromosome, at its name, and then the manifest.
   *
   * @param dataset the chromosomes
   * @param folder made if it does not exist
   * @return the manifest
   * @throws IOException if an image cannot be read or a file cannot be written
   */
  public static Path write(ChromosomeDataset dataset, Path folder) throws IOException {
    for (LabelledChromosome item : dataset.items()) {
      Path file = folder.resolve(item.name());
      Files.createDirectories(file.resolveSibling(""));
      Outputs.png(Sheet.picture(item.load()), file);
    }
    Path manifest = folder.resolve(DataOptions.MANIFEST);
    Outputs.text(manifest, dataset.toManifest());
    return manifest;
  }
}
