package io.karyo.cli.evaluate;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Outcome;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.synthetic.ForeignImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a model knows that a picture is no chromosome; the fields are those of the JSON file.
 *
 * @param images how many foreign pictures were made: noise, writing, nuclei, overlapping and
 *     inverted chromosomes, as many of each
 * @param keptShare the share of chromosomes, as lone images, whose typicality reaches the threshold
 * @param threshold the typicality that they reach
 * @param foundShare the share of foreign pictures whose typicality is below it
 * @param byKind the same of each kind
 */
record ForeignFigures(
    int images, double keptShare, double threshold, double foundShare, Map<String, Double> byKind) {

  private static final int OF_EACH_KIND = 200;
  private static final int MAX_CHROMOSOMES = 400;
  private static final double KEPT = 0.99;
  private static final long SEED = 1;

  /**
   * Shows a model foreign pictures; null if it does not know what is typical.
   *
   * @param answers the classifications of the chromosomes as lone images
   */
  static @Nullable ForeignFigures of(Karyotyper karyotyper, List<LabelledAnswer> answers)
      throws IOException {
    List<Double> typicalities = new ArrayList<>();
    List<LabelledChromosome> items = new ArrayList<>();
    for (LabelledAnswer answer : answers) {
      Classification classification = answer.answer().classification();
      if (classification != null && classification.typicality().isPresent()) {
        typicalities.add(classification.typicality().getAsDouble());
        items.add(answer.item());
      }
    }
    if (items.isEmpty()) {
      return null;
    }
    typicalities.sort(null);
    double threshold = typicalities.get((int) ((1 - KEPT) * typicalities.size()));
    List<ChromosomeImage> chromosomes = new ArrayList<>();
    int step = Math.max(1, items.size() / MAX_CHROMOSOMES);
    for (int i = 0; i < items.size(); i += step) {
      chromosomes.add(items.get(i).load());
    }
    ForeignImages foreign = new ForeignImages(chromosomes, SEED);
    Map<String, Double> byKind = new LinkedHashMap<>();
    for (ForeignImages.Kind kind : ForeignImages.Kind.values()) {
      List<ImageSource> pictures = new ArrayList<>();
      for (int i = 0; i < OF_EACH_KIND; i++) {
        pictures.add(ImageSource.of(foreign.next(kind)));
      }
      long found =
          karyotyper.tryClassify(pictures).stream()
              .filter(outcome -> typicality(outcome) < threshold)
              .count();
      byKind.put(kind.name().toLowerCase(Locale.ROOT), found / (double) OF_EACH_KIND);
    }
    return new ForeignFigures(
        OF_EACH_KIND * byKind.size(),
        KEPT,
        threshold,
        byKind.values().stream().mapToDouble(share -> share).average().orElse(0),
        byKind);
  }

  /** What shows no chromosome at all is not typical. */
  private static double typicality(Outcome outcome) {
    return outcome instanceof Classification classification
        ? classification.typicality().orElse(1)
        : 0;
  }
}
