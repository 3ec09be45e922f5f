package io.karyo.straighten;

import io.karyo.straighten.internal.Silhouette;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds spammers among the workers who drew on one chromosome, and the consensus of the others.
 * Swati et al. 2017, section 3.1.1 and equation 1.
 */
final class Crowd {

  /** A line longer than this many times the image's width and height cannot be an axis. */
  private static final int MAX_LINE_LENGTH = 20;

  private final Silhouette silhouette;

  Crowd(Silhouette silhouette) {
    this.silhouette = silhouette;
  }

  /** Finds the spammers and what the others agree on. */
  AxisConsensus agree(List<Polyline> lines, double spammerShare) {
    List<Integer> spammers = new ArrayList<>();
    List<Polyline> trusted = new ArrayList<>();
    List<double[][]> trustedDrawn = new ArrayList<>();
    for (int worker = 0; worker < lines.size(); worker++) {
      double[][] drawn = drawn(lines.get(worker));
      if (isSpam(drawn, spammerShare)) {
        spammers.add(worker);
      } else {
        trusted.add(lines.get(worker));
        trustedDrawn.add(drawn);
      }
    }
    double[][] best = consensus(trustedDrawn);
    return new AxisConsensus(
        best == null ? Optional.empty() : Optional.of(trusted.get(trustedDrawn.indexOf(best))),
        spammers);
  }

  /**
   * The pixels that a line passes, in order, as x and y in the coordinates of the silhouette. Fewer
   * than two if the line is too short or far too long to be an axis.
   */
  double[][] drawn(Polyline line) {
    if (line.length() > MAX_LINE_LENGTH * (silhouette.width + silhouette.height)) {
      return new double[2][0];
    }
    List<double[]> pixels = new ArrayList<>();
    for (int i = 1; i < line.points().size(); i++) {
      Polyline.Point from = line.points().get(i - 1);
      Polyline.Point to = line.points().get(i);
      int steps =
          (int) Math.ceil(Math.max(Math.abs(to.x() - from.x()), Math.abs(to.y() - from.y())));
      for (int k = 0; k <= steps; k++) {
        double share = steps == 0 ? 0 : (double) k / steps;
        double x = Math.rint(from.x() + share * (to.x() - from.x()) - silhouette.left);
        double y = Math.rint(from.y() + share * (to.y() - from.y()) - silhouette.top);
        if (pixels.isEmpty()
            || x != pixels.get(pixels.size() - 1)[0]
            || y != pixels.get(pixels.size() - 1)[1]) {
          pixels.add(new double[] {x, y});
        }
      }
    }
    double[][] xy = new double[2][pixels.size()];
    for (int i = 0; i < pixels.size(); i++) {
      xy[0][i] = pixels.get(i)[0];
      xy[1][i] = pixels.get(i)[1];
    }
    return xy;
  }

  /** Whether |C ∩ W| ≤ α |W|: too little of the line is on the chromosome. */
  boolean isSpam(double[][] drawn, double spammerShare) {
    int on = 0;
    for (int i = 0; i < drawn[0].length; i++) {
      on += silhouette.contains(drawn[0][i], drawn[1][i]) ? 1 : 0;
    }
    return drawn[0].length < 2 || on <= spammerShare * drawn[0].length;
  }

  /**
   * The line with the least sum of distances to the others, max(D_ij, D_ji) each: equation 1.
   *
   * @return one of the lines, the first of equals; null if there is none
   */
  double @Nullable [][] consensus(List<double[][]> lines) {
    double[][] best = null;
    double least = Double.MAX_VALUE;
    for (double[][] line : lines) {
      double sum = 0;
      for (double[][] other : lines) {
        // A line is at no distance from itself.
        sum += Math.max(directedHausdorff(line, other), directedHausdorff(other, line));
      }
      if (sum < least) {
        least = sum;
        best = line;
      }
    }
    return best;
  }

  /**
   * The greatest distance of a point of one line to the nearest point of another, as a share of the
   * diagonal of the chromosome's box, so that it compares between chromosomes.
   */
  double directedHausdorff(double[][] from, double[][] to) {
    double greatest = 0;
    for (int i = 0; i < from[0].length; i++) {
      double nearest = Double.MAX_VALUE;
      for (int j = 0; j < to[0].length && nearest > greatest; j++) {
        double dx = from[0][i] - to[0][j];
        double dy = from[1][i] - to[1][j];
        nearest = Math.min(nearest, dx * dx + dy * dy);
      }
      greatest = Math.max(greatest, nearest);
    }
    return Math.sqrt(greatest)
        / Math.hypot(
            silhouette.width - 2.0 * Silhouette.MARGIN,
            silhouette.height - 2.0 * Silhouette.MARGIN);
  }
}
