package io.karyo.metrics;

import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Confidence intervals of a score for new patients.
 *
 * <p>Chromosomes of a patient are alike, so ten thousand images of twenty patients are less
 * informative than their number suggests. Therefore not images but patients are resampled with
 * replacement, each with all images (cluster bootstrap: Field and Welsh, Bootstrapping Clustered
 * Data, Journal of the Royal Statistical Society B 69, 2007). The interval contains the middle part
 * of the scores of many such draws (percentile interval: Efron and Tibshirani, An Introduction to
 * the Bootstrap, 1993, section 13.3). With few patients, for example fewer than twenty, it is too
 * narrow.
 *
 * <pre>{@code
 * Bootstrap bootstrap = Bootstrap.byPatient(predictions, 1999, 42);
 * bootstrap.interval(Evaluation::accuracy, 0.95);
 * bootstrap.interval(Evaluation::macroF1, 0.95);
 * bootstrap.interval(Evaluation::perfectCellShare, 0.95);
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> equal predictions, in any order, and
 * equal seeds give equal intervals; all scores use the same draws.
 */
public final class Bootstrap {

  private static final double ROUNDING = 1e-9;

  private final Evaluation whole;

  /** One a patient, by name. */
  private final List<Evaluation> patients;

  private final int draws;
  private final long seed;

  /**
   * A score and its confidence interval.
   *
   * @param estimate the score of the images as they are
   * @param low the lower end
   * @param high the upper end
   */
  public record Interval(double estimate, double low, double high) {}

  private Bootstrap(Evaluation whole, List<Evaluation> patients, int draws, long seed) {
    this.whole = whole;
    this.patients = patients;
    this.draws = draws;
    this.seed = seed;
  }

  /**
   * Prepares the draws of patients.
   *
   * @param predictions the predictions, each of a known patient; where only cells are known, give
   *     the cell as the patient
   * @param draws how often to draw, at least 1; 1999 suits an interval of 0.95
   * @param seed the seed of the draws
   * @return the bootstrap; draws are made when an interval is computed
   * @throws IllegalArgumentException if there are fewer than two patients, a patient is unknown, a
   *     cell has two patients, or there is no draw
   */
  public static Bootstrap byPatient(List<Prediction> predictions, int draws, long seed) {
    Require.atLeast("draws", draws, 1);
    Map<String, List<Prediction>> patients = new TreeMap<>();
    for (Prediction prediction : predictions) {
      String patient =
          prediction
              .patient()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "patient: must be known of every image, found none of '"
                              + prediction.name()
                              + "'"));
      patients.computeIfAbsent(patient, absent -> new ArrayList<>()).add(prediction);
    }
    Require.that(patients.size() >= 2, "predictions", "of at least 2 patients", patients.size());
    return new Bootstrap(
        Evaluation.of(predictions),
        patients.values().stream().map(Evaluation::of).toList(),
        draws,
        seed);
  }

  /**
   * Returns the percentile interval of a score: of the scores of the B draws, sorted, the k-th from
   * below and the k-th from above, k being ⌊(B + 1)(1 - level)/2⌋ (Efron and Tibshirani 1993,
   * section 12.5).
   *
   * @param score the score, for example {@code Evaluation::macroF1}; a cell of a patient who was
   *     drawn twice counts as two, a type that does not occur in a draw does not count
   * @param level the share of the draws that the interval contains, between 0 and 1, for example
   *     0.95
   * @return the interval
   * @throws IllegalArgumentException if the level is out of range, or there are too few draws for
   *     it, k being 0
   * @throws RuntimeException if the score throws it, for example because no cell is known
   */
  public Interval interval(ToDoubleFunction<Evaluation> score, double level) {
    Require.that(level > 0 && level < 1, "level", "between 0 and 1", level);
    int k = (int) ((draws + 1) * (1 - level) / 2 + ROUNDING);
    if (k == 0) {
      throw new IllegalArgumentException(
          "draws: must be at least 2/(1 - level) - 1 for an interval of "
              + level
              + ", found "
              + draws);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] scores = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      List<Evaluation> drawn = new ArrayList<>();
      for (int i = 0; i < patients.size(); i++) {
        drawn.add(patients.get(random.nextInt(patients.size())));
      }
      scores[draw] = score.applyAsDouble(Evaluation.pool(drawn));
    }
    Arrays.sort(scores);
    return new Interval(score.applyAsDouble(whole), scores[k - 1], scores[draws - k]);
  }
}
