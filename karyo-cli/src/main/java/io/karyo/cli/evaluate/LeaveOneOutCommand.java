package io.karyo.cli.evaluate;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.Interruption;
import io.karyo.cli.common.PartOptions;
import io.karyo.cli.common.ThreadOptions;
import io.karyo.cli.common.TrainingProgress;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ChromosomeDataset;
import io.karyo.laboratory.Familiarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how well models do in laboratories that they have not seen. */
@Command(
    name = "leave-one-out",
    description = {
      "Measures how well models do in laboratories that they have not seen: for each of several"
          + " data sets, a model is trained on all the others, on their splits 'train' and"
          + " 'validation', and measured on a split of that one.",
      "From photographs with boxes, the command 'cut' makes a data set."
    })
public final class LeaveOneOutCommand extends CliCommand {

  /** How many groups of cells are asked about. */
  private static final int GROUPS = 100;

  private static final int CELLS_OF_A_GROUP = 5;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = ChromosomeDataset.TEST,
      description = "The split to measure on; default ${DEFAULT-VALUE}.")
  private String split = ChromosomeDataset.TEST;

  @Mixin private PartOptions parts = new PartOptions();

  @Option(names = "--seed", paramLabel = "N", description = "The random seed; default 0.")
  private long seed;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures of each laboratory as JSON; - for standard output.")
  private @Nullable Path json;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Save each model, as DIR/without-NAME.karyo.")
  private @Nullable Path models;

  @Mixin private ThreadOptions threads = new ThreadOptions();

  /**
   * The figures of a laboratory that a model has not seen; the fields are those of the JSON file.
   *
   * @param laboratory its name
   * @param trainedOn the names of the others
   * @param trainingImages how many images of them were trained on
   * @param foreignGroups the share of groups of five of its cells that the model takes for foreign;
   *     null if the model does not know how familiar cells look, or cells are too few
   * @param figures the other figures
   */
  record Row(
      String laboratory,
      List<String> trainedOn,
      int trainingImages,
      @Nullable Double foreignGroups,
      Metrics figures) {

    private String line() {
      KaryotypeFigures cells = figures.karyotypes();
      return String.format(
          Locale.ROOT,
          "%-12s %8d %9.2f %9s %9s %9s %9.2f %9s",
          laboratory,
          trainingImages,
          100 * figures.accuracyWithCell(),
          percent(cells == null ? null : cells.assignedAccuracy()),
          percent(cells == null ? null : cells.normalCalledAbnormal()),
          percent(cells == null ? null : cells.calledMarkers()),
          100 * figures.expectedCalibrationError(),
          percent(foreignGroups));
    }

    private static String percent(@Nullable Double share) {
      return share == null || share.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", 100 * share);
    }
  }

  @Override
  public Integer call() throws IOException {
    checkOptions(threads::check);
    requireOutput(json);
    if (!data.areSeveral() || data.arePhotographs()) {
      throw wrongUsage("--data: must be given at least twice, without photographs");
    }
    if (parts.namesSegmenter()) {
      throw wrongUsage("--segmenter: must be given with photographs only");
    }
    if (models != null) {
      Outputs.folder(models);
    }
    Map<String, ChromosomeDataset> laboratories = data.laboratories();
    for (ChromosomeDataset one : laboratories.values()) {
      // Before hours of training, not after.
      one.split(split);
    }
    List<Row> rows = new ArrayList<>();
    boolean complete = true;
    say("in per cent, on the split '%s' of the laboratory that is left out:", split);
    say(
        "%-12s %8s %9s %9s %9s %9s %9s %9s",
        "left out", "trained", "by cell", "assigned", "abnormal", "markers", "calibr.", "foreign");
    try (Interruption interruption = new Interruption()) {
      for (Map.Entry<String, ChromosomeDataset> left : laboratories.entrySet()) {
        Row row = measure(left.getKey(), left.getValue(), laboratories, interruption);
        rows.add(row);
        say("%s", row.line());
        complete &= row.figures().failures().isEmpty();
      }
    }
    if (json != null) {
      write(json, Outputs.json(rows) + "\n");
    }
    return complete ? FINE : FAILED;
  }

  /** Trains a model on all laboratories but one, and measures it there. */
  private Row measure(
      String left,
      ChromosomeDataset there,
      Map<String, ChromosomeDataset> laboratories,
      Interruption interruption)
      throws IOException {
    Map<String, ChromosomeDataset> others = new LinkedHashMap<>(laboratories);
    others.remove(left);
    say("training without %s", left);
    TrainingProgress progress = progress();
    Karyotyper.Builder builder = Karyotyper.builder();
    checkOptions(() -> parts.configure(builder));
    builder.seed(seed).threads(threads.apply()).listener(progress);
    builder.cancellation(interruption.cancellation());
    try (Karyotyper karyotyper = builder.train(ChromosomeDataset.ofLaboratories(others))) {
      progress.finish();
      if (models != null) {
        karyotyper.save(models.resolve("without-" + left + ".karyo"));
      }
      ChromosomeDataset test = there.split(split);
      CutOutRun run = CutOutRun.of(karyotyper, test, test, "without " + left, split, false, false);
      run.metrics()
          .failures()
          .forEach(failure -> complain("%s: %s", failure.path(), failure.reason()));
      return new Row(
          left,
          List.copyOf(others.keySet()),
          karyotyper.report().trainingImages(),
          foreignGroups(karyotyper, run.cells()).orElse(null),
          run.metrics());
    } finally {
      progress.finish();
    }
  }

  private static Optional<Double> foreignGroups(
      Karyotyper karyotyper, List<List<Classification>> cells) {
    Random random = new Random(1);
    List<List<Classification>> shuffled = new ArrayList<>(cells);
    int asked = 0;
    int foreign = 0;
    for (int group = 0; group < GROUPS && cells.size() >= CELLS_OF_A_GROUP; group++) {
      Collections.shuffle(shuffled, random);
      Optional<Familiarity> familiarity =
          karyotyper.familiarityOf(shuffled.subList(0, CELLS_OF_A_GROUP));
      if (familiarity.isPresent()) {
        asked++;
        foreign += familiarity.get().isForeign() ? 1 : 0;
      }
    }
    return asked == 0 ? Optional.empty() : Optional.of(foreign / (double) asked);
  }
}
