package io.karyo.straighten;

import io.karyo.image.ChromosomeImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bends straight upright chromosomes by a known amount, so that what a straightener should give
 * back is known.
 *
 * <p>The stain of the straight one is read at (u, s): s along its axis from the top, u to the right
 * of it, both from its middle.
 */
final class Bender {

  private static final int MARGIN = 6;

  private Bender() {}

  /** Maps a place of the bent picture, from its middle, to a place (u, s) of the straight one. */
  private interface Map {
    /** Returns u and s, or null where there is nothing. */
    double @Nullable [] straight(double x, double y);
  }

  /** Bends into an arc; the angle is that between the directions of the two ends. */
  static ChromosomeImage arc(ChromosomeImage straight, double degrees) {
    double radius = straight.height() / Math.toRadians(degrees);
    double limit = Math.toRadians(degrees) / 2 + 0.5;
    return bend(
        straight,
        (x, y) -> {
          double fromCentre = x + radius;
          double angle = Math.atan2(y, fromCentre);
          return Math.abs(angle) > limit
              ? null
              : new double[] {Math.hypot(fromCentre, y) - radius, angle * radius};
        });
  }

  /** Bends in an S: one arc to the left, one to the right. */
  static ChromosomeImage wave(ChromosomeImage straight, double degrees) {
    double radius = straight.height() / 2.0 / Math.toRadians(degrees);
    return bend(
        straight,
        (x, y) -> {
          // Both halves start upright in the middle.
          double side = y < 0 ? 1 : -1;
          double fromCentre = side * x + radius;
          double angle = Math.atan2(y, fromCentre);
          return Math.abs(angle) > Math.toRadians(degrees) + 0.5
              ? null
              : new double[] {side * (Math.hypot(fromCentre, y) - radius), angle * radius};
        });
  }

  /** Bends sharply at a place, a share of the length from the top. */
  static ChromosomeImage kink(ChromosomeImage straight, double degrees, double at) {
    double half = Math.toRadians(degrees) / 2;
    double pivot = (at - 0.5) * straight.height();
    return bend(
        straight,
        (x, y) -> {
          // Each half is turned back about the pivot, which is the middle of the picture.
          double turn = y < 0 ? -half : half;
          double u = Math.cos(turn) * x + Math.sin(turn) * y;
          double s = -Math.sin(turn) * x + Math.cos(turn) * y;
          return new double[] {u, s + pivot};
        });
  }

  /** Turns clockwise about the middle. */
  static ChromosomeImage turn(ChromosomeImage image, double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    return bend(image, (x, y) -> new double[] {cos * x + sin * y, -sin * x + cos * y});
  }

  private static ChromosomeImage bend(ChromosomeImage straight, Map map) {
    int half = (int) (1.2 * Math.hypot(straight.width(), straight.height()));
    int size = 2 * half + 1;
    float[] stain = new float[size * size];
    int minX = size;
    int maxX = 0;
    int minY = size;
    int maxY = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double[] us = map.straight(column - half, row - half);
        float value = us == null ? 0 : sample(straight, us[0], us[1]);
        if (value > 0) {
          stain[row * size + column] = value;
          minX = Math.min(minX, column);
          maxX = Math.max(maxX, column);
          minY = Math.min(minY, row);
          maxY = Math.max(maxY, row);
        }
      }
    }
    int width = maxX - minX + 1 + 2 * MARGIN;
    int height = maxY - minY + 1 + 2 * MARGIN;
    float[] grey = new float[width * height];
    Arrays.fill(grey, 1);
    for (int y = minY; y <= maxY; y++) {
      for (int x = minX; x <= maxX; x++) {
        grey[(y - minY + MARGIN) * width + x - minX + MARGIN] = 1 - stain[y * size + x];
      }
    }
    return ChromosomeImage.of(height, width, grey);
  }

  private static float sample(ChromosomeImage image, double u, double s) {
    double x = u + (image.width() - 1) / 2.0;
    double y = s + (image.height() - 1) / 2.0;
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    float fx = (float) (x - x0);
    float fy = (float) (y - y0);
    return (1 - fy) * ((1 - fx) * stain(image, x0, y0) + fx * stain(image, x0 + 1, y0))
        + fy * ((1 - fx) * stain(image, x0, y0 + 1) + fx * stain(image, x0 + 1, y0 + 1));
  }

  private static float stain(ChromosomeImage image, int x, int y) {
    return x >= 0 && y >= 0 && x < image.width() && y < image.height() ? image.stain(y, x) : 0;
  }

  /** Pearson's correlation of two profiles, the second stretched to the length of the first. */
  static double correlation(float[] truth, float[] found) {
    int n = truth.length;
    double sumA = 0;
    double sumB = 0;
    double sumAa = 0;
    double sumBb = 0;
    double sumAb = 0;
    for (int i = 0; i < n; i++) {
      double at = n == 1 ? 0 : (double) i * (found.length - 1) / (n - 1);
      int low = (int) at;
      int high = Math.min(found.length - 1, low + 1);
      double a = truth[i];
      double b = found[low] + (at - low) * (found[high] - found[low]);
      sumA += a;
      sumB += b;
      sumAa += a * a;
      sumBb += b * b;
      sumAb += a * b;
    }
    double cov = sumAb / n - sumA / n * sumB / n;
    double varA = sumAa / n - sumA / n * sumA / n;
    double varB = sumBb / n - sumB / n * sumB / n;
    return cov / Math.sqrt(Math.max(1e-12, varA * varB));
  }
}
