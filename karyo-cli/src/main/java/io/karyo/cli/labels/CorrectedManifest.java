package io.karyo.cli.labels;

import io.karyo.audit.AuditReport;
import io.karyo.cli.common.DataOptions;
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

  /**
   * Checks, before a long run, that no copy would replace another image.
   *
   * @throws IOException if a file of another content has the name of an image, or cannot be read
   */
  void requireFree(ChromosomeDataset dataset) throws IOException {
    if (isInside()) {
      return;
    }
    for (LabelledChromosome item : dataset.items()) {
      Path copy = folder.resolve(item.name());
      Path image = images.resolve(item.name());
      if (Files.exists(copy) && (!Files.exists(image) || Files.mismatch(image, copy) >= 0)) {
        throw new IOException(
            copy + ": must not be replaced by " + image + ", from which it differs");
      }
    }
  }

  /** Returns whether the images lie in the folder, so that they need not be copied. */
  private boolean isInside() {
    return images.startsWith(folder);
  }

  /** Writes the manifest and, unless the images lie in its folder, copies of them. */
  void write(AuditReport report, double probability) throws IOException {
    boolean inside = isInside();
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
