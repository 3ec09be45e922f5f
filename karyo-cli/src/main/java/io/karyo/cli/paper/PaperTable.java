package io.karyo.cli.paper;

import io.karyo.cli.output.Outputs;
import io.karyo.cli.paper.report.Provenance;
import io.karyo.data.ChromosomeDataset;
import io.karyo.model.Require;
import io.karyo.spi.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the methods of Swati et al., "Siamese Networks for Chromosome Classification", ICCV 2017
 * workshops, and reproduces their table 1. What is finished is kept in the folder; a run that was
 * stopped goes on where it was.
 */
final class PaperTable {

  /** Raised when what a run means changes, so that old results are not taken for new ones. */
  private static final int FORMAT = 1;

  private static final String TIMING = "timing.all-pairs";

  /**
   * What to run.
   *
   * @param rows numbers and ranges of 1 to 18, for example {@code "1-6,14"}
   * @param seeds how many draws of images, at least 1
   * @param epochsScale what the usual numbers of epochs are multiplied with, more than 0
   * @param protocol how images are drawn
   * @param firstFilters filters of the Siamese network's first convolution, 1 to 1024
   * @param secondFilters filters of its second convolution, 1 to 1024
   * @param quick whether to show only that everything works
   * @param threads how many threads straighten, at least 1
   */
  record Options(
      String rows,
      int seeds,
      double epochsScale,
      Protocol protocol,
      int firstFilters,
      int secondFilters,
      boolean quick,
      int threads) {

    Options {
      var unused = PaperRow.parse(rows);
      Require.atLeast("seeds", seeds, 1);
      Require.that(
          epochsScale > 0 && epochsScale <= 1000,
          "epochs-scale",
          "more than 0 and at most 1000",
          epochsScale);
      Require.inRange("filters", firstFilters, 1, 1024);
      Require.inRange("filters", secondFilters, 1, 1024);
      Require.atLeast("threads", threads, 1);
    }
  }

  /** A training to do. */
  private record Task(Experiment experiment, Column column, long seed) {
    String name() {
      return experiment.id() + "." + column.title() + "." + seed;
    }
  }

  private final ChromosomeDataset dataset;
  private final Provenance provenance;
  private final Options options;
  private final Budget budget;
  private final List<PaperRow> rows;
  private final Path folder;
  private final Consumer<String> progress;
  private final Cancellation cancellation;
  private final Map<Task, Run> done = new LinkedHashMap<>();
  private @Nullable AllPairsTiming timing;

  /**
   * Prepares a run.
   *
   * @param dataset labelled images, best with patients and the splits train, validation and test
   * @param dataName names them in the report
   * @param options what to run
   * @param folder where everything is written; made if it is not there
   * @param progress receives what happens, one line each
   * @param cancellation stops the run; what is finished stays
   */
  PaperTable(
      ChromosomeDataset dataset,
      String dataName,
      Options options,
      Path folder,
      Consumer<String> progress,
      Cancellation cancellation) {
    this.dataset = dataset;
    this.options = options;
    this.budget = Budget.of(options);
    this.rows = PaperRow.parse(options.rows());
    this.folder = folder;
    this.progress = progress;
    this.cancellation = cancellation;
    this.provenance = Provenance.here(dataName);
  }

  /**
   * Runs what is not done yet and writes table1.md, table1.csv, report.html and its pictures.
   *
   * @throws IOException if an image cannot be read or a file cannot be written
   * @throws java.util.concurrent.CancellationException if the run was cancelled
   */
  void make() throws IOException {
    RunStore store = new RunStore(Outputs.folder(Outputs.folder(folder).resolve("runs")), progress);
    Draw first = null;
    for (long seed = 1; seed <= options.seeds(); seed++) {
      Draw draw = Draw.of(dataset, options.protocol(), budget.sizes(), seed);
      first = first == null ? draw : first;
      say("seed %d of %d: drew %s images", seed, options.seeds(), draw.sizes());
      Laboratory laboratory = new Laboratory(draw, budget, options.threads(), cancellation);
      for (Task task : tasks(seed)) {
        done.put(task, run(task, laboratory, store));
      }
      if (seed == 1 && experiments().contains(PaperRow.of(14).experiment())) {
        timing = timing(laboratory, store);
      }
      new ReportWriter(new Figures(summaries(), timing), options, budget, provenance, first)
          .write(folder);
    }
    say("wrote %s", folder.resolve("report.html"));
  }

  private List<Experiment> experiments() {
    return rows.stream().map(PaperRow::experiment).distinct().toList();
  }

  private List<Task> tasks(long seed) {
    List<Task> tasks = new ArrayList<>();
    for (Experiment experiment : experiments()) {
      for (Column column : Column.values()) {
        Task task = task(experiment, column, seed);
        if (!tasks.contains(task)) {
          tasks.add(task);
        }
      }
    }
    return tasks;
  }

  private static Task task(Experiment experiment, Column column, long seed) {
    return new Task(experiment, experiment.sameInBothColumns() ? Column.OURS : column, seed);
  }

  private Run run(Task task, Laboratory laboratory, RunStore store) throws IOException {
    Method method = task.experiment().method();
    String fingerprint =
        RunStore.fingerprint(
            FORMAT,
            laboratory.draw().hash(),
            task.seed(),
            method.straightener().id(),
            method.straightener().settings(),
            Recipe.of(task.experiment(), task.column(), budget).fingerprint());
    Optional<Run> kept = store.find(task.name(), fingerprint, Run.class);
    if (kept.isPresent()) {
      return kept.get();
    }
    cancellation.shouldFinish();
    Run run = laboratory.run(task.experiment(), task.column());
    store.keep(task.name(), fingerprint, run);
    done.put(task, run);
    say(
        "%s, %s, seed %d: %s, %.0f s of training; about %s left",
        task.experiment().title(),
        task.column().title(),
        task.seed(),
        run.hasCollapsed()
            ? "collapsed (" + run.collapsed() + ")"
            : String.format(Locale.ROOT, "validation %.1f %%", 100 * run.validationAccuracy()),
        run.trainingSeconds(),
        Estimate.text(secondsLeft()));
    return run;
  }

  private double secondsLeft() {
    Estimate estimate = new Estimate();
    done.forEach((task, run) -> estimate.took(task.experiment().family(), run.trainingSeconds()));
    double seconds = 0;
    for (long seed = 1; seed <= options.seeds(); seed++) {
      for (Task task : tasks(seed)) {
        if (!done.containsKey(task)) {
          seconds += estimate.of(task.experiment().family());
        }
      }
    }
    return seconds;
  }

  private AllPairsTiming timing(Laboratory laboratory, RunStore store) throws IOException {
    String fingerprint =
        RunStore.fingerprint(
            FORMAT,
            laboratory.draw().hash(),
            Recipe.of(PaperRow.of(7).experiment(), Column.FAITHFUL, budget).fingerprint());
    Optional<AllPairsTiming> kept = store.find(TIMING, fingerprint, AllPairsTiming.class);
    if (kept.isPresent()) {
      return kept.get();
    }
    cancellation.shouldFinish();
    AllPairsTiming measured = laboratory.timeAllPairs();
    store.keep(TIMING, fingerprint, measured);
    say("all pairs, two passes each: about %.0f s per epoch", measured.secondsAnEpoch());
    return measured;
  }

  private List<Summary> summaries() {
    List<Summary> summaries = new ArrayList<>();
    for (PaperRow row : rows) {
      for (Column column : Column.values()) {
        List<Run> runs = new ArrayList<>();
        for (long seed = 1; seed <= options.seeds(); seed++) {
          Run run = done.get(task(row.experiment(), column, seed));
          if (run != null) {
            runs.add(run);
          }
        }
        summaries.add(new Summary(row, column, runs));
      }
    }
    return summaries;
  }

  private void say(String format, Object... arguments) {
    progress.accept(String.format(Locale.ROOT, format, arguments));
  }
}
