package io.karyo.classify;

import io.karyo.ModelFormatException;
import java.util.Comparator;
import java.util.List;

/**
 * How sure one has to be: the scores of answers of which it is known whether they are right.
 *
 * @param scores the surer the greater, in falling order
 * @param right whether the answer was right
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Doubt(float[] scores, boolean[] right) {

  /**
   * An answer.
   *
   * @param score how sure it was
   * @param right whether it was right
   */
  record Answer(double score, boolean right) {}

  static Doubt of(List<Answer> answers) {
    List<Answer> sorted =
        answers.stream().sorted(Comparator.comparingDouble(answer -> -answer.score())).toList();
    float[] scores = new float[sorted.size()];
    boolean[] right = new boolean[sorted.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) sorted.get(i).score();
      right[i] = sorted.get(i).right();
    }
    return new Doubt(scores, right);
  }

  /**
   * Finds the least score with which enough answers were right among those that were as sure.
   *
   * @param precision the share that has to be right
   * @return a score, infinite if no score is enough
   */
  double threshold(double precision) {
    double threshold = Double.POSITIVE_INFINITY;
    int rights = 0;
    for (int i = 0; i < scores.length; i++) {
      rights += right[i] ? 1 : 0;
      boolean lastOfEquals = i == scores.length - 1 || scores[i + 1] < scores[i];
      if (lastOfEquals && rights >= precision * (i + 1)) {
        threshold = scores[i];
      }
    }
    return threshold;
  }

  float[] toArray() {
    float[] array = new float[2 * scores.length];
    for (int i = 0; i < scores.length; i++) {
      array[2 * i] = scores[i];
      array[2 * i + 1] = right[i] ? 1 : 0;
    }
    return array;
  }

  static Doubt of(float[] array) {
    float[] scores = new float[array.length / 2];
    boolean[] right = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = array[2 * i];
      right[i] = array[2 * i + 1] == 1;
      if (i > 0 && scores[i] > scores[i - 1]) {
        throw new ModelFormatException(
            "scores: must fall, found " + scores[i - 1] + " before " + scores[i]);
      }
    }
    return new Doubt(scores, right);
  }
}
