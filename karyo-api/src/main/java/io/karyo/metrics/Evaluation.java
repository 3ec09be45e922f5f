package io.karyo.metrics;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares predicted types with the true ones.
 *
 * <p>Precision, recall and F1 are those of information retrieval (van Rijsbergen, Information
 * Retrieval, 2nd edition, 1979, chapter 7), taken for each type against all others.
 * <b>Confidence</b> is the probability of the predicted type.
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluation.of(predictions);
 * evaluation.accuracy();
 * evaluation.ofType(ChromosomeType.X).recall();
 * evaluation.riskCoverage().coverageAtPrecision(0.99);
 * }</pre>
 *
 * <p><b>Units:</b> scores are 0 to 1 unless stated otherwise. <b>Thread safety:</b> immutable.
 *
 * @see Bootstrap confidence intervals of scores
 */
public final class Evaluation {

  private static final int TYPES = ChromosomeType.ALL.size();
  private static final int BINS = 15;

  /** The number of images of each type (row) by predicted type (column). */
  private final int[][] confusion;

  private final List<ChromosomeType> truth;

  /** One per image, or none if they are unknown. */
  private final List<TypeProbabilities> probabilities;

  private final int cells;
  private final int perfectCells;

  /**
   * The scores of one type.
   *
   * @param support the number of images of the type
   * @param predicted the number of images predicted as the type
   * @param correct the number of images of the type predicted correctly
   */
  public record TypeScores(int support, int predicted, int correct) {

    /**
     * {@return the share of images predicted as the type that are of it: correct / predicted, 0 to
     * 1; 0 if there are none}
     */
    public double precision() {
      return predicted == 0 ? 0 : (double) correct / predicted;
    }

    /**
     * {@return the share of images of the type that were predicted as it: correct / support, 0 to
     * 1; 0 if there are none}
     */
    public double recall() {
      return support == 0 ? 0 : (double) correct / support;
    }

    /**
     * {@return the harmonic mean of precision and recall: 2 · correct / (support + predicted), 0 to
     * 1; 0 if the type does not occur}
     */
    public double f1() {
      return support + predicted == 0 ? 0 : 2.0 * correct / (support + predicted);
    }
  }

  /**
   * A bin of a reliability diagram: the images whose confidence lies in a range.
   *
   * @param above the lower bound, excluded, except that 0 is in the first bin
   * @param upTo the upper bound, included
   * @param images the number of images in the bin
   * @param confidence their mean confidence, 0 if there is none
   * @param accuracy the share of them classified correctly, 0 if there is none
   */
  public record ReliabilityBin(
      double above, double upTo, int images, double confidence, double accuracy) {}

  private Evaluation(
      int[][] confusion,
      List<ChromosomeType> truth,
      List<TypeProbabilities> probabilities,
      int cells,
      int perfectCells) {
    this.confusion = confusion;
    this.truth = List.copyOf(truth);
    this.probabilities = List.copyOf(probabilities);
    this.cells = cells;
    this.perfectCells = perfectCells;
  }

  private static int[][] count(List<ChromosomeType> truth, List<ChromosomeType> predicted) {
    if (truth.isEmpty()) {
      throw new IllegalArgumentException("truth: must have at least one type, found none");
    }
    Require.that(
        truth.size() == predicted.size(),
        "predictions",
        truth.size() + " as the true types",
        predicted.size());
    int[][] confusion = new int[TYPES][TYPES];
    for (int i = 0; i < truth.size(); i++) {
      confusion[truth.get(i).ordinal()][predicted.get(i).ordinal()]++;
    }
    return confusion;
  }

  /**
   * Evaluates predictions; the most probable type is the predicted one.
   *
   * @param predictions at least one
   * @return the evaluation
   * @throws IllegalArgumentException if there are none, or a cell has two patients
   */
  public static Evaluation of(List<Prediction> predictions) {
    List<ChromosomeType> truth = predictions.stream().map(Prediction::truth).toList();
    List<ChromosomeType> predicted = predictions.stream().map(Prediction::predicted).toList();
    int[][] confusion = count(truth, predicted);
    Map<String, String> patients = new HashMap<>();
    Set<String> cells = new HashSet<>();
    Set<String> flawed = new HashSet<>();
    for (Prediction prediction : predictions) {
      if (prediction.cell().isEmpty()) {
        continue;
      }
      String cell = prediction.cell().get();
      cells.add(cell);
      if (!prediction.correct()) {
        flawed.add(cell);
      }
      if (prediction.patient().isPresent()) {
        String patient = prediction.patient().get();
        String before = patients.putIfAbsent(cell, patient);
        if (before != null && !before.equals(patient)) {
          throw new IllegalArgumentException(
              "patient: must be one for all of cell '"
                  + cell
                  + "', found '"
                  + before
                  + "' and '"
                  + patient
                  + "'");
        }
      }
    }
    return new Evaluation(
        confusion,
        truth,
        predictions.stream().map(Prediction::probabilities).toList(),
        cells.size(),
        cells.size() - flawed.size());
  }

  /** Combines evaluations; a cell that is in two of them counts twice. */
  static Evaluation pool(List<Evaluation> parts) {
    int[][] confusion = new int[TYPES][TYPES];
    List<ChromosomeType> truth = new ArrayList<>();
    List<TypeProbabilities> probabilities = new ArrayList<>();
    int cells = 0;
    int perfectCells = 0;
    for (Evaluation part : parts) {
      for (int t = 0; t < TYPES; t++) {
        for (int p = 0; p < TYPES; p++) {
          confusion[t][p] += part.confusion[t][p];
        }
      }
      truth.addAll(part.truth);
      probabilities.addAll(part.probabilities);
      cells += part.cells;
      perfectCells += part.perfectCells;
    }
    return new Evaluation(confusion, truth, probabilities, cells, perfectCells);
  }

  /**
   * Compares types.
   *
   * @param truth the true type of each image, at least one
   * @param predicted the predicted type of each image, in the same order
   * @return the evaluation, without scores that need probabilities or cells
   * @throws IllegalArgumentException if there are none, or the numbers differ
   */
  public static Evaluation ofTypes(List<ChromosomeType> truth, List<ChromosomeType> predicted) {
    return new Evaluation(count(truth, predicted), truth, List.of(), 0, 0);
  }

  /**
   * Compares types with probabilities; the most probable type is the predicted one.
   *
   * @param truth the true type of each image, at least one
   * @param probabilities the probabilities of each image, in the same order
   * @return the evaluation, without scores that need cells
   * @throws IllegalArgumentException if there are none, or the numbers differ
   */
  public static Evaluation ofProbabilities(
      List<ChromosomeType> truth, List<TypeProbabilities> probabilities) {
    List<ChromosomeType> predicted = probabilities.stream().map(TypeProbabilities::best).toList();
    return new Evaluation(count(truth, predicted), truth, probabilities, 0, 0);
  }

  /** {@return the number of images, at least 1} */
  public int images() {
    return truth.size();
  }

  /** {@return the number of images classified correctly} */
  public int correct() {
    int correct = 0;
    for (int type = 0; type < TYPES; type++) {
      correct += confusion[type][type];
    }
    return correct;
  }

  /** {@return the share of images classified correctly, 0 to 1} */
  public double accuracy() {
    return (double) correct() / images();
  }

  /** {@return the number of known cells, 0 or more} */
  public int cells() {
    return cells;
  }

  /**
   * {@return the number of cells without an error, all of whose predicted images were classified
   * correctly}
   */
  public int perfectCells() {
    return perfectCells;
  }

  /**
   * Returns the share of cells without an error.
   *
   * @return {@link #perfectCells()} / {@link #cells()}, 0 to 1
   * @throws IllegalStateException if no cell is known
   */
  public double perfectCellShare() {
    if (cells == 0) {
      throw new IllegalStateException("cells: must be known, found none");
    }
    return (double) perfectCells / cells;
  }

  /**
   * {@return the unweighted mean F1 of the types that occur in the truth, 0 to 1 (macro-average:
   * Sokolova and Lapalme, Information Processing and Management 45, 2009; "averaged F1" of Opitz
   * and Burst, 2019)}
   */
  public double macroF1() {
    return byType().values().stream()
        .filter(scores -> scores.support() > 0)
        .mapToDouble(TypeScores::f1)
        .average()
        .orElseThrow();
  }

  /**
   * Returns the scores of one type.
   *
   * @param type the type
   * @return its scores, all 0 if it does not occur
   */
  public TypeScores ofType(ChromosomeType type) {
    int t = type.ordinal();
    int support = 0;
    int predicted = 0;
    for (int other = 0; other < TYPES; other++) {
      support += confusion[t][other];
      predicted += confusion[other][t];
    }
    return new TypeScores(support, predicted, confusion[t][t]);
  }

  /**
   * {@return the scores of all 24 types, in the order of {@link ChromosomeType#ALL}, as a new map}
   */
  public Map<ChromosomeType, TypeScores> byType() {
    Map<ChromosomeType, TypeScores> scores = new EnumMap<>(ChromosomeType.class);
    ChromosomeType.ALL.forEach(type -> scores.put(type, ofType(type)));
    return scores;
  }

  /**
   * Returns how often one type was predicted as another.
   *
   * @param truth the true type
   * @param predicted the predicted type
   * @return the number of images
   */
  public int confusion(ChromosomeType truth, ChromosomeType predicted) {
    return confusion[truth.ordinal()][predicted.ordinal()];
  }

  /**
   * {@return the confusion matrix: a new array {@code [24][24]} with true types as rows and
   * predicted types as columns, in the order of {@link ChromosomeType#ALL}}
   */
  public int[][] confusionMatrix() {
    int[][] copy = new int[TYPES][];
    for (int type = 0; type < TYPES; type++) {
      copy[type] = confusion[type].clone();
    }
    return copy;
  }

  /**
   * Returns the top-k accuracy: the share of images whose true type is among the k most probable
   * ones. Equally probable types rank in the order of {@link ChromosomeType#ALL}.
   *
   * @param count the number k, 1 to 24
   * @return 0 to 1; for 1 the {@link #accuracy()}
   * @throws IllegalArgumentException if the count is out of range
   * @throws IllegalStateException if there are no probabilities
   */
  public double topAccuracy(int count) {
    Require.inRange("count", count, 1, TYPES);
    requireProbabilities();
    int hits = 0;
    for (int i = 0; i < images(); i++) {
      ChromosomeType wanted = truth.get(i);
      TypeProbabilities found = probabilities.get(i);
      int rank = 0;
      for (ChromosomeType type : ChromosomeType.ALL) {
        if (found.of(type) > found.of(wanted)
            || (found.of(type) == found.of(wanted) && type.ordinal() < wanted.ordinal())) {
          rank++;
        }
      }
      if (rank < count) {
        hits++;
      }
    }
    return (double) hits / images();
  }

  /**
   * Returns a reliability diagram: the images in 15 bins of equal width by their confidence
   * (DeGroot and Fienberg, The Statistician 32, 1983; bins as in Guo, Pleiss, Sun and Weinberger,
   * On Calibration of Modern Neural Networks, ICML 2017, section 2).
   *
   * @return 15 bins, by rising confidence
   * @throws IllegalStateException if there are no probabilities
   */
  public List<ReliabilityBin> reliability() {
    requireProbabilities();
    int[] count = new int[BINS];
    int[] correct = new int[BINS];
    double[] confidence = new double[BINS];
    for (int i = 0; i < images(); i++) {
      ChromosomeType best = probabilities.get(i).best();
      float probability = probabilities.get(i).of(best);
      // A bin is open below and closed above: ((m - 1)/15, m/15].
      int bin = Math.min(BINS, Math.max(1, (int) Math.ceil(probability * BINS))) - 1;
      count[bin]++;
      correct[bin] += best == truth.get(i) ? 1 : 0;
      confidence[bin] += probability;
    }
    return IntStream.range(0, BINS)
        .mapToObj(
            bin ->
                new ReliabilityBin(
                    (double) bin / BINS,
                    (bin + 1.0) / BINS,
                    count[bin],
                    confidence[bin] / Math.max(1, count[bin]),
                    (double) correct[bin] / Math.max(1, count[bin])))
        .toList();
  }

  /**
   * Returns the expected calibration error: the mean of |accuracy - mean confidence| over the bins
   * of {@link #reliability()}, weighted by the images in each (Guo, Pleiss, Sun and Weinberger, On
   * Calibration of Modern Neural Networks, ICML 2017, equation 3).
   *
   * @return 0 (probabilities are right on average) to 1
   * @throws IllegalStateException if there are no probabilities
   */
  public double calibrationError() {
    double sum = 0;
    for (ReliabilityBin bin : reliability()) {
      sum += bin.images() * Math.abs(bin.accuracy() - bin.confidence());
    }
    return sum / images();
  }

  /**
   * Returns the mean of -ln p over the images, p being the probability of the true type (Good,
   * Rational Decisions, Journal of the Royal Statistical Society B 14, 1952). A p of 0 counts as
   * {@link Float#MIN_VALUE}, the smallest positive float, so that one image does not make the mean
   * infinite.
   *
   * @return 0 (every true type has probability 1) to 103.3, in nats; ln 24 = 3.18 if all types are
   *     always equally probable
   * @throws IllegalStateException if there are no probabilities
   */
  public double negativeLogLikelihood() {
    requireProbabilities();
    double sum = 0;
    for (int i = 0; i < images(); i++) {
      sum -= Math.log(Math.max(probabilities.get(i).of(truth.get(i)), Float.MIN_VALUE));
    }
    return sum / images();
  }

  /**
   * Returns the Brier score: the squared differences between the probabilities and the truth (1 for
   * the true type, 0 for the others), summed over types and averaged over images (Brier, Monthly
   * Weather Review 78, 1950).
   *
   * @return 0 (every true type has probability 1) to 2 (every image was classified wrongly with
   *     probability 1)
   * @throws IllegalStateException if there are no probabilities
   */
  public double brierScore() {
    requireProbabilities();
    double sum = 0;
    for (int i = 0; i < images(); i++) {
      for (ChromosomeType type : ChromosomeType.ALL) {
        double difference = probabilities.get(i).of(type) - (type == truth.get(i) ? 1.0 : 0.0);
        sum += difference * difference;
      }
    }
    return sum / images();
  }

  /**
   * Returns the risk-coverage curve: the error rate of the images that are kept when the least
   * confident ones are left to a person.
   *
   * @return the curve
   * @throws IllegalStateException if there are no probabilities
   */
  public RiskCoverage riskCoverage() {
    requireProbabilities();
    List<RiskCoverage.Told> told = new ArrayList<>();
    for (int i = 0; i < images(); i++) {
      ChromosomeType best = probabilities.get(i).best();
      told.add(new RiskCoverage.Told(probabilities.get(i).of(best), best == truth.get(i)));
    }
    return RiskCoverage.of(told);
  }

  private void requireProbabilities() {
    if (probabilities.isEmpty()) {
      throw new IllegalStateException("probabilities: must be known, found types only");
    }
  }

  /**
   * {@return the pairs of types that were confused, the most frequent first, equally frequent ones
   * in the order of {@link ChromosomeType#ALL}}
   */
  public List<Confusion> confusions() {
    List<Confusion> confusions = new ArrayList<>();
    for (ChromosomeType truth : ChromosomeType.ALL) {
      for (ChromosomeType predicted : ChromosomeType.ALL) {
        int count = confusion(truth, predicted);
        if (truth != predicted && count > 0) {
          confusions.add(new Confusion(truth, predicted, count));
        }
      }
    }
    confusions.sort((a, b) -> Integer.compare(b.count(), a.count()));
    return List.copyOf(confusions);
  }

  /**
   * A type that was predicted as another.
   *
   * @param truth the true type
   * @param predicted the predicted type
   * @param count how often, at least 1
   */
  public record Confusion(ChromosomeType truth, ChromosomeType predicted, int count) {}

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "Evaluation[%d images, accuracy %.4f, macro F1 %.4f]",
        images(),
        accuracy(),
        macroF1());
  }
}
