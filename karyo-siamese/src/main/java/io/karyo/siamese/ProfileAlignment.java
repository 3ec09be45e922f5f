package io.karyo.siamese;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.network.NetworkInput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds which chromosomes of a type to turn so that all of the type lie the same way, from their
 * profiles alone.
 *
 * <p>Turning a chromosome negates the odd part of its profiles, f(y) − f(−y). If v is the first
 * principal component of the odd parts of a type, those with a positive and those with a negative
 * product with v lie opposite ways. Which of the two ways is p arm up remains open.
 */
final class ProfileAlignment {

  private static final int ROUNDS = 30;

  /** A stretched image shows background below this. */
  private static final double FAINT = 0.25;

  /** The width tells the ends apart better than its small variance lets it. */
  private static final double WIDTH_WEIGHT = 2;

  private ProfileAlignment() {}

  /** Says of each chromosome whether to turn it. */
  static boolean[] turns(
      List<NetworkInput> specimens, List<ChromosomeType> types, int height, int width) {
    boolean[] turns = new boolean[specimens.size()];
    for (ChromosomeType type : ChromosomeType.ALL) {
      int[] own = IntStream.range(0, turns.length).filter(i -> types.get(i) == type).toArray();
      if (own.length > 0) {
        double[][] odd = new double[own.length][];
        for (int n = 0; n < own.length; n++) {
          odd[n] = oddPart(specimens.get(own[n]), height, width);
        }
        double[] axis = principalAxis(odd);
        for (int n = 0; n < own.length; n++) {
          turns[own[n]] = product(odd[n], axis) < 0;
        }
      }
    }
    return turns;
  }

  /** The odd parts of the stain profile, then of the width profile, scaled to length 1. */
  private static double[] oddPart(NetworkInput specimen, int rows, int columns) {
    float[] image = new float[rows * columns];
    specimen.draw(rows, columns, NetworkInput.View.plain(false), image, 0);
    double[] stain = new double[rows];
    double[] width = new double[rows];
    for (int y = 0; y < rows; y++) {
      int wide = 0;
      double sum = 0;
      for (int x = 0; x < columns; x++) {
        double value = image[y * columns + x] + NetworkInput.BACKGROUND;
        if (value > FAINT) {
          wide++;
          sum += value;
        }
      }
      width[y] = WIDTH_WEIGHT * wide / columns;
      stain[y] = wide == 0 ? 0 : sum / wide;
    }
    int half = rows / 2;
    double[] odd = new double[2 * half];
    for (int y = 0; y < half; y++) {
      odd[y] = stain[y] - stain[rows - 1 - y];
      odd[half + y] = width[y] - width[rows - 1 - y];
    }
    double norm = Math.sqrt(product(odd, odd));
    for (int i = 0; i < odd.length && norm > 0; i++) {
      odd[i] /= norm;
    }
    return odd;
  }

  /** Power iteration; the later rounds take signs alone, so that no outlier leads. */
  private static double[] principalAxis(double[][] vectors) {
    // A symmetric chromosome points nowhere.
    double[] axis =
        Arrays.stream(vectors)
            .filter(vector -> product(vector, vector) > 0)
            .findFirst()
            .orElse(vectors[0]);
    for (int round = 0; round < ROUNDS; round++) {
      double[] next = new double[axis.length];
      for (double[] vector : vectors) {
        double along = product(vector, axis);
        double weight = round < ROUNDS / 2 ? along : Math.signum(along);
        for (int i = 0; i < next.length; i++) {
          next[i] += weight * vector[i];
        }
      }
      double norm = Math.sqrt(product(next, next));
      for (int i = 0; i < next.length && norm > 0; i++) {
        next[i] /= norm;
      }
      axis = next;
    }
    return axis;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
