package io.karyo.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * Pairs true chromosomes with found ones, one to one, as many as possible, by augmenting paths
 * (Berge 1957), the best pairs first. Mutable, for one thread.
 */
public final class Matching {

  private final double[][] iou;
  private final double least;
  private final int[] partnerOfTruth;
  private final int[] partnerOfFound;

  private Matching(double[][] iou, int found, double least) {
    this.iou = iou;
    this.least = least;
    partnerOfTruth = new int[iou.length];
    partnerOfFound = new int[found];
    Arrays.fill(partnerOfTruth, -1);
    Arrays.fill(partnerOfFound, -1);
  }

  /**
   * Begins without a pair.
   *
   * @param iou the intersection over union of a true chromosome and a found one
   * @param least that of a pair, at least
   */
  public static <T, F> Matching of(
      List<T> truth, List<F> found, ToDoubleBiFunction<? super T, ? super F> iou, double least) {
    double[][] all = new double[truth.size()][found.size()];
    for (int i = 0; i < all.length; i++) {
      for (int j = 0; j < found.size(); j++) {
        all[i][j] = iou.applyAsDouble(truth.get(i), found.get(j));
      }
    }
    return new Matching(all, found.size(), least);
  }

  /** Which pairs are allowed. */
  public interface Pairs {
    boolean allow(int truth, int found);
  }

  /** Pairs as many more as possible. What has a partner keeps one, though perhaps another. */
  public Matching extend(Pairs pairs) {
    List<int[]> best = new ArrayList<>();
    for (int i = 0; i < iou.length; i++) {
      for (int j = 0; j < partnerOfFound.length; j++) {
        if (iou[i][j] >= least && pairs.allow(i, j)) {
          best.add(new int[] {i, j});
        }
      }
    }
    best.sort((a, b) -> Double.compare(iou[b[0]][b[1]], iou[a[0]][a[1]]));
    for (int[] pair : best) {
      if (partnerOfTruth[pair[0]] < 0 && partnerOfFound[pair[1]] < 0) {
        join(pair[0], pair[1]);
      }
    }
    for (int i = 0; i < iou.length; i++) {
      if (partnerOfTruth[i] < 0) {
        augment(i, pairs, new boolean[partnerOfFound.length]);
      }
    }
    return this;
  }

  private boolean augment(int i, Pairs pairs, boolean[] seen) {
    for (int j = 0; j < seen.length; j++) {
      if (iou[i][j] >= least && !seen[j] && pairs.allow(i, j)) {
        seen[j] = true;
        if (partnerOfFound[j] < 0 || augment(partnerOfFound[j], pairs, seen)) {
          join(i, j);
          return true;
        }
      }
    }
    return false;
  }

  private void join(int truth, int found) {
    partnerOfTruth[truth] = found;
    partnerOfFound[found] = truth;
  }

  /** Returns the found partner of a true chromosome; -1 if it has none. */
  public int partnerOfTruth(int truth) {
    return partnerOfTruth[truth];
  }

  /** Returns the true partner of a found chromosome; -1 if it has none. */
  public int partnerOfFound(int found) {
    return partnerOfFound[found];
  }

  /** Returns the sum of the intersections over union of all pairs. */
  public double sum() {
    double sum = 0;
    for (int i = 0; i < iou.length; i++) {
      sum += partnerOfTruth[i] < 0 ? 0 : iou[i][partnerOfTruth[i]];
    }
    return sum;
  }

  /** Returns the number of pairs. */
  public int pairs() {
    return (int) Arrays.stream(partnerOfTruth).filter(partner -> partner >= 0).count();
  }
}
