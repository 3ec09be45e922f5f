package io.karyo.cli;

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
import io.karyo.spi.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how well chromosomes are found in photographs. */
@Command(
    name = "evaluate-segmentation",
    description = {
      "Measures how well the chromosomes in photographs are found, whatever their types: recall and"
          + " precision at an intersection over union of 0.5, of boxes or, if the data have masks,"
          + " of masks; and the photographs with the exact number.",
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
      LabelledMetaphase photo, Segmentation found, SegmentationEvaluation.Photograph result) {

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
    MetaphaseDataset part = MetaphaseDataset.read(data).split(split);
    if (overlays != null) {
      Outputs.folder(overlays);
    }
    Segmenter segmenter = Segmenters.geometric();
    List<Answer> answers = new ArrayList<>();
    int failures = 0;
    long nanos = 0;
    for (LabelledMetaphase photo : part.photographs()) {
      try {
        Metaphase photograph = photo.load();
        long start = System.nanoTime();
        Segmentation found = segmenter.segment(photograph);
        nanos += System.nanoTime() - start;
        answers.add(new Answer(photo, found, compare(photo, found)));
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
