package io.karyo.cli.train;

import io.karyo.Adaptation;
import io.karyo.Karyotyper;
import io.karyo.TrainingReport;
import io.karyo.TrainingSetup;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.Interruption;
import io.karyo.cli.common.ModelOption;
import io.karyo.cli.common.PartOptions;
import io.karyo.cli.common.ThreadOptions;
import io.karyo.cli.common.TrainingProgress;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ChromosomeDataset;
import io.karyo.spi.Cancellation;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model and saves it. */
@Command(
    name = "train",
    description = {
      "Trains a model on the split 'train' of a data set, selects the best epochs on its split"
          + " 'validation' and saves the model.",
      "Data without splits are used as training data. Without a split 'validation', a tenth of the"
          + " training data is held out. Control-C stops the training without saving a model.",
      "From photographs with boxes the segmenter learns first; then it cuts out the chromosomes"
          + " that can be parted to fit the boxes, from which the other parts learn.",
      "From several data sets one model learns several laboratories; it sees the images of smaller"
          + " ones more often.",
      "With --from it adapts a model to another laboratory's images instead: a short training that"
          + " stays near that model, for which a few cells suffice."
    })
public final class TrainCommand extends CliCommand {

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--unlabelled",
      paramLabel = "DIR",
      description = {
        "In place of --data: cells without labels, at least 3, to which the model of --from, by"
            + " default the one for G-bands that comes with this program, is adapted: a folder with"
            + " one folder of images per cell; a CSV file with the columns path and cell (its split"
            + " 'train', if it has splits; labels are not read); or photographs, a metaphases.csv.",
        "If that does not make the model better, nothing is saved, and the reason is reported."
      })
  private @Nullable Path unlabelled;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The file for the model, usually *.karyo. An existing file is replaced.")
  @SuppressWarnings("NullAway.Init")
  private Path model;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "A saved model to adapt; it keeps its parts, so no part options are allowed.")
  private @Nullable Path from;

  @Mixin private PartOptions parts = new PartOptions();

  @Option(
      names = "--margin",
      paramLabel = "PX",
      description =
          "With photographs: how far annotated boxes reach beyond chromosomes; default "
              + DataOptions.BOX_MARGIN
              + ".")
  private @Nullable Integer margin;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "Use only N images of the training split, drawn with the seed.")
  private @Nullable Integer sample;

  @Option(
      names = "--cells",
      paramLabel = "N",
      description =
          "Use only N cells of the training split, drawn with the seed. With --from all of them are"
              + " trained on; otherwise a tenth is held out for validation.")
  private @Nullable Integer cells;

  @Option(names = "--seed", paramLabel = "N", description = "The random seed; default 0.")
  private long seed;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description =
          "A folder for a checkpoint after each epoch. If the training is stopped or killed, the"
              + " same command resumes it. The folder is not needed once the model is saved.")
  private @Nullable Path checkpoints;

  @Option(
      names = "--skip-bad-images",
      description =
          "Report images that cannot be read or show no chromosome, and train without them; by"
              + " default the training fails.")
  private boolean skipBadImages;

  @Mixin private ThreadOptions threads = new ThreadOptions();

  @Override
  public Integer call() throws IOException {
    checkOptions(threads::check);
    requirePositive("--sample", sample);
    requirePositive("--cells", cells);
    if (data.areSeveral() && (cells != null || sample != null)) {
      throw wrongUsage("--cells and --sample: must be given with one data set only");
    }
    if (unlabelled != null) {
      return adaptWithoutLabels(unlabelled);
    }
    if (parts.namesSegmenter() && !data.arePhotographs()) {
      throw wrongUsage("--segmenter: must be given with photographs only");
    }
    if (from == null) {
      Karyotyper.Builder builder = Karyotyper.builder();
      checkOptions(() -> parts.configure(builder));
      if (checkpoints != null) {
        builder.checkpoints(checkpoints);
      }
      return train(builder, parts.segmenter());
    }
    if (checkpoints != null) {
      throw wrongUsage("--checkpoints: must not be given with --from, which takes seconds");
    }
    if (parts.named()) {
      throw wrongUsage("--from: must be given without parts, because it keeps those of " + from);
    }
    try (Karyotyper base = Karyotyper.load(from)) {
      return train(
          base.adapt(), base.segmenter().orElseGet(() -> Parts.defaultPart(PartKind.SEGMENTER)));
    }
  }

  private int adaptWithoutLabels(Path cellsWithoutLabels) throws IOException {
    if (data.isGiven()
        || data.allowsSharedPatients()
        || checkpoints != null
        || sample != null
        || margin != null
        || parts.named()) {
      throw wrongUsage(
          "--unlabelled: must be given without --data, --allow-shared-patients, --checkpoints,"
              + " --sample, --margin and parts");
    }
    Outputs.requireWritable(model);
    UnlabelledTraining training =
        new UnlabelledTraining(cellsWithoutLabels, cells, seed, skipBadImages, this::complain);
    try (Karyotyper base = ModelOption.load(from, threads.apply());
        Interruption interruption = new Interruption()) {
      return adapt(training, base, interruption.cancellation());
    }
  }

  private int adapt(UnlabelledTraining training, Karyotyper base, Cancellation cancellation)
      throws IOException {
    TrainingProgress progress = progress();
    Adaptation setup =
        base.adapt()
            .seed(seed)
            .threads(threads.apply())
            .listener(progress)
            .cancellation(cancellation);
    try (Karyotyper adapted = training.adapt(setup, base)) {
      progress.finish();
      adapted.save(model);
      say(
          "learned from %d images of %d cells of which the model was sure",
          adapted.report().trainingImages(), adapted.report().trainingCells());
      say("saved %s", model);
      return FINE;
    } catch (CancellationException e) {
      // Before the interruption lets the program end.
      complain("cancelled, no model was saved");
      return FAILED;
    } finally {
      progress.finish();
    }
  }

  private int train(TrainingSetup<?> setup, Segmenter segmenter) throws IOException {
    Outputs.requireWritable(model);
    setup.seed(seed).strict(!skipBadImages).threads(threads.apply());
    try (Interruption interruption = new Interruption()) {
      return train(setup, segmenter, interruption.cancellation());
    }
  }

  private int train(TrainingSetup<?> setup, Segmenter segmenter, Cancellation cancellation)
      throws IOException {
    TrainingProgress progress = progress();
    setup.cancellation(cancellation);
    try {
      ChromosomeDataset dataset =
          data.arePhotographs() ? cutOut(setup, segmenter, progress, cancellation) : images();
      try (Karyotyper karyotyper = train(setup, progress, dataset)) {
        karyotyper.save(model);
        report(karyotyper.report());
        return FINE;
      }
    } catch (CancellationException e) {
      // Before the interruption lets the program end.
      complain(
          "cancelled, no model was saved%s",
          checkpoints == null ? "" : "; the same command resumes the training");
      return FAILED;
    }
  }

  /** The images to train on. */
  private ChromosomeDataset images() throws IOException {
    ChromosomeDataset dataset = sampled(data.load());
    return cells == null ? dataset : dataset.training().sampleCells(cells, seed);
  }

  /** Trains the segmenter on photographs, and cuts the chromosomes out of them. */
  private ChromosomeDataset cutOut(
      TrainingSetup<?> setup,
      Segmenter segmenter,
      TrainingProgress progress,
      Cancellation cancellation)
      throws IOException {
    // What cannot be read should be found before the segmenter's training, not after.
    Map<String, ChromosomeDataset> others = data.laboratories();
    int ofBoxes = margin == null ? DataOptions.BOX_MARGIN : margin;
    PhotographTraining photographs =
        PhotographTraining.of(data.photographs(), cells, seed, ofBoxes, threads.apply())
            .readable(skipBadImages ? reason -> complain("%s", reason) : null);
    requireTraining(photographs.training().isEmpty(), Set.of());
    Segmenter trained;
    try {
      trained = photographs.train(segmenter, seed, progress, cancellation);
    } finally {
      progress.finish();
    }
    setup.segmenter(trained).partings(photographs.validation(), ofBoxes);
    ChromosomeDataset cut = photographs.cut(trained);
    say("cut %d chromosomes out of %d photographs", cut.size(), cut.cells().size());
    if (!data.areSeveral()) {
      return sampled(cut);
    }
    others.put(data.photographsName(), cut);
    return ChromosomeDataset.ofLaboratories(others);
  }

  private ChromosomeDataset sampled(ChromosomeDataset dataset) {
    requireTraining(dataset.training().isEmpty(), dataset.splits());
    return sample == null
        ? dataset
        : ChromosomeDataset.ofSplits(
            Map.of(
                ChromosomeDataset.TRAIN, dataset.training().sample(sample, seed),
                ChromosomeDataset.VALIDATION, dataset.validation()));
  }

  private static void requireTraining(boolean missing, Set<String> found) {
    if (missing) {
      throw new IllegalArgumentException(
          "data: must have a split '"
              + ChromosomeDataset.TRAIN
              + "' or no splits at all, found "
              + found);
    }
  }

  private static Karyotyper train(
      TrainingSetup<?> setup, TrainingProgress progress, ChromosomeDataset dataset)
      throws IOException {
    try {
      return setup.listener(progress).train(dataset);
    } finally {
      progress.finish();
    }
  }

  private void report(TrainingReport report) {
    say(
        "trained on %d images of %s in %.0f s",
        report.trainingImages(),
        report.trainingCells() == 0 ? "unknown cells" : report.trainingCells() + " cells",
        report.seconds());
    if (report.validationImages() > 0) {
      say("validation: %d images", report.validationImages());
      say("accuracy, cell by cell       %6.2f %%", 100 * report.validationAccuracy());
      say("accuracy, lone images        %6.2f %%", 100 * report.validationAccuracyWithoutCell());
    }
    say("saved %s", model);
  }
}
