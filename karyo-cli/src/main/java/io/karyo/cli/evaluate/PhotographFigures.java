package io.karyo.cli.evaluate;

import io.karyo.laboratory.Familiarity;
import io.karyo.metrics.Corrections;
import io.karyo.metrics.MetaphaseEvaluation;
import io.karyo.metrics.NumericChange;
import io.karyo.metrics.OverlapPixels;
import io.karyo.metrics.SegmentationEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How well chromosomes are found and designated in photographs; the fields are those of the JSON
 * file. Figures that need types are null without a model, those that need boxes are null for masks.
 *
 * @param model the model file; null if shape alone decides
 * @param split the part of the data, null for all of it
 * @param photographs how many
 * @param chromosomes how many are annotated
 * @param found how many were found
 * @param margin by how many px found boxes were widened
 * @param recall the share of the annotated ones that was found
 * @param precision the share of what was found that is annotated
 * @param ap50 {@link MetaphaseEvaluation#ap50()}
 * @param map50 {@link MetaphaseEvaluation#map50()}
 * @param exactCount the share of photographs with as many found as annotated
 * @param exactKaryotype the share of normal photographs whose exact karyotype is found
 * @param placedRight the share of photographs with every chromosome found with the right type, and
 *     nothing else
 * @param clicks the mean number of corrections that make a photograph right
 * @param corrections the same by kind
 * @param perfect the share of photographs with every chromosome found and nothing else
 * @param meanIou the mean intersection over union of those that match
 * @param overlapsShared the share of the annotated pixels of two chromosomes that is given to two;
 *     null for boxes
 * @param designated the share of the annotated ones that was found with the right type
 * @param numericChanges the cases with a numeric change; null if there is none
 * @param composed how well chromosomes are found that touch or cross; null if nothing was composed
 * @param familiarity how much the cells together look like those that the model learned from; null
 *     if it does not know, without a model, or if no cell has 20 chromosomes
 * @param failures how many photographs could not be evaluated; they are left out
 * @param seconds for one photograph
 * @param each the figures by photograph
 */
record PhotographFigures(
    @Nullable String model,
    @Nullable String split,
    int photographs,
    int chromosomes,
    int found,
    int margin,
    double recall,
    double precision,
    @Nullable Double ap50,
    @Nullable Double map50,
    double exactCount,
    @Nullable Double exactKaryotype,
    @Nullable Double placedRight,
    @Nullable Double clicks,
    @Nullable MeanCorrections corrections,
    double perfect,
    double meanIou,
    @Nullable Double overlapsShared,
    @Nullable Double designated,
    @Nullable NumericChanges numericChanges,
    @Nullable ComposedFigures composed,
    @Nullable Familiarity familiarity,
    int failures,
    double seconds,
    List<Photograph> each) {

  /** What was evaluated, and how. */
  record Run(
      @Nullable String model, @Nullable String split, int margin, int failures, double seconds) {}

  /** The mean numbers of corrections of a photograph; see {@link Corrections}. */
  record MeanCorrections(
      double splits, double joins, double moves, double additions, double removals) {

    private static MeanCorrections of(MetaphaseEvaluation evaluation) {
      return new MeanCorrections(
          evaluation.meanCorrections(Corrections::splits),
          evaluation.meanCorrections(Corrections::joins),
          evaluation.meanCorrections(Corrections::moves),
          evaluation.meanCorrections(Corrections::additions),
          evaluation.meanCorrections(Corrections::removals));
    }

    private String summary() {
      return String.format(
          Locale.ROOT,
          "splits %.2f, joins %.2f, moves %.2f, additions %.2f, removals %.2f",
          splits,
          joins,
          moves,
          additions,
          removals);
    }
  }

  /**
   * The cases with a numeric change.
   *
   * @param cases how many
   * @param found for how many the change was found
   * @param exact for how many all numbers were found
   * @param each the cases
   */
  record NumericChanges(int cases, int found, int exact, List<OfCase> each) {

    /**
     * One case.
     *
     * @param id its name
     * @param cells how many cells it has
     * @param annotated what their annotations agree on
     * @param found what their found karyotypes agree on
     * @param right whether the change was found
     * @param exact whether all numbers were found
     */
    record OfCase(
        String id, int cells, String annotated, String found, boolean right, boolean exact) {

      private String summary() {
        return String.format(
            Locale.ROOT,
            "  %s: %s, annotated %s, found %s",
            id,
            right ? "found" : "missed",
            annotated,
            found);
      }
    }

    private static @Nullable NumericChanges of(List<NumericChange> changes) {
      return changes.isEmpty()
          ? null
          : new NumericChanges(
              changes.size(),
              (int) changes.stream().filter(NumericChange::right).count(),
              (int) changes.stream().filter(NumericChange::exact).count(),
              changes.stream()
                  .map(
                      change ->
                          new OfCase(
                              change.id(),
                              change.cells(),
                              change.annotated().toString(),
                              change.found().toString(),
                              change.right(),
                              change.exact()))
                  .toList());
    }
  }

  /**
   * One photograph.
   *
   * @param image its path in the data set
   * @param chromosomes how many are annotated
   * @param found how many were found
   * @param matched how many of them match
   * @param clicks how many corrections make it right; null for a mask
   */
  record Photograph(
      String image, int chromosomes, int found, int matched, @Nullable Integer clicks) {}

  /**
   * Sums up photographs.
   *
   * @param each the figures by photograph
   * @param segmentation how well chromosomes are found
   * @param overlaps the pixels of two chromosomes in photographs with masks
   * @param boxes the evaluation of photographs with boxes; empty if all have masks
   * @param composed the figures of composed photographs; null if there are none
   * @param familiarity of all photographs together; null if it is not known
   */
  static PhotographFigures of(
      Run run,
      List<Photograph> each,
      SegmentationEvaluation segmentation,
      OverlapPixels overlaps,
      Optional<MetaphaseEvaluation> boxes,
      @Nullable ComposedFigures composed,
      @Nullable Familiarity familiarity) {
    return new PhotographFigures(
        run.model(),
        run.split(),
        each.size(),
        each.stream().mapToInt(Photograph::chromosomes).sum(),
        each.stream().mapToInt(Photograph::found).sum(),
        run.margin(),
        segmentation.recall(),
        segmentation.precision(),
        figure(boxes, MetaphaseEvaluation::ap50),
        figure(boxes, MetaphaseEvaluation::map50),
        segmentation.exactCount(),
        figure(boxes, MetaphaseEvaluation::exactKaryotype),
        figure(boxes, MetaphaseEvaluation::placedRight),
        figure(boxes, of -> OptionalDouble.of(of.clicks())),
        boxes.map(MeanCorrections::of).orElse(null),
        segmentation.perfect(),
        segmentation.meanIou(),
        overlaps.annotated() == 0
            ? null
            : Double.valueOf((double) overlaps.shared() / overlaps.annotated()),
        figure(boxes, MetaphaseEvaluation::designated),
        boxes.map(of -> NumericChanges.of(of.numericChanges())).orElse(null),
        composed,
        familiarity,
        run.failures(),
        run.seconds(),
        each);
  }

  private static @Nullable Double figure(
      Optional<MetaphaseEvaluation> boxes, Function<MetaphaseEvaluation, OptionalDouble> figure) {
    OptionalDouble value = boxes.map(figure).orElse(OptionalDouble.empty());
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        photographs
            + " photographs, "
            + Optional.ofNullable(split).orElse("all data")
            + ": "
            + chromosomes
            + " chromosomes, "
            + found
            + " found");
    percent(lines, "recall", recall);
    percent(lines, "precision", precision);
    percent(lines, "AP50, one class", ap50);
    percent(lines, "mAP50, 24 types", map50);
    percent(lines, "exact number", exactCount);
    percent(lines, "every chromosome found", perfect);
    percent(lines, "mean overlap of matches", meanIou);
    percent(lines, "overlaps given to two", overlapsShared);
    percent(lines, "found, with right type", designated);
    percent(lines, "exact normal karyotype", exactKaryotype);
    percent(lines, "every chromosome right", placedRight);
    if (clicks != null && corrections != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-24s %6.2f   (%s)",
              "corrections each",
              clicks,
              corrections.summary()));
    }
    if (composed != null) {
      lines.addAll(composed.summary());
    }
    if (numericChanges != null) {
      lines.add(
          "numeric changes found by case: "
              + numericChanges.found()
              + " of "
              + numericChanges.cases());
      numericChanges.each().forEach(one -> lines.add(one.summary()));
    }
    if (familiarity != null) {
      lines.add(familiarity.toString());
    }
    lines.add(String.format(Locale.ROOT, "%.2f s a photograph", seconds));
    return lines;
  }

  private static void percent(List<String> lines, String name, @Nullable Double value) {
    if (value != null) {
      lines.add(String.format(Locale.ROOT, "%-24s %6.2f %%", name, 100 * value));
    }
  }
}
