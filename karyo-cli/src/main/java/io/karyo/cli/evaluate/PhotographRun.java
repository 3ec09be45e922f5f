package io.karyo.cli.evaluate;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.KaryoException;
import io.karyo.cli.output.Failures;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Overlay;
import io.karyo.cli.photograph.FoundCell;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledMetaphase;
import io.karyo.data.LabelledRegion;
import io.karyo.image.Metaphase;
import io.karyo.laboratory.Familiarity;
import io.karyo.metrics.FoundChromosome;
import io.karyo.metrics.MetaphaseEvaluation;
import io.karyo.metrics.OverlapPixels;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates photographs one after the other. */
final class PhotographRun {

  /** So many cells show whether all are of another laboratory. */
  private static final int MOST_CLASSIFIED = 100;

  /** A photograph that is drawn if no more than a few are worse. */
  private record Drawing(
      double quality,
      String name,
      Segmentation found,
      Map<Integer, String> types,
      List<Box> missed) {}

  private final @Nullable Karyotyper karyotyper;
  private final int margin;
  private final int worst;
  private final List<PhotographFigures.Photograph> each = new ArrayList<>();
  private final List<SegmentationEvaluation.Photograph> segmented = new ArrayList<>();
  private final List<MetaphaseEvaluation.Photograph> boxed = new ArrayList<>();
  private OverlapPixels overlaps = new OverlapPixels(0, 0);
  private final List<List<Classification>> classified = new ArrayList<>();
  private final List<Drawing> drawings = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long nanos;

  /**
   * Begins.
   *
   * @param karyotyper null if shape alone decides
   * @param margin of the annotated boxes, in px
   * @param worst how many photographs are to be drawn
   */
  PhotographRun(@Nullable Karyotyper karyotyper, int margin, int worst) {
    this.karyotyper = karyotyper;
    this.margin = margin;
    this.worst = worst;
  }

  /** Evaluates a photograph, or remembers why it cannot be. */
  void add(LabelledMetaphase photo) {
    try {
      evaluate(photo);
    } catch (IOException | KaryoException | IllegalArgumentException e) {
      String message = Failures.message(e);
      failures.add(message.contains(photo.name()) ? message : photo.name() + ": " + message);
    }
  }

  private void evaluate(LabelledMetaphase photo) throws IOException {
    Metaphase photograph = photo.load();
    List<Region> masks =
        photo.mask().isPresent()
            ? photo.loadRegions().stream().map(LabelledRegion::region).toList()
            : List.of();
    long start = System.nanoTime();
    FoundCell found = FoundCell.in(photograph, karyotyper);
    long end = System.nanoTime();
    List<FoundChromosome> chromosomes = found.chromosomes(margin);
    Optional<MetaphaseEvaluation.Photograph> boxes =
        photo.mask().isPresent()
            ? Optional.empty()
            : Optional.of(MetaphaseEvaluation.Photograph.of(photo, chromosomes));
    SegmentationEvaluation.Photograph result =
        boxes
            .map(MetaphaseEvaluation.Photograph::segmentation)
            .orElseGet(() -> SegmentationEvaluation.regions(masks, found.regions()));
    if (photo.mask().isPresent()) {
      overlaps = overlaps.plus(OverlapPixels.of(masks, found.regions()));
    }
    nanos += end - start;
    if (classified.size() < MOST_CLASSIFIED) {
      classified.add(found.classified());
    }
    segmented.add(result);
    boxes.ifPresent(boxed::add);
    each.add(figures(photo, result, boxes));
    draw(photo, found, result, chromosomes);
  }

  /** Returns how much the first photographs look like those that the model learned from. */
  Optional<Familiarity> familiarity() {
    return karyotyper == null ? Optional.empty() : karyotyper.familiarityOf(classified);
  }

  private PhotographFigures.Photograph figures(
      LabelledMetaphase photo,
      SegmentationEvaluation.Photograph result,
      Optional<MetaphaseEvaluation.Photograph> boxes) {
    return new PhotographFigures.Photograph(
        photo.name(),
        result.truth(),
        result.found(),
        result.matched(),
        boxes.map(one -> (int) evaluation(List.of(one)).clicks()).orElse(null));
  }

  private MetaphaseEvaluation evaluation(List<MetaphaseEvaluation.Photograph> photographs) {
    return MetaphaseEvaluation.of(photographs, karyotyper != null);
  }

  private void draw(
      LabelledMetaphase photo,
      FoundCell found,
      SegmentationEvaluation.Photograph result,
      List<FoundChromosome> chromosomes) {
    List<Box> missed =
        photo.boxes().stream()
            .map(LabelledBox::box)
            .filter(
                box ->
                    chromosomes.stream()
                        .noneMatch(one -> one.box().iou(box) >= SegmentationEvaluation.IOU))
            .toList();
    double quality = 2.0 * result.matched() / Math.max(1, result.truth() + result.found());
    String name = String.valueOf(photo.file().getFileName());
    drawings.add(new Drawing(quality, name, found.segmentation(), found.types(), missed));
    drawings.sort(Comparator.comparingDouble(Drawing::quality));
    // Photographs take memory; those that are not drawn go at once.
    if (drawings.size() > worst) {
      drawings.remove(drawings.size() - 1);
    }
  }

  /** Returns why photographs could not be evaluated. */
  List<String> failures() {
    return failures;
  }

  /**
   * Returns the figures; empty if no photograph could be evaluated.
   *
   * @param composed the figures of composed photographs; null if none was asked for
   */
  Optional<PhotographFigures> figures(
      @Nullable String model, @Nullable String split, @Nullable ComposedFigures composed) {
    if (each.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        PhotographFigures.of(
            new PhotographFigures.Run(
                model, split, margin, failures.size(), nanos / 1e9 / each.size()),
            each,
            SegmentationEvaluation.of(segmented),
            overlaps,
            boxed.isEmpty() ? Optional.empty() : Optional.of(evaluation(boxed)),
            composed,
            familiarity().orElse(null)));
  }

  /** Draws the worst photographs. */
  void draw(Path folder) throws IOException {
    for (int i = 0; i < drawings.size(); i++) {
      Drawing drawing = drawings.get(i);
      Path file = folder.resolve(String.format(Locale.ROOT, "%03d-%s.png", i + 1, drawing.name()));
      Outputs.png(Overlay.of(drawing.found(), drawing.types(), drawing.missed()), file);
    }
  }
}
