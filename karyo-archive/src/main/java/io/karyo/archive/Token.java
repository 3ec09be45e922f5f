package io.karyo.archive;

import io.karyo.photo.Box;
import java.util.List;

/**
 * One or more characters side by side that may be the number of a place.
 *
 * @param glyphs the characters from left to right
 * @param box the box around them
 * @param labels how probable each of {@link Labels} is
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Token(List<Blob> glyphs, Box box, double[] labels) {

  double bestProbability() {
    return labels[best()];
  }

  /** The most probable label. */
  int best() {
    int best = 0;
    for (int i = 1; i < labels.length; i++) {
      best = labels[i] > labels[best] ? i : best;
    }
    return best;
  }

  /** How probable it is that this is a label at all. */
  double anyProbability() {
    double sum = 0;
    for (double p : labels) {
      sum += p;
    }
    return sum;
  }
}
