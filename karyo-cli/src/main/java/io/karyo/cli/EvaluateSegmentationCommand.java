package io.karyo.cli;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.cli.output.Failures;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Overlay;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledMetaphase;
import io.karyo.data.LabelledRegion;
import io.karyo.data.MetaphaseDataset;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how well chromosomes are found in photographs. */
@Command(
    name = "evaluate-segmentation",
    description = {
      "Measures how well the chromosomes in photographs are found, whatever their types: recall and"
          + " precision at an intersection over union of 0.5, of boxes or, if the data have masks,"
          + " of masks; and the photographs with the exact number. With a model, also how many have"
          + " the right type.",
      "A photograph that cannot be read is reported on standard error, and the exit code is then 1;"
          + " it is left out of the figures."
    })
final class EvaluateSegmentationCommand extends CliCommand {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "CSV",
      description =
          "The photographs: a metaphases.csv with boxes.csv beside it, or with a column mask.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description =
          "A saved model whose karyotypes decide how clusters are parted; by default, shape does.")
  private @Nullable Path model;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = ChromosomeDataset.TEST,
      description = "The split to measure on; default '${DEFAULT-VALUE}'.")
  private String split = ChromosomeDataset.TEST;

  @Option(
      names = "--margin",
      paramLabel = "PX",
      defaultValue = "6",
      description =
          "The margin of annotated boxes around chromosomes; default ${DEFAULT-VALUE}, which is"
              + " that of the Taichung data set.")
  private int margin = 6;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all figures as JSON; - for standard output.")
  private @Nullable Path json;

  @Option(
      names = "--overlays",
      paramLabel = "DIR",
      description =
          "Also draw photographs with outlines, the worst first; boxes that were missed are red.")
  private @Nullable Path overlays;

  @Option(
      names = "--worst",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many photographs to draw; default ${DEFAULT-VALUE}.")
  private int worst = 10;

  /** What was found in one photograph. */
  private record Answer(
      LabelledMetaphase photo,
      Segmentation found,
      SegmentationEvaluation.Photograph result,
      Optional<PhotographDesignations> designations) {

    double quality() {
      return 2.0 * result.matched() / Math.max(1, result.truth() + result.found());
    }
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--worst", worst);
    if (margin < 0) {
      throw wrongUsage("--margin: must be at least 0, found " + margin);
    }
    requireOutput(json);
    if (model == null) {
      return evaluate(photograph -> new Found(Segmenters.geometric().segment(photograph), null));
    }
    try (Karyotyper karyotyper = Karyotyper.load(model)) {
      return evaluate(
          photograph -> {
            Karyotype karyotype = karyotyper.karyotype(photograph);
            return new Found(karyotype.segmentation().orElseThrow(), karyotype);
          });
    }
  }

  /** A segmentation, and the karyotype that decided it if there is a model. */
  private record Found(Segmentation segmentation, @Nullable Karyotype karyotype) {}

  private int evaluate(Function<Metaphase, Found> segment) throws IOException {
    MetaphaseDataset part = MetaphaseDataset.read(data).split(split);
    if (overlays != null) {
      Outputs.folder(overlays);
    }
    List<Answer> answers = new ArrayList<>();
    int failures = 0;
    long nanos = 0;
    for (LabelledMetaphase photo : part.photographs()) {
      try {
        Metaphase photograph = photo.load();
        long start = System.nanoTime();
        Found found = segment.apply(photograph);
        nanos += System.nanoTime() - start;
        answers.add(answer(photo, found));
      } catch (IOException e) {
        complain("%s", Failures.message(e));
        failures++;
      }
    }
    if (answers.isEmpty()) {
      throw new IOException(data + ": no photograph of the split '" + split + "' can be read");
    }
    SegmentationFigures figures =
        SegmentationFigures.of(
            split,
            margin,
            answers.stream().map(answer -> answer.photo().name()).toList(),
            SegmentationEvaluation.of(answers.stream().map(Answer::result).toList()),
            answers.stream().flatMap(answer -> answer.designations().stream()).toList(),
            failures,
            nanos / 1e9 / answers.size());
    figures.summary().forEach(line -> say("%s", line));
    if (json != null) {
      write(json, Outputs.json(figures) + "\n");
    }
    if (overlays != null) {
      draw(answers, overlays);
    }
    return failures == 0 ? FINE : FAILED;
  }

  private Answer answer(LabelledMetaphase photo, Found found) throws IOException {
    Optional<PhotographDesignations> designations =
        photo.mask().isPresent()
            ? Optional.empty()
            : Optional.ofNullable(found.karyotype())
                .map(karyotype -> PhotographDesignations.of(photo.boxes(), karyotype, margin));
    return new Answer(
        photo, found.segmentation(), compare(photo, found.segmentation()), designations);
  }

  private SegmentationEvaluation.Photograph compare(LabelledMetaphase photo, Segmentation found)
      throws IOException {
    if (photo.mask().isPresent()) {
      return SegmentationEvaluation.regions(
          photo.loadRegions().stream().map(LabelledRegion::region).toList(), found.chromosomes());
    }
    return SegmentationEvaluation.boxes(
        photo.boxes().stream().map(LabelledBox::box).toList(),
        found.chromosomes().stream().map(Region::box).toList(),
        margin);
  }

  private void draw(List<Answer> answers, Path folder) throws IOException {
    List<Answer> order = new ArrayList<>(answers);
    order.sort(Comparator.comparingDouble(Answer::quality));
    for (int i = 0; i < Math.min(worst, order.size()); i++) {
      Answer answer = order.get(i);
      List<Box> missed =
          answer.photo().boxes().stream()
              .map(LabelledBox::box)
              .filter(box -> answer.found().chromosomes().stream().noneMatch(r -> hits(box, r)))
              .toList();
      String name = String.valueOf(answer.photo().file().getFileName());
      Path file = folder.resolve(String.format(Locale.ROOT, "%03d-%s.png", i + 1, name));
      Outputs.png(Overlay.of(answer.found(), missed), file);
    }
  }

  private boolean hits(Box box, Region region) {
    return region.box().widened(margin).iou(box) >= SegmentationEvaluation.IOU;
  }
}
