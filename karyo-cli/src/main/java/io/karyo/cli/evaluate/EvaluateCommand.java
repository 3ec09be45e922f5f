package io.karyo.cli.evaluate;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.ModelOption;
import io.karyo.cli.common.ThreadOptions;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.MetaphaseDataset;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model on labelled images. */
@Command(
    name = "evaluate",
    description = {
      "Measures a model on labelled images: as chromosomes of their cells, as lone images, and by"
          + " the karyotypes of whole cells and of abnormal cells made from them. The polarity of"
          + " the chromosomes is unknown to the model unless --upright is set.",
      "On photographs it measures how many chromosomes are found, of boxes or masks at an"
          + " intersection over union of 0.5, how many have the right type, and how many"
          + " corrections a photograph needs. With --by-shape, shape alone decides what is a"
          + " chromosome. A photograph that cannot be evaluated is reported and left out; the exit"
          + " code is then 1.",
      "An image that cannot be read or shows no chromosome is reported on standard error, and the"
          + " exit code is then 1. It counts as wrong in accuracy, F1 and top-k accuracy. It is"
          + " left out of calibration error and confusions, and its cell out of the figures of"
          + " whole cells."
    })
public final class EvaluateCommand extends CliCommand {

  private static final int LONE_IMAGES_TIMED = 300;

  private static final String HEADER =
      "path,cell,label,predicted,probability,second,secondProbability,quality,method,typicality,"
          + "polarity,polarityProbability";

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "The split to measure on; default 'test', or all data if there are no splits.")
  private @Nullable String split;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all figures as JSON; - for standard output.")
  private @Nullable Path json;

  @Option(
      names = "--predictions",
      paramLabel = "CSV",
      description = "Write the predictions, one row per image; - for standard output.")
  private @Nullable Path predictions;

  @Option(
      names = "--without-cell",
      description =
          "Compute all figures from lone images; by default images are classified with their"
              + " cells.")
  private boolean withoutCell;

  @Option(
      names = "--upright",
      description =
          "All p arms are up, as in a karyogram. The model uses this for classification, not for"
              + " karyotypes.")
  private boolean upright;

  @Option(
      names = "--disputed",
      paramLabel = "FILE",
      description =
          "Also give accuracy and F1 without the images whose labels an audit disputes, and the"
              + " figures of the cells without such an image: the JSON of the command 'audit' on"
              + " the same data set.")
  private @Nullable Path disputed;

  @Mixin private PhotographOptions photographs = new PhotographOptions();

  @Mixin private ThreadOptions threads = new ThreadOptions();

  @Override
  public Integer call() throws IOException {
    checkOptions(threads::check);
    requireOutput(json);
    if (data.arePhotographs()) {
      refuse(data.areSeveral() ? "--data: several data sets" : null, "photographs");
      refuse(
          predictions != null ? "--predictions" : withoutCell ? "--without-cell" : null,
          "photographs");
      refuse(disputed != null ? "--disputed" : null, "photographs");
      refuse(upright ? "--upright" : null, "photographs");
      return evaluatePhotographs();
    }
    refuse(photographs.given(), "cut-outs");
    refuse(disputed != null && data.areSeveral() ? "--disputed" : null, "several data sets");
    requireOutput(predictions);
    return evaluateCutOuts();
  }

  private void refuse(@Nullable String option, String kind) {
    if (option != null) {
      throw wrongUsage(option + ": must not be given with " + kind);
    }
  }

  private int evaluatePhotographs() throws IOException {
    requirePositive("--worst", photographs.worst());
    if (photographs.byShape() && model.isGiven()) {
      throw wrongUsage("--by-shape: must not be given with --model");
    }
    if (photographs.margin() < 0) {
      throw wrongUsage("--margin: must be at least 0, found " + photographs.margin());
    }
    requirePositive("--composed", photographs.composed());
    if (photographs.hasIdleSeed()) {
      throw wrongUsage("--seed: must be given with --composed only");
    }
    MetaphaseDataset all = data.photographs();
    boolean hasSplits = all.photographs().stream().anyMatch(photo -> photo.split().isPresent());
    String part = split == null && hasSplits ? ChromosomeDataset.TEST : split;
    MetaphaseDataset dataset = part == null ? all : all.split(part);
    Path overlays = photographs.overlays();
    if (overlays != null) {
      Outputs.folder(overlays);
    }
    int drawn = overlays == null ? 0 : photographs.worst();
    boolean byShape = photographs.byShape();
    try (Karyotyper karyotyper = byShape ? null : model.load(threads.apply())) {
      PhotographRun run = new PhotographRun(karyotyper, photographs.margin(), drawn);
      dataset.photographs().forEach(run::add);
      run.failures().forEach(failure -> complain("%s", failure));
      ComposedRun composed = new ComposedRun(karyotyper, photographs.margin(), photographs.seed());
      PhotographFigures figures =
          run.figures(byShape ? null : model.name(), part, composed(composed, dataset))
              .orElseThrow(
                  () ->
                      new IOException(
                          data.name()
                              + ": no photograph"
                              + (part == null ? "" : " of the split '" + part + "'")
                              + " can be evaluated"));
      figures.summary().forEach(line -> say("%s", line));
      warnIfForeign("these photographs", Optional.ofNullable(figures.familiarity()));
      if (json != null) {
        write(json, Outputs.json(figures) + "\n");
      }
      if (overlays != null) {
        run.draw(overlays);
      }
      boolean complete = photographs.composed() == null || figures.composed() != null;
      return complete && run.failures().isEmpty() && composed.failures().isEmpty() ? FINE : FAILED;
    }
  }

  /** Returns the figures of composed photographs; null if none are asked for. */
  private @Nullable ComposedFigures composed(ComposedRun run, MetaphaseDataset dataset) {
    Integer count = photographs.composed();
    if (count == null) {
      return null;
    }
    Optional<ComposedFigures> figures = run.of(dataset.photographs(), count);
    run.failures().forEach(failure -> complain("%s", failure));
    if (figures.isEmpty()) {
      complain("--composed: no photograph shows enough chromosomes that lie alone");
    }
    return figures.orElse(null);
  }

  private int evaluateCutOuts() throws IOException {
    ChromosomeDataset all = data.load();
    Set<String> unwanted = disputed == null ? Set.of() : DisputedLabels.read(disputed, all);
    String part = split == null && !all.splits().isEmpty() ? ChromosomeDataset.TEST : split;
    ChromosomeDataset whole = part == null ? all : all.split(part);
    ChromosomeDataset dataset = upright ? upright(whole) : whole;
    try (Karyotyper karyotyper = model.load(threads.apply())) {
      CutOutRun run =
          CutOutRun.of(karyotyper, dataset, whole, model.name(), part, withoutCell, upright);
      Metrics metrics =
          disputed == null
              ? run.metrics()
              : run.metrics()
                  .without(
                      unwanted,
                      run,
                      KaryotypeFigures.evaluation(
                          karyotyper, undisputedCells(whole, unwanted, run)));
      double milliseconds = loneMilliseconds(karyotyper, run.asked());
      metrics.summary().forEach(line -> say("%s", line));
      warnIfForeign("these cells", Optional.ofNullable(metrics.familiarity()));
      say("%.1f s; time per lone image, warm: %.1f ms", metrics.seconds(), milliseconds);
      if (json != null) {
        write(json, Outputs.json(metrics) + "\n");
      }
      if (predictions != null) {
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        run.asked().forEach(answer -> lines.add(row(answer)));
        write(predictions, String.join("\n", lines) + "\n");
      }
      metrics.failures().forEach(failure -> complain("%s: %s", failure.path(), failure.reason()));
      return metrics.failures().isEmpty() ? FINE : FAILED;
    }
  }

  /**
   * Leaves out cells with a disputed label and, as in the figures of all cells, incomplete ones.
   */
  private static ChromosomeDataset undisputedCells(
      ChromosomeDataset dataset, Set<String> unwanted, CutOutRun run) {
    Set<String> cells = new HashSet<>(Metrics.incompleteCells(run.asked()));
    dataset.items().stream()
        .filter(item -> unwanted.contains(item.name()))
        .forEach(item -> item.cell().ifPresent(cells::add));
    return CutOutRun.withoutCells(dataset, cells);
  }

  private static ChromosomeDataset upright(ChromosomeDataset dataset) {
    return ChromosomeDataset.of(
        dataset.items().stream()
            .map(item -> item.withSource(item.source().withPolarity(Polarity.P_UP)))
            .toList());
  }

  /** The median time to classify one image that is in memory, after a warm-up. */
  private static double loneMilliseconds(Karyotyper karyotyper, List<LabelledAnswer> asked)
      throws IOException {
    List<Double> times = new ArrayList<>();
    for (LabelledAnswer answer : asked.subList(0, Math.min(asked.size(), LONE_IMAGES_TIMED))) {
      if (answer.answer().classification() != null) {
        ChromosomeImage image = answer.item().load();
        long start = System.nanoTime();
        karyotyper.classify(image);
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    List<Double> warm = times.subList(times.size() / 3, times.size()).stream().sorted().toList();
    return warm.isEmpty() ? Double.NaN : warm.get(warm.size() / 2);
  }

  private static String row(LabelledAnswer labelled) {
    List<String> fields = new ArrayList<>();
    fields.add(labelled.item().name());
    fields.add(labelled.item().cell().orElse(""));
    fields.add(labelled.item().type().label());
    Classification classification = labelled.answer().classification();
    if (classification == null) {
      fields.addAll(Collections.nCopies(9, ""));
    } else {
      Classification.Alternative second = classification.alternatives().get(0);
      fields.add(classification.type().label());
      fields.add(decimal(classification.probability()));
      fields.add(second.type().label());
      fields.add(decimal(second.probability()));
      fields.add(decimal(classification.straightened().quality()));
      fields.add(classification.straightened().method());
      OptionalDouble typicality = classification.typicality();
      fields.add(typicality.isPresent() ? decimal(typicality.getAsDouble()) : "");
      fields.add(classification.polarity().name());
      fields.add(decimal(classification.polarityProbability()));
    }
    return Outputs.row(fields);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
