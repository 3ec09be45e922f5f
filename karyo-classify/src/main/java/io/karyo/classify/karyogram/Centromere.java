package io.karyo.classify.karyogram;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Ideogram;
import io.karyo.chromosome.Straightened;
import java.util.Optional;

/**
 * Finds the centromere of a straightened chromosome: the best waist near the position in the
 * ideogram of its type, or that position if there is no waist near it.
 *
 * <p>A waist is a row that is narrower than the widest row above it and the widest row below it.
 * The score of a row is how much narrower it is, as a share, minus a penalty for its distance from
 * the expected position.
 */
final class Centromere {

  /** The expected position of the centromere of a chromosome of unknown type. */
  private static final double MARKER_INDEX = 0.4;

  /** The usual greatest distance from the expected position, as a share of the length. */
  private static final double SPREAD = 0.1;

  private static final double MARKER_SPREAD = 0.3;

  /** The penalty of a row at this distance, as a share of the width. */
  private static final double PENALTY = 0.5;

  /** The stain, relative to the mean, from which a pixel counts fully. */
  private static final double SOLID = 0.3;

  private Centromere() {}

  /**
   * Finds a centromere.
   *
   * @param upright a chromosome with its p arm up
   * @param type its type, empty for a marker
   * @return the distance from the upper edge in px, from 0 to the length
   */
  static double row(Straightened upright, Optional<ChromosomeType> type) {
    double expected = type.map(t -> Ideogram.of(t).centromericIndex()).orElse(MARKER_INDEX);
    double spread = type.isPresent() ? SPREAD : MARKER_SPREAD;
    double[] width = smooth(widths(upright));
    int length = width.length;
    double[] below = new double[length];
    for (int row = length - 2; row >= 0; row--) {
      below[row] = Math.max(below[row + 1], width[row + 1]);
    }
    double best = 0;
    double found = expected * length;
    double above = 0;
    for (int row = 0; row < length; row++) {
      double rim = Math.min(above, below[row]);
      double away = ((row + 0.5) / length - expected) / spread;
      if (rim > width[row] && Math.abs(away) <= 1) {
        double waist = 1 - width[row] / rim - PENALTY * away * away;
        if (waist > best) {
          best = waist;
          found = row + 0.5;
        }
      }
      above = Math.max(above, width[row]);
    }
    return found;
  }

  /** How wide each row is; a faint pixel counts in part. */
  private static double[] widths(Straightened chromosome) {
    double solid = SOLID * chromosome.meanStain();
    double[] widths = new double[chromosome.length()];
    for (int row = 0; row < widths.length; row++) {
      for (int column = 0; column < chromosome.width(); column++) {
        widths[row] += Math.min(1, chromosome.stain(row, column) / solid);
      }
    }
    return widths;
  }

  /** Smooths out noise and single pixels. */
  private static double[] smooth(double[] values) {
    double[] smooth = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double before = values[Math.max(0, i - 1)];
      double after = values[Math.min(values.length - 1, i + 1)];
      smooth[i] = (before + 2 * values[i] + after) / 4;
    }
    return smooth;
  }
}
