package io.karyo.metaphase.internal.scene;

import boofcv.alg.filter.binary.GThresholdImageOps;

/** A histogram of stain, to find levels in. */
final class Contrast {

  private static final int BINS = 1024;

  /** Few pixels are hot or dirty beyond this. */
  private static final double ALMOST_ALL = 0.999;

  private final int[] histogram = new int[BINS];
  private final double least;
  private final double bin;
  private int count;

  private Contrast(double least, double bin) {
    this.least = least;
    this.bin = bin;
  }

  /** Counts the pixels of a mask that are not in another one; all, if there is no mask. */
  static Contrast of(float[] stain, byte[] mask, byte[] without) {
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (float value : stain) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    Contrast contrast = new Contrast(least, Math.max(1e-6, (most - least) / (BINS - 1)));
    for (int i = 0; i < stain.length; i++) {
      if (mask[i] != 0 && without[i] == 0) {
        contrast.histogram[(int) ((stain[i] - least) / contrast.bin)]++;
        contrast.count++;
      }
    }
    return contrast;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The level below which a share of the pixels lies. */
  double quantile(double share) {
    double wanted = share * count;
    double seen = 0;
    for (int k = 0; k < BINS; k++) {
      seen += histogram[k];
      if (seen >= wanted) {
        return least + (k + 0.5) * bin;
      }
    }
    return least + BINS * bin;
  }

  /** The threshold of Otsu 1979, without the few highest levels. */
  double otsu() {
    int[] most = histogram.clone();
    int top = (int) ((quantile(ALMOST_ALL) - least) / bin);
    for (int k = top + 1; k < BINS; k++) {
      most[top] += most[k];
      most[k] = 0;
    }
    return least + (GThresholdImageOps.computeOtsu(most, BINS, count) + 1) * bin;
  }
}
