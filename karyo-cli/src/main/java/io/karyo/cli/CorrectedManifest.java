package io.karyo.cli;

import io.karyo.audit.AuditReport;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.model.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A manifest with the labels that an audit proposes, and the recorded ones beside them.
 *
 * @param folder the folder of the manifest
 * @param images the folder that the names of the images are relative to
 */
record CorrectedManifest(Path folder, Path images) {

  private static final String NAME = "corrected.csv";

  /**
   * Makes the folder.
   *
   * @throws IOException if it cannot be written to, or the manifest would replace that of the data
   */
  static CorrectedManifest in(Path folder, DataOptions data) throws IOException {
    Outputs.folder(folder);
    Path real = folder.toRealPath();
    Path manifest = real.resolve(NAME);
    if (Files.exists(manifest) && Files.isSameFile(manifest, data.file())) {
      throw new IOException(manifest + ": must not be the manifest that is audited");
    }
    return new CorrectedManifest(real, data.folder().toRealPath());
  }

  /** Writes the manifest and, unless the images lie in its folder, copies of them. */
  void write(AuditReport report, double probability) throws IOException {
    boolean inside = images.startsWith(folder);
    ChromosomeDataset corrected = report.corrected(probability);
    List<String> lines = new ArrayList<>();
    lines.add("path,label,cell,patient,split,laboratory,recorded");
    for (int i = 0; i < corrected.size(); i++) {
      LabelledChromosome item = corrected.items().get(i);
      Path image = images.resolve(item.name());
      if (!inside) {
        copy(image, folder.resolve(item.name()));
      }
      lines.add(
          Outputs.row(
              List.of(
                  inside ? folder.relativize(image).toString() : item.name(),
                  item.type().label(),
                  item.cell().orElse(""),
                  item.patient().orElse(""),
                  item.split().orElse(""),
                  item.laboratory().orElse(""),
                  report.dataset().items().get(i).type().label())));
    }
    Outputs.text(folder.resolve(NAME), String.join("\n", lines) + "\n");
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling(""));
    AtomicFile.write(to, out -> Files.copy(from, out));
  }
}
