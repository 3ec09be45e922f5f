package io.karyo.laboratory;

import io.karyo.model.Require;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much cells look like those that a model learned from.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param score 0 to 1: the share of single cells of the model's own laboratory, of several the one
 *     that these cells resemble most, of patients that it was not trained on, that look at least as
 *     unusual. Cells of another laboratory usually have less than 1e-6
 * @param deviations of each trait from those cells, in their standard deviations; positive if the
 *     trait is greater
 * @param cells how many cells were looked at, at least 1
 */
public record Familiarity(double score, Map<Trait, Double> deviations, int cells) {

  /** With a lower score, cells are taken for those of another laboratory. */
  public static final double FOREIGN = 1e-4;

  private static final int REPORTED = 3;

  public Familiarity {
    Require.inRange("score", score, 0, 1);
    Require.atLeast("cells", cells, 1);
    deviations = Collections.unmodifiableMap(new EnumMap<>(deviations));
  }

  /**
   * {@return whether the cells look like those of another laboratory} Probabilities and marks for
   * review are then unreliable; {@link io.karyo.Karyotyper#adapt()} adapts a model.
   */
  public boolean isForeign() {
    return score < FOREIGN;
  }

  /** {@return the score and the traits that deviate most, in words} */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "familiarity %.2g (%s)",
        score,
        deviations.entrySet().stream()
            .sorted(
                Comparator.comparingDouble(
                    (Map.Entry<Trait, Double> one) -> -Math.abs(one.getValue())))
            .limit(REPORTED)
            .map(one -> String.format(Locale.ROOT, "%s %+.1f", one.getKey(), one.getValue()))
            .collect(Collectors.joining(", ")));
  }
}
