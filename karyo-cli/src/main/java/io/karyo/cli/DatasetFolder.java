package io.karyo.cli;

import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes data sets as folders. */
final class DatasetFolder {

  private DatasetFolder() {}

  /**
   * Writes a PNG file for each chromosome, at its name, and then the manifest.
   *
   * @return the manifest
   */
  static Path write(ChromosomeDataset dataset, Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("path,label,cell,patient,split");
    for (LabelledChromosome item : dataset.items()) {
      Path file = folder.resolve(item.name());
      Files.createDirectories(file.resolveSibling(""));
      Outputs.png(Sheet.picture(item.load()), file);
      lines.add(
          Outputs.row(
              List.of(
                  item.name(),
                  item.type().label(),
                  item.cell().orElse(""),
                  item.patient().orElse(""),
                  item.split().orElse(""))));
    }
    Path manifest = folder.resolve(DataOptions.MANIFEST);
    Outputs.text(manifest, String.join("\n", lines) + "\n");
    return manifest;
  }
}
