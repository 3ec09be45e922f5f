package io.karyo.cli.evaluate;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.cli.common.UnclassifiedImage;
import io.karyo.laboratory.Familiarity;
import io.karyo.metrics.Evaluation;
import io.karyo.metrics.KaryotypeEvaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on a data set; the fields are those of the JSON file. An image that could
 * not be read or shows no chromosome is named in {@code failures} and counts as wrong in {@code
 * accuracy}, {@code accuracyWithCell}, {@code accuracyWithoutCell}, {@code macroF1}, {@code top3},
 * {@code top5} and {@code perClass}. It has no answer, so {@code expectedCalibrationError} and
 * {@code confusion} are of the other images; {@code karyotypes} leaves its whole cell out, and
 * {@code foreign} the image.
 *
 * @param model the model file
 * @param split the part of the data, null for all of it
 * @param withoutCell whether {@code accuracy} and all that follows it are of lone images
 * @param upright whether the model was given that all p arms are up
 * @param images how many
 * @param cells from how many known cells
 * @param accuracy the share that is right
 * @param accuracyWithCell the same, cell by cell
 * @param accuracyWithoutCell the same, for lone images
 * @param macroF1 the mean of the types' F1; types that do not occur are left out
 * @param top3 the share whose type is among the three most probable ones
 * @param top5 the share whose type is among the five most probable ones
 * @param expectedCalibrationError the mean distance between probability and share of right answers
 *     over 15 bins of equal width (Guo and others, ICML 2017), of the images that were classified
 * @param seconds for reading, straightening and classifying once
 * @param perClass by label, for the types that occur
 * @param confusion how often each type was taken for which, of the images that were classified
 * @param failures the images that count as wrong for not being classified
 * @param familiarity how much the cells together look like those that the model learned from; null
 *     if it does not know, or no cell has 20 chromosomes
 * @param karyotypes how well the cells are designated all of whose images were classified; null
 *     without such cells or without an assigner
 * @param cellsLeftOut how many cells are not among those for an image that was not classified
 * @param foreign how well pictures that show no chromosome are detected; null if the model cannot
 *     measure typicality
 * @param undisputed the figures without disputed labels; null if none are given
 */
public record Metrics(
    String model,
    @Nullable String split,
    boolean withoutCell,
    boolean upright,
    int images,
    int cells,
    double accuracy,
    double accuracyWithCell,
    double accuracyWithoutCell,
    double macroF1,
    double top3,
    double top5,
    double expectedCalibrationError,
    double seconds,
    Map<String, OfClass> perClass,
    Confusion confusion,
    List<UnclassifiedImage> failures,
    @Nullable Familiarity familiarity,
    @Nullable KaryotypeFigures karyotypes,
    int cellsLeftOut,
    @Nullable ForeignFigures foreign,
    @Nullable Undisputed undisputed) {

  /**
   * The figures without images whose labels an audit disputes.
   *
   * @param leftOut how many images that are
   * @param accuracyWithCell the share of the others that is right, cell by cell; NaN if there is
   *     none
   * @param accuracyWithoutCell the same, for lone images
   * @param macroF1 the mean of the types' F1, of the answers that {@code accuracy} is of
   * @param cells how many cells have no disputed label
   * @param assignedAccuracy the share of the chromosomes of these that are designated rightly; null
   *     if there are none, as for the next two
   * @param perfectCells the share of these cells without an error
   * @param exactKaryotypes the share of these cells whose numbers are right
   */
  record Undisputed(
      int leftOut,
      double accuracyWithCell,
      double accuracyWithoutCell,
      double macroF1,
      int cells,
      @Nullable Double assignedAccuracy,
      @Nullable Double perfectCells,
      @Nullable Double exactKaryotypes) {

    List<String> summary(String asked) {
      List<String> lines = new ArrayList<>();
      lines.add("without " + leftOut + " images whose labels are disputed:");
      lines.add(percent("  accuracy, cell by cell", accuracyWithCell));
      lines.add(percent("  accuracy, lone images", accuracyWithoutCell));
      lines.add(percent("  macro F1" + asked, macroF1));
      if (assignedAccuracy != null && perfectCells != null && exactKaryotypes != null) {
        lines.add("in the " + cells + " cells without such an image:");
        lines.add(percent("  assigned accuracy", assignedAccuracy));
        lines.add(percent("  cells without an error", perfectCells));
        lines.add(percent("  exact karyotypes", exactKaryotypes));
      }
      return lines;
    }
  }

  /**
   * How well one type is recognised.
   *
   * @param precision right answers among those of the type, 0 if there is none
   * @param recall right answers among the images of the type
   * @param f1 their harmonic mean, 0 if both are
   * @param support how many images of the type there are
   */
  record OfClass(double precision, double recall, double f1, int support) {}

  /**
   * Which types were taken for which.
   *
   * @param labels the types of rows and columns
   * @param matrix a row for each true type, a column for each answer
   * @param mostFrequent the confusions, the most frequent first
   */
  record Confusion(List<String> labels, List<List<Integer>> matrix, List<String> mostFrequent) {

    private static Confusion of(Optional<Evaluation> evaluation) {
      int size = ChromosomeType.ALL.size();
      int[][] matrix = evaluation.map(Evaluation::confusionMatrix).orElse(new int[size][size]);
      return new Confusion(
          ChromosomeType.ALL.stream().map(ChromosomeType::label).toList(),
          Arrays.stream(matrix).map(row -> Arrays.stream(row).boxed().toList()).toList(),
          evaluation.stream()
              .flatMap(e -> e.confusions().stream())
              .map(c -> c.truth() + " classified as " + c.predicted() + ": " + c.count())
              .toList());
    }
  }

  /**
   * What was evaluated, and how.
   *
   * @param model the model file
   * @param split the part of the data, null for all of it
   * @param withoutCell whether the figures are of lone images
   * @param upright whether the model was given that all p arms are up
   * @param seconds for reading, straightening and classifying once
   */
  public record Run(
      String model, @Nullable String split, boolean withoutCell, boolean upright, double seconds) {}

  /**
   * Measures the answers that were asked for; the others are for comparison.
   *
   * @param run what was evaluated, and how
   * @param byCell the answers cell by cell
   * @param lone the answers for lone images
   * @return the figures, without those that need the model again
   */
  public static Metrics of(Run run, List<LabelledAnswer> byCell, List<LabelledAnswer> lone) {
    List<LabelledAnswer> answers = run.withoutCell() ? lone : byCell;
    List<ChromosomeType> truth = new ArrayList<>();
    List<TypeProbabilities> probabilities = new ArrayList<>();
    List<UnclassifiedImage> failures = new ArrayList<>();
    int[] failed = new int[ChromosomeType.ALL.size()];
    for (LabelledAnswer answer : answers) {
      ChromosomeType type = answer.item().type();
      Classification classification = answer.answer().classification();
      if (classification != null) {
        truth.add(type);
        probabilities.add(classification.probabilities());
      } else {
        failed[type.ordinal()]++;
        failures.add(
            new UnclassifiedImage(
                answer.item().name(), type.label(), String.valueOf(answer.answer().failure())));
      }
    }
    Optional<Evaluation> evaluation =
        truth.isEmpty()
            ? Optional.empty()
            : Optional.of(Evaluation.ofProbabilities(truth, probabilities));
    Map<String, OfClass> perClass = perClass(evaluation, failed);
    double answered = truth.size() / (double) answers.size();
    return new Metrics(
        run.model(),
        run.split(),
        run.withoutCell(),
        run.upright(),
        answers.size(),
        (int) answers.stream().flatMap(answer -> answer.item().cell().stream()).distinct().count(),
        accuracy(answers),
        accuracy(byCell),
        accuracy(lone),
        perClass.values().stream().mapToDouble(OfClass::f1).average().orElse(0),
        evaluation.map(e -> e.topAccuracy(3) * answered).orElse(0.0),
        evaluation.map(e -> e.topAccuracy(5) * answered).orElse(0.0),
        evaluation.map(Evaluation::calibrationError).orElse(0.0),
        run.seconds(),
        perClass,
        Confusion.of(evaluation),
        failures,
        null,
        null,
        incompleteCells(answers).size(),
        null,
        null);
  }

  /**
   * Adds the figures of a run without some images.
   *
   * @param undisputedCells the evaluation of the cells that have none of these images, if there are
   *     any
   */
  Metrics without(
      Set<String> disputed, CutOutRun run, Optional<KaryotypeEvaluation> undisputedCells) {
    List<LabelledAnswer> kept = undisputed(run.byCell(), disputed);
    Metrics others =
        of(
            new Run(model, split, withoutCell, upright, seconds),
            kept,
            undisputed(run.lone(), disputed));
    return with(
        familiarity,
        karyotypes,
        foreign,
        new Undisputed(
            images - kept.size(),
            others.accuracyWithCell,
            others.accuracyWithoutCell,
            others.macroF1,
            undisputedCells.map(KaryotypeEvaluation::cells).orElse(0),
            undisputedCells.map(KaryotypeEvaluation::assignedAccuracy).orElse(null),
            undisputedCells.map(KaryotypeEvaluation::perfectCells).orElse(null),
            undisputedCells.map(KaryotypeEvaluation::exactKaryotypes).orElse(null)));
  }

  private static List<LabelledAnswer> undisputed(
      List<LabelledAnswer> answers, Set<String> disputed) {
    return answers.stream().filter(answer -> !disputed.contains(answer.item().name())).toList();
  }

  Metrics with(
      @Nullable Familiarity ofAll,
      @Nullable KaryotypeFigures ofCells,
      @Nullable ForeignFigures ofForeign) {
    return with(ofAll, ofCells, ofForeign, undisputed);
  }

  private Metrics with(
      @Nullable Familiarity ofAll,
      @Nullable KaryotypeFigures ofCells,
      @Nullable ForeignFigures ofForeign,
      @Nullable Undisputed ofUndisputed) {
    return new Metrics(
        model,
        split,
        withoutCell,
        upright,
        images,
        cells,
        accuracy,
        accuracyWithCell,
        accuracyWithoutCell,
        macroF1,
        top3,
        top5,
        expectedCalibrationError,
        seconds,
        perClass,
        confusion,
        failures,
        ofAll,
        ofCells,
        cellsLeftOut,
        ofForeign,
        ofUndisputed);
  }

  /** Returns the cells with an image that was not classified. */
  static Set<String> incompleteCells(List<LabelledAnswer> answers) {
    return answers.stream()
        .filter(answer -> answer.answer().classification() == null)
        .flatMap(answer -> answer.item().cell().stream())
        .collect(Collectors.toSet());
  }

  private static Map<String, OfClass> perClass(Optional<Evaluation> evaluation, int[] failed) {
    Map<String, OfClass> perClass = new LinkedHashMap<>();
    for (ChromosomeType type : ChromosomeType.ALL) {
      Evaluation.TypeScores answered =
          evaluation.map(e -> e.ofType(type)).orElse(new Evaluation.TypeScores(0, 0, 0));
      Evaluation.TypeScores all =
          new Evaluation.TypeScores(
              answered.support() + failed[type.ordinal()],
              answered.predicted(),
              answered.correct());
      if (all.support() > 0) {
        perClass.put(
            type.label(), new OfClass(all.precision(), all.recall(), all.f1(), all.support()));
      }
    }
    return perClass;
  }

  private static double accuracy(List<LabelledAnswer> answers) {
    return answers.stream().filter(LabelledAnswer::right).count() / (double) answers.size();
  }

  /**
   * Returns the lines that a reader wants to see.
   *
   * @return the lines
   */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        images + " images, " + cells + " cells, " + Optional.ofNullable(split).orElse("all data"));
    lines.add(percent("accuracy, cell by cell", accuracyWithCell));
    lines.add(percent("accuracy, lone images", accuracyWithoutCell));
    String asked = withoutCell ? " (lone)" : " (by cell)";
    lines.add(percent("macro F1" + asked, macroF1));
    lines.add(percent("among the top 3" + asked, top3));
    lines.add(percent("calibration error" + asked, expectedCalibrationError));
    lines.add(
        "most often confused: "
            + (confusion.mostFrequent().isEmpty()
                ? "none"
                : confusion.mostFrequent().stream().limit(5).collect(Collectors.joining(", "))));
    if (!failures.isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "not classified: %d images, wrong in accuracy, F1 and top 3, left out of calibration"
                  + " and confusions; %d cells left out of the figures of whole cells",
              failures.size(),
              cellsLeftOut));
    }
    if (familiarity != null) {
      lines.add(familiarity.toString());
    }
    if (karyotypes != null) {
      lines.addAll(karyotypes.summary());
    }
    if (foreign != null) {
      lines.add(percent("foreign pictures found untypical", foreign.foundShare()));
    }
    if (undisputed != null) {
      lines.addAll(undisputed.summary(asked));
    }
    return lines;
  }

  private static String percent(String name, double value) {
    return String.format(Locale.ROOT, "%-28s %6.2f %%", name, 100 * value);
  }
}
