package io.karyo.cli.paper.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lays points of many dimensions out in a plane so that neighbours stay neighbours: t-distributed
 * stochastic neighbour embedding, exact (van der Maaten and Hinton, Journal of Machine Learning
 * Research 9, 2008). For some hundred points; the effort of a step grows with their square.
 */
public final class Tsne {

  private static final double PERPLEXITY = 15;
  private static final int STEPS = 700;
  private static final int EXAGGERATED_STEPS = 150;
  private static final double EXAGGERATION = 4;
  private static final double RATE = 20;
  private static final double TINY = 1e-12;
  private static final int HALVINGS = 60;

  /**
   * A place in a plane.
   *
   * @param x to the right
   * @param y upwards
   */
  public record Point(double x, double y) {}

  private Tsne() {}

  /**
   * Lays points out.
   *
   * @param points each of as many coordinates
   * @param seed where they start from
   * @return a place each, around the middle; fewer than 3 points all get the middle
   */
  public static List<Point> map(List<float[]> points, long seed) {
    int count = points.size();
    double[][] places = new double[count][2];
    if (count >= 3) {
      SplittableRandom random = new SplittableRandom(seed);
      for (double[] place : places) {
        place[0] = 1e-2 * (random.nextDouble() - 0.5);
        place[1] = 1e-2 * (random.nextDouble() - 0.5);
      }
      descend(affinities(points), places);
    }
    List<Point> map = new ArrayList<>(count);
    for (double[] place : places) {
      map.add(new Point(place[0], place[1]));
    }
    return map;
  }

  /** Returns how near the points are to each other: p_ij of equation 1, symmetric, sum 1. */
  static double[][] affinities(List<float[]> points) {
    int count = points.size();
    double[][] conditional = new double[count][];
    for (int i = 0; i < count; i++) {
      conditional[i] = neighbours(points, i, Math.min(PERPLEXITY, (count - 1) / 3.0));
    }
    double[][] affinities = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        affinities[i][j] = (conditional[i][j] + conditional[j][i]) / (2 * count);
      }
    }
    return affinities;
  }

  /** Returns p_j|i with the precision that gives the perplexity, found by halving. */
  private static double[] neighbours(List<float[]> points, int i, double perplexity) {
    int count = points.size();
    double[] squares = new double[count];
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < points.get(i).length; k++) {
        double difference = points.get(i)[k] - points.get(j)[k];
        squares[j] += difference * difference;
      }
      nearest = j == i ? nearest : Math.min(nearest, squares[j]);
    }
    double wanted = Math.log(perplexity);
    double least = 0;
    double most = Double.POSITIVE_INFINITY;
    double precision = 1;
    double[] shares = new double[count];
    for (int step = 0; step < HALVINGS; step++) {
      double sum = 0;
      for (int j = 0; j < count; j++) {
        // From the nearest on, which changes no share and keeps the sum above 0.
        shares[j] = j == i ? 0 : Math.exp(-precision * (squares[j] - nearest));
        sum += shares[j];
      }
      double entropy = 0;
      for (int j = 0; j < count; j++) {
        shares[j] /= sum;
        entropy -= shares[j] > 0 ? shares[j] * Math.log(shares[j]) : 0;
      }
      if (entropy > wanted) {
        least = precision;
        precision = Double.isInfinite(most) ? 2 * precision : (precision + most) / 2;
      } else {
        most = precision;
        precision = (precision + least) / 2;
      }
    }
    return shares;
  }

  private static void descend(double[][] affinities, double[][] places) {
    int count = places.length;
    double[][] velocity = new double[count][2];
    double[][] gain = new double[count][2];
    for (double[] row : gain) {
      Arrays.fill(row, 1);
    }
    double[][] near = new double[count][count];
    for (int step = 0; step < STEPS; step++) {
      double exaggeration = step < EXAGGERATED_STEPS ? EXAGGERATION : 1;
      double momentum = step < EXAGGERATED_STEPS ? 0.5 : 0.8;
      double sum = TINY;
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < i; j++) {
          double x = places[i][0] - places[j][0];
          double y = places[i][1] - places[j][1];
          near[i][j] = 1 / (1 + x * x + y * y);
          near[j][i] = near[i][j];
          sum += 2 * near[i][j];
        }
      }
      double[][] slopes = slopes(affinities, places, near, exaggeration, sum);
      for (int i = 0; i < count; i++) {
        for (int axis = 0; axis < 2; axis++) {
          boolean turned = slopes[i][axis] > 0 == velocity[i][axis] > 0;
          gain[i][axis] = Math.max(0.01, turned ? gain[i][axis] * 0.8 : gain[i][axis] + 0.2);
          velocity[i][axis] = momentum * velocity[i][axis] - RATE * gain[i][axis] * slopes[i][axis];
          places[i][axis] += velocity[i][axis];
        }
      }
      centre(places);
    }
  }

  /** The gradient, equation 5. */
  private static double[][] slopes(
      double[][] affinities, double[][] places, double[][] near, double exaggeration, double sum) {
    double[][] slopes = new double[places.length][2];
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < places.length; j++) {
        double pull = 4 * (exaggeration * affinities[i][j] - near[i][j] / sum) * near[i][j];
        slopes[i][0] += pull * (places[i][0] - places[j][0]);
        slopes[i][1] += pull * (places[i][1] - places[j][1]);
      }
    }
    return slopes;
  }

  private static void centre(double[][] places) {
    for (int axis = 0; axis < 2; axis++) {
      double mean = 0;
      for (double[] place : places) {
        mean += place[axis] / places.length;
      }
      for (double[] place : places) {
        place[axis] -= mean;
      }
    }
  }
}
