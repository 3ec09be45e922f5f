package io.karyo.cli.common;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.MetaphaseDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which data set to read, or which ones. */
public final class DataOptions {

  /** The manifest of a folder. */
  public static final String MANIFEST = "manifest.csv";

  /** How far boxes of the Taichung data set reach beyond chromosomes, in px. */
  public static final int BOX_MARGIN = 6;

  private static final String PHOTOGRAPHS = "metaphases.csv";

  @Option(
      names = "--data",
      paramLabel = "MANIFEST",
      description = {
        "Labelled images: a CSV file with the columns path and label and, if known, cell, patient"
            + " and split; a folder with such a manifest.csv; or a folder with one subfolder per"
            + " type, named 1 to 22, X and Y. The commands train and evaluate also take"
            + " photographs: a metaphases.csv with boxes.csv beside it or, to evaluate, with a"
            + " column of masks.",
        "Several laboratories: the option once for each; the folders name them."
      })
  private List<Path> data = new ArrayList<>();

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec command;

  @Option(
      names = "--allow-shared-patients",
      description =
          "Accept patients and cells in two splits; accuracy then looks better than it is.")
  private boolean allowSharedPatients;

  /**
   * Returns whether a data set was named.
   *
   * @return whether there is at least one
   */
  public boolean isGiven() {
    return !data.isEmpty();
  }

  /**
   * Returns whether patients and cells may be in two splits.
   *
   * @return whether the option was given
   */
  public boolean allowsSharedPatients() {
    return allowSharedPatients;
  }

  /**
   * Returns whether there are several data sets.
   *
   * @return whether there are at least two
   */
  public boolean areSeveral() {
    return data.size() > 1;
  }

  private List<Path> data() {
    if (data.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "Missing required option: '--data=MANIFEST'");
    }
    return data;
  }

  /**
   * Returns the names of the folders that the data lie in, for a report.
   *
   * @return the names, separated by commas
   */
  public String name() {
    return data().stream().map(DataOptions::name).collect(Collectors.joining(", "));
  }

  /**
   * Returns the file or folder of the only data set.
   *
   * @return as it was given
   */
  public Path file() {
    return data().get(0);
  }

  /**
   * Returns the folder that the names of images of the only data set are relative to.
   *
   * @return the absolute folder
   */
  public Path folder() {
    Path absolute = file().toAbsolutePath().normalize();
    return Files.isDirectory(absolute) ? absolute : absolute.resolveSibling("");
  }

  private static String name(Path data) {
    Path absolute = data.toAbsolutePath().normalize();
    Path folder = Files.isDirectory(absolute) ? absolute : absolute.getParent();
    return folder == null || folder.getFileName() == null
        ? absolute.toString()
        : folder.getFileName().toString();
  }

  /**
   * Reads the data set; of several, one of all their laboratories.
   *
   * @return the data set
   * @throws IOException if a file cannot be read
   */
  public ChromosomeDataset load() throws IOException {
    return areSeveral()
        ? ChromosomeDataset.ofLaboratories(laboratories())
        : allowed(load(data().get(0)));
  }

  /**
   * Reads the data sets that are not photographs, by the names of their folders.
   *
   * @return the data sets in the order of the options, in a map of the caller's own
   * @throws IOException if a file cannot be read
   */
  public Map<String, ChromosomeDataset> laboratories() throws IOException {
    Set<String> names = new HashSet<>();
    for (Path one : data()) {
      if (!names.add(name(one))) {
        throw new ParameterException(
            command.commandLine(),
            "--data: must be in folders of different names, found two named " + name(one));
      }
    }
    Map<String, ChromosomeDataset> laboratories = new LinkedHashMap<>();
    for (Path one : data()) {
      if (!arePhotographs(one)) {
        laboratories.put(name(one), allowed(load(one)));
      }
    }
    return laboratories;
  }

  private ChromosomeDataset allowed(ChromosomeDataset dataset) {
    return allowSharedPatients ? dataset.allowSharedPatients() : dataset;
  }

  /**
   * Returns whether the data, or some of several, are photographs of metaphases.
   *
   * @return whether one is
   */
  public boolean arePhotographs() {
    return data().stream().anyMatch(DataOptions::arePhotographs);
  }

  /**
   * Returns whether data are photographs of metaphases.
   *
   * @param data the file or folder
   * @return whether it is a list of photographs, by its name
   */
  public static boolean arePhotographs(Path data) {
    Path name = data.getFileName();
    return name != null && name.toString().equals(PHOTOGRAPHS);
  }

  /**
   * Reads photographs of metaphases.
   *
   * @return the photographs
   * @throws IOException if a file cannot be read
   */
  public MetaphaseDataset photographs() throws IOException {
    return MetaphaseDataset.read(photographsFile());
  }

  /**
   * Returns the name of the folder of the photographs.
   *
   * @return the name
   */
  public String photographsName() {
    return name(photographsFile());
  }

  private Path photographsFile() {
    List<Path> photographs = data().stream().filter(DataOptions::arePhotographs).toList();
    if (photographs.size() != 1) {
      throw new ParameterException(
          command.commandLine(),
          "--data: must have photographs once, found them " + photographs.size() + " times");
    }
    return photographs.get(0);
  }

  /**
   * Reads a manifest, a folder with one, or a folder that has a folder a type.
   *
   * @param data the file or folder
   * @return the data set
   * @throws IOException if a file cannot be read
   */
  public static ChromosomeDataset load(Path data) throws IOException {
    Path manifest = Files.isDirectory(data) ? data.resolve(MANIFEST) : data;
    return Files.isDirectory(data) && !Files.exists(manifest)
        ? ChromosomeDataset.fromFolders(data)
        : ChromosomeDataset.fromManifest(manifest);
  }
}
