package io.karyo.cli;

import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes data sets as folders. */
final class DatasetFolder {

  private DatasetFolder() {}

  /**
   * Writes a PNG file for each chromosome, at its name, and then the manifest.
   *
   * @return the manifest
   */
  static Path write(ChromosomeDataset dataset, Path folder) throws IOException {
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
