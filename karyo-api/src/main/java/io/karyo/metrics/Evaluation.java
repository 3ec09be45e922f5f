package io.karyo.metrics;

import io.karyo.ChromosomeType;
import io.karyo.TypeProbabilities;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How well predicted types agree with the true ones.
 *
 * <p>Precision, recall and F1 are those of information retrieval (van Rijsbergen, Information
 * Retrieval, 2nd edition, 1979, chapter 7), taken for each type against all others.
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluation.ofProbabilities(truth, probabilities);
 * evaluation.accuracy();
 * evaluation.ofType(ChromosomeType.X).recall();
 * }</pre>
 *
 * <p><b>Units:</b> all scores are 0 to 1. <b>Thread safety:</b> immutable.
 */
public final class Evaluation {

  private static final int TYPES = ChromosomeType.ALL.size();
  private static final int BINS = 15;

  /** How often a type (row) was taken for a type (column). */
  private final int[][] confusion;

  private final int images;
  private final List<ChromosomeType> truth;
  private final List<TypeProbabilities> probabilities;

  /**
   * The scores of one type.
   *
   * @param support how many images are of the type
   * @param predicted how many were taken for it
   * @param correct how many of those are of it
   */
  public record TypeScores(int support, int predicted, int correct) {

    /**
     * Returns which share of what was taken for the type is of it: correct / predicted.
     *
     * @return 0 to 1; 0 if nothing was taken for the type
     */
    public double precision() {
      return predicted == 0 ? 0 : (double) correct / predicted;
    }

    /**
     * Returns which share of the type was taken for it: correct / support.
     *
     * @return 0 to 1; 0 if no image is of the type
     */
    public double recall() {
      return support == 0 ? 0 : (double) correct / support;
    }

    /**
     * Returns the harmonic mean of precision and recall: 2 · correct / (support + predicted).
     *
     * @return 0 to 1; 0 if the type occurs in neither truth nor predictions
     */
    public double f1() {
      return support + predicted == 0 ? 0 : 2.0 * correct / (support + predicted);
    }
  }

  private Evaluation(
      List<ChromosomeType> truth,
      List<ChromosomeType> predicted,
      List<TypeProbabilities> probabilities) {
    if (truth.isEmpty()) {
      throw new IllegalArgumentException("truth: must have at least one type, found none");
    }
    if (truth.size() != predicted.size()) {
      throw new IllegalArgumentException(
          "predictions: must be " + truth.size() + " as the true types, found " + predicted.size());
    }
    this.images = truth.size();
    this.truth = List.copyOf(truth);
    this.probabilities = List.copyOf(probabilities);
    this.confusion = new int[TYPES][TYPES];
    for (int i = 0; i < images; i++) {
      confusion[truth.get(i).ordinal()][predicted.get(i).ordinal()]++;
    }
  }

  /**
   * Compares types.
   *
   * @param truth the true type of each image, at least one
   * @param predicted the predicted type of each image, in the same order
   * @return the evaluation, without {@link #topAccuracy} and {@link #calibrationError}
   * @throws IllegalArgumentException if there are none, or not as many of both
   */
  public static Evaluation ofTypes(List<ChromosomeType> truth, List<ChromosomeType> predicted) {
    return new Evaluation(truth, predicted, List.of());
  }

  /**
   * Compares types with probabilities; the most probable type is the predicted one.
   *
   * @param truth the true type of each image, at least one
   * @param probabilities the probabilities of each image, in the same order
   * @return the evaluation
   * @throws IllegalArgumentException if there are none, or not as many of both
   */
  public static Evaluation ofProbabilities(
      List<ChromosomeType> truth, List<TypeProbabilities> probabilities) {
    return new Evaluation(
        truth, probabilities.stream().map(TypeProbabilities::best).toList(), probabilities);
  }

  /**
   * Returns how many images were compared.
   *
   * @return at least 1
   */
  public int images() {
    return images;
  }

  /**
   * Returns how many images were told right.
   *
   * @return 0 to {@link #images()}
   */
  public int correct() {
    int correct = 0;
    for (int type = 0; type < TYPES; type++) {
      correct += confusion[type][type];
    }
    return correct;
  }

  /**
   * Returns the share of images told right.
   *
   * @return 0 to 1
   */
  public double accuracy() {
    return (double) correct() / images;
  }

  /**
   * Returns the mean of the F1 of the types that occur among the true ones, each counting alike
   * (macro-average of F1: Sokolova and Lapalme, Information Processing and Management 45, 2009;
   * "averaged F1" of Opitz and Burst, 2019).
   *
   * @return 0 to 1
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
   * Returns the scores of all types.
   *
   * @return 24 entries in the order of {@link ChromosomeType#ALL}; a new map
   */
  public Map<ChromosomeType, TypeScores> byType() {
    Map<ChromosomeType, TypeScores> scores = new EnumMap<>(ChromosomeType.class);
    ChromosomeType.ALL.forEach(type -> scores.put(type, ofType(type)));
    return scores;
  }

  /**
   * Returns how often one type was taken for another.
   *
   * @param truth the true type
   * @param predicted the predicted type
   * @return a number of images
   */
  public int confusion(ChromosomeType truth, ChromosomeType predicted) {
    return confusion[truth.ordinal()][predicted.ordinal()];
  }

  /**
   * Returns the confusion matrix.
   *
   * @return a new array {@code [24][24]}, rows true and columns predicted types, in the order of
   *     {@link ChromosomeType#ALL}
   */
  public int[][] confusionMatrix() {
    int[][] copy = new int[TYPES][];
    for (int type = 0; type < TYPES; type++) {
      copy[type] = confusion[type].clone();
    }
    return copy;
  }

  /**
   * Returns the share of images whose true type is among the most probable ones. Of types equally
   * probable, those first in {@link ChromosomeType#ALL} are taken first.
   *
   * @param count how many of the most probable types to look at, 1 to 24
   * @return 0 to 1; for 1 the {@link #accuracy()}
   * @throws IllegalArgumentException if the count is out of range
   * @throws IllegalStateException if there are no probabilities
   */
  public double topAccuracy(int count) {
    if (count < 1 || count > TYPES) {
      throw new IllegalArgumentException("count: must be 1 to " + TYPES + ", found " + count);
    }
    requireProbabilities();
    int hits = 0;
    for (int i = 0; i < images; i++) {
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
    return (double) hits / images;
  }

  /**
   * Returns the expected calibration error: images are put into 15 bins of equal width by the
   * probability of their predicted type; what is returned is the mean of |accuracy - mean
   * probability| over the bins, weighted by the images in each (Guo, Pleiss, Sun and Weinberger, On
   * Calibration of Modern Neural Networks, ICML 2017, equation 3).
   *
   * @return 0 (probabilities are right on average) to 1
   * @throws IllegalStateException if there are no probabilities
   */
  public double calibrationError() {
    requireProbabilities();
    double[] surplus = new double[BINS];
    for (int i = 0; i < images; i++) {
      ChromosomeType best = probabilities.get(i).best();
      float probability = probabilities.get(i).of(best);
      // A bin is open below and closed above: ((m - 1)/15, m/15].
      int bin = Math.min(BINS, Math.max(1, (int) Math.ceil(probability * BINS))) - 1;
      surplus[bin] += probability - (best == truth.get(i) ? 1 : 0);
    }
    double sum = 0;
    for (double value : surplus) {
      sum += Math.abs(value);
    }
    return sum / images;
  }

  private void requireProbabilities() {
    if (probabilities.isEmpty()) {
      throw new IllegalStateException("probabilities: must be known, found types only");
    }
  }

  /**
   * Returns the pairs of types that were confused.
   *
   * @return the most frequent first, of equal ones in the order of {@link ChromosomeType#ALL}
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
   * A type that was taken for another.
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
        images,
        accuracy(),
        macroF1());
  }
}
