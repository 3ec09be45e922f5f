package io.karyo.metaphase.internal.parting;

import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import java.util.List;

/**
 * Brings the number of chromosomes of a cell near the usual one.
 *
 * <p>All partings of the cell get the same price for each chromosome, positive if there were too
 * many and negative if there were too few: the smallest price at which the number is usual, as far
 * as the limit allows (a Lagrange multiplier). So clusters change first where it costs least.
 */
public final class CellCount {

  /** How many chromosomes a cell usually has. */
  public static final int USUAL = 46;

  /** A number that differs by so much is left alone. */
  private static final int TOLERANCE = 1;

  private static final double MOST = 0.7;
  private static final double STEP = 0.05;

  private CellCount() {}

  /** The number of chromosomes by the cheapest partings. */
  static int of(List<Cluster> clusters) {
    return clusters.stream().mapToInt(c -> c.partings().get(0).chromosomes().size()).sum();
  }

  static List<Cluster> adjusted(List<Cluster> clusters) {
    double best = 0;
    int off = off(clusters, 0);
    for (int k = 1; k * STEP <= MOST && off > TOLERANCE; k++) {
      for (int sign = -1; sign <= 1; sign += 2) {
        int other = off(clusters, sign * k * STEP);
        if (other < off) {
          off = other;
          best = sign * k * STEP;
        }
      }
    }
    double price = best;
    return best == 0 ? clusters : clusters.stream().map(c -> priced(c, price)).toList();
  }

  private static int off(List<Cluster> clusters, double price) {
    int count = 0;
    for (Cluster cluster : clusters) {
      count += cheapest(cluster, price).chromosomes().size();
    }
    return Math.abs(count - USUAL);
  }

  private static Parting cheapest(Cluster cluster, double price) {
    Parting best = cluster.partings().get(0);
    for (Parting parting : cluster.partings()) {
      best = cost(parting, price) < cost(best, price) ? parting : best;
    }
    return best;
  }

  private static double cost(Parting parting, double price) {
    return parting.cost() + price * parting.chromosomes().size();
  }

  private static Cluster priced(Cluster cluster, double price) {
    double least = Math.min(0, cost(cheapest(cluster, price), price));
    return new Cluster(
        cluster.region(),
        cluster.partings().stream()
            .map(p -> new Parting(p.chromosomes(), Math.max(0, cost(p, price) - least)))
            .toList());
  }
}
