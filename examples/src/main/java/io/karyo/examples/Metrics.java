package io.karyo.examples;

import io.karyo.ChromosomeType;
import io.karyo.Classification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on a data set; the fields are those of the JSON file. An image that could
 * not be read or shows no chromosome counts as wrong everywhere, and is named; it has no column in
 * the confusion matrix and no probability to calibrate.
 *
 * @param model the model file
 * @param split the part of the data, null for all of it
 * @param withoutCell whether {@code accuracy} and all that follows it are of lone images
 * @param images how many
 * @param cells from how many known cells
 * @param accuracy the share that is right
 * @param accuracyWithCell the same, cell by cell
 * @param accuracyWithoutCell the same, for lone images
 * @param macroF1 the mean of the types' F1; types that do not occur are left out
 * @param top3 the share whose type is among the three most probable ones
 * @param top5 the share whose type is among the five most probable ones
 * @param expectedCalibrationError the mean distance between probability and share of right answers
 *     over 15 bins of equal width (Guo and others, ICML 2017)
 * @param seconds for reading, straightening and classifying once
 * @param perClass by label, for the types that occur
 * @param confusion how often each type was taken for which
 * @param failures the images that count as wrong for not being classified
 */
record Metrics(
    String model,
    @Nullable String split,
    boolean withoutCell,
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
    List<Failure> failures) {

  private static final int BINS = 15;

  /**
   * How well one type is told.
   *
   * @param precision right answers among those of the type, 0 if there is none
   * @param recall right answers among the images of the type
   * @param f1 their harmonic mean, 0 if both are
   * @param support how many images of the type there are
   */
  record OfClass(double precision, double recall, double f1, int support) {}

  /**
   * A confusion matrix.
   *
   * @param labels the types of rows and columns
   * @param matrix a row for each true type, a column for each answer
   */
  record Confusion(List<String> labels, List<List<Integer>> matrix) {}

  /**
   * An image that was not classified.
   *
   * @param path the image
   * @param label its type
   * @param reason why
   */
  record Failure(String path, String label, String reason) {}

  /** What was evaluated, and how. */
  record Run(String model, @Nullable String split, boolean withoutCell, double seconds) {}

  /** Measures the answers that were asked for; the others are for comparison. */
  static Metrics of(Run run, List<LabelledAnswer> byCell, List<LabelledAnswer> lone) {
    List<LabelledAnswer> answers = run.withoutCell() ? lone : byCell;
    int size = ChromosomeType.ALL.size();
    int[][] matrix = new int[size][size];
    int[] support = new int[size];
    List<Failure> failures = new ArrayList<>();
    for (LabelledAnswer answer : answers) {
      ChromosomeType type = answer.item().type();
      support[type.ordinal()]++;
      Classification classification = answer.answer().classification();
      if (classification != null) {
        matrix[type.ordinal()][classification.type().ordinal()]++;
      } else {
        failures.add(
            new Failure(
                answer.item().name(), type.label(), String.valueOf(answer.answer().failure())));
      }
    }
    Map<String, OfClass> perClass = perClass(matrix, support);
    return new Metrics(
        run.model(),
        run.split(),
        run.withoutCell(),
        answers.size(),
        (int) answers.stream().flatMap(answer -> answer.item().cell().stream()).distinct().count(),
        top(answers, 1),
        top(byCell, 1),
        top(lone, 1),
        perClass.values().stream().mapToDouble(OfClass::f1).average().orElse(0),
        top(answers, 3),
        top(answers, 5),
        calibrationError(answers),
        run.seconds(),
        perClass,
        new Confusion(
            ChromosomeType.ALL.stream().map(ChromosomeType::label).toList(),
            Arrays.stream(matrix).map(row -> Arrays.stream(row).boxed().toList()).toList()),
        failures);
  }

  private static Map<String, OfClass> perClass(int[][] matrix, int[] support) {
    Map<String, OfClass> perClass = new LinkedHashMap<>();
    for (ChromosomeType type : ChromosomeType.ALL) {
      int i = type.ordinal();
      if (support[i] == 0) {
        continue;
      }
      int answered = 0;
      for (int[] row : matrix) {
        answered += row[i];
      }
      double right = matrix[i][i];
      perClass.put(
          type.label(),
          new OfClass(
              answered == 0 ? 0 : right / answered,
              right / support[i],
              2 * right / (answered + support[i]),
              support[i]));
    }
    return perClass;
  }

  private static double top(List<LabelledAnswer> answers, int k) {
    return answers.stream().filter(answer -> answer.rankOfLabel() < k).count()
        / (double) answers.size();
  }

  private static double calibrationError(List<LabelledAnswer> answers) {
    // Within a bin, |sum of probabilities - right answers| is its size times its distance.
    double[] distance = new double[BINS];
    int answered = 0;
    for (LabelledAnswer answer : answers) {
      Classification classification = answer.answer().classification();
      if (classification != null) {
        int bin = Math.min(BINS - 1, (int) (classification.probability() * BINS));
        distance[bin] += classification.probability() - (answer.right() ? 1 : 0);
        answered++;
      }
    }
    double sum = 0;
    for (double d : distance) {
      sum += Math.abs(d);
    }
    return answered == 0 ? 0 : sum / answered;
  }

  /** Returns the most frequent confusions in words, the most frequent first. */
  List<String> confusions(int most) {
    record Case(String label, String answer, int count) {}
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < confusion.labels().size(); i++) {
      for (int j = 0; j < confusion.labels().size(); j++) {
        int count = confusion.matrix().get(i).get(j);
        if (i != j && count > 0) {
          cases.add(new Case(confusion.labels().get(i), confusion.labels().get(j), count));
        }
      }
    }
    return cases.stream()
        .sorted(Comparator.comparingInt((Case c) -> c.count()).reversed())
        .limit(most)
        .map(c -> c.label() + " for " + c.answer() + " (" + c.count() + ")")
        .toList();
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        images + " images, " + cells + " cells, " + Optional.ofNullable(split).orElse("all data"));
    lines.add(percent("accuracy, cell by cell", accuracyWithCell));
    lines.add(percent("accuracy, lone images", accuracyWithoutCell));
    String asked = withoutCell ? " (lone)" : " (by cell)";
    lines.add(percent("macro F1" + asked, macroF1));
    lines.add(percent("among the top 3" + asked, top3));
    lines.add(percent("calibration error" + asked, expectedCalibrationError));
    List<String> confused = confusions(5);
    lines.add("taken for another: " + (confused.isEmpty() ? "none" : String.join(", ", confused)));
    return lines;
  }

  private static String percent(String name, double value) {
    return String.format(Locale.ROOT, "%-28s %6.2f %%", name, 100 * value);
  }
}
