package io.karyo.cli;

import io.karyo.metrics.SegmentationEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How well chromosomes are found in photographs; the fields are those of the JSON file.
 *
 * @param split the part of the data
 * @param photographs how many
 * @param chromosomes how many are annotated
 * @param found how many were found
 * @param margin by how many px found boxes were widened
 * @param recall the share of the annotated ones that was found
 * @param precision the share of what was found that is annotated
 * @param exactCount the share of photographs with as many found as annotated
 * @param perfect the share of photographs with every chromosome found and nothing else
 * @param meanIou the mean intersection over union of those that match
 * @param designated the share of the annotated ones that was found with the right type; like the
 *     next two null without a model
 * @param exactKaryotype the share of photographs with as many of each type as annotated
 * @param placedRight the share of photographs with every chromosome found with the right type, and
 *     nothing else
 * @param failures how many photographs could not be read; they are left out
 * @param seconds to segment one photograph
 * @param each the figures by photograph
 */
record SegmentationFigures(
    String split,
    int photographs,
    int chromosomes,
    int found,
    int margin,
    double recall,
    double precision,
    double exactCount,
    double perfect,
    double meanIou,
    @Nullable Double designated,
    @Nullable Double exactKaryotype,
    @Nullable Double placedRight,
    int failures,
    double seconds,
    List<Photograph> each) {

  /**
   * One photograph.
   *
   * @param image its path in the data set
   * @param chromosomes how many are annotated
   * @param found how many were found
   * @param matched how many of them match
   */
  record Photograph(String image, int chromosomes, int found, int matched) {}

  static SegmentationFigures of(
      String split,
      int margin,
      List<String> names,
      SegmentationEvaluation evaluation,
      List<PhotographDesignations> designations,
      int failures,
      double seconds) {
    List<Photograph> each = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      SegmentationEvaluation.Photograph one = evaluation.photographs().get(i);
      each.add(new Photograph(names.get(i), one.truth(), one.found(), one.matched()));
    }
    return new SegmentationFigures(
        split,
        names.size(),
        each.stream().mapToInt(Photograph::chromosomes).sum(),
        each.stream().mapToInt(Photograph::found).sum(),
        margin,
        evaluation.recall(),
        evaluation.precision(),
        evaluation.exactCount(),
        evaluation.perfect(),
        evaluation.meanIou(),
        share(designations, PhotographDesignations::right, PhotographDesignations::annotated),
        share(designations, one -> one.sameNumbers() ? 1 : 0, one -> 1),
        share(designations, one -> one.placedRight() ? 1 : 0, one -> 1),
        failures,
        seconds,
        each);
  }

  private static @Nullable Double share(
      List<PhotographDesignations> all,
      ToIntFunction<PhotographDesignations> part,
      ToIntFunction<PhotographDesignations> whole) {
    int of = all.stream().mapToInt(whole).sum();
    return of == 0 ? null : (double) all.stream().mapToInt(part).sum() / of;
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        photographs
            + " photographs, "
            + split
            + ": "
            + chromosomes
            + " chromosomes, "
            + found
            + " found");
    lines.add(percent("recall", recall));
    lines.add(percent("precision", precision));
    lines.add(percent("exact number", exactCount));
    lines.add(percent("every chromosome found", perfect));
    lines.add(percent("mean overlap of matches", meanIou));
    if (designated != null && exactKaryotype != null && placedRight != null) {
      lines.add(percent("found, with right type", designated));
      lines.add(percent("exact karyotype", exactKaryotype));
      lines.add(percent("every chromosome right", placedRight));
    }
    lines.add(String.format(Locale.ROOT, "%.2f s a photograph", seconds));
    return lines;
  }

  private static String percent(String name, double value) {
    return String.format(Locale.ROOT, "%-24s %6.2f %%", name, 100 * value);
  }
}
