package io.karyo.cli;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.MetaphaseDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which data set to read. */
final class DataOptions {

  /** The manifest of a folder. */
  static final String MANIFEST = "manifest.csv";

  private static final String PHOTOGRAPHS = "metaphases.csv";

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description = {
        "Labelled images: a CSV file with the columns path and label and, if known, cell, patient"
            + " and split; a folder with such a manifest.csv; or a folder with one subfolder per"
            + " type, named 1 to 22, X and Y. The commands train and evaluate also take"
            + " photographs: a metaphases.csv with boxes.csv beside it or, to evaluate, with a"
            + " column of masks."
      })
  private @Nullable Path data;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  @Option(
      names = "--allow-shared-patients",
      description =
          "Accept patients and cells in two splits; accuracy then looks better than it is.")
  private boolean allowSharedPatients;

  boolean isGiven() {
    return data != null;
  }

  private Path data() {
    if (data == null) {
      throw new ParameterException(
          command.commandLine(), "Missing required option: '--data=MANIFEST'");
    }
    return data;
  }

  /** Returns the name of the folder that the data lie in, for a report. */
  String name() {
    Path absolute = data().toAbsolutePath().normalize();
    Path folder = Files.isDirectory(absolute) ? absolute : absolute.getParent();
    return folder == null || folder.getFileName() == null
        ? absolute.toString()
        : folder.getFileName().toString();
  }

  ChromosomeDataset load() throws IOException {
    ChromosomeDataset dataset = load(data());
    return allowSharedPatients ? dataset.allowSharedPatients() : dataset;
  }

  /** Returns whether the data are photographs of metaphases. */
  boolean arePhotographs() {
    return arePhotographs(data());
  }

  /** Returns whether data are photographs of metaphases. */
  static boolean arePhotographs(Path data) {
    Path name = data.getFileName();
    return name != null && name.toString().equals(PHOTOGRAPHS);
  }

  /** Reads photographs of metaphases. */
  MetaphaseDataset photographs() throws IOException {
    return MetaphaseDataset.read(data());
  }

  /** Reads a manifest, a folder with one, or a folder that has a folder a type. */
  static ChromosomeDataset load(Path data) throws IOException {
    Path manifest = Files.isDirectory(data) ? data.resolve(MANIFEST) : data;
    return Files.isDirectory(data) && !Files.exists(manifest)
        ? ChromosomeDataset.fromFolders(data)
        : ChromosomeDataset.fromManifest(manifest);
  }
}
