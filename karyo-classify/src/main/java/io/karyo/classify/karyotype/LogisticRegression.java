package io.karyo.classify.karyotype;

import java.util.Arrays;
import java.util.List;

/** Finds the weights of a logistic regression by Newton's method. */
final class LogisticRegression {

  private static final int STEPS = 50;

  /** Keeps weights finite if the answers are perfectly separable. */
  private static final double RIDGE = 0.01;

  /**
   * One observation.
   *
   * @param features with a constant 1 among them if an intercept is wanted
   * @param right the answer
   * @param weight how much it counts
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Observation(double[] features, boolean right, double weight) {}

  private LogisticRegression() {}

  static double[] fit(List<Observation> observations, int size) {
    double[] weights = new double[size];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[size];
      double[][] hessian = new double[size][size];
      for (int k = 0; k < size; k++) {
        gradient[k] = -RIDGE * weights[k];
        hessian[k][k] = RIDGE;
      }
      for (Observation observation : observations) {
        double[] x = observation.features();
        double p = sigmoid(product(weights, x));
        double error = observation.weight() * ((observation.right() ? 1 : 0) - p);
        double curvature = observation.weight() * p * (1 - p);
        for (int k = 0; k < size; k++) {
          gradient[k] += error * x[k];
          for (int l = 0; l < size; l++) {
            hessian[k][l] += curvature * x[k] * x[l];
          }
        }
      }
      double[] change = solve(hessian, gradient);
      double largest = 0;
      for (int k = 0; k < size; k++) {
        // A full step may overshoot where nearly all answers are certain.
        double bounded = Math.max(-2, Math.min(2, change[k]));
        weights[k] += bounded;
        largest = Math.max(largest, Math.abs(bounded));
      }
      if (largest < 1e-9) {
        break;
      }
    }
    return weights;
  }

  static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  static double product(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** Inverts a positive definite matrix. */
  static double[][] inverse(double[][] matrix) {
    double[][] inverse = new double[matrix.length][];
    for (int k = 0; k < matrix.length; k++) {
      double[] unit = new double[matrix.length];
      unit[k] = 1;
      double[][] copy = new double[matrix.length][];
      Arrays.setAll(copy, i -> matrix[i].clone());
      inverse[k] = solve(copy, unit);
    }
    return inverse;
  }

  /** Gauss's elimination; the matrix is positive definite. */
  private static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    double[] solution = right.clone();
    for (int pivot = 0; pivot < size; pivot++) {
      for (int row = pivot + 1; row < size; row++) {
        double factor = matrix[row][pivot] / matrix[pivot][pivot];
        for (int k = pivot; k < size; k++) {
          matrix[row][k] -= factor * matrix[pivot][k];
        }
        solution[row] -= factor * solution[pivot];
      }
    }
    for (int row = size - 1; row >= 0; row--) {
      for (int k = row + 1; k < size; k++) {
        solution[row] -= matrix[row][k] * solution[k];
      }
      solution[row] /= matrix[row][row];
    }
    return solution;
  }
}
