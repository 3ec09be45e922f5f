package io.karyo.classify.karyotype;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.Straightened;

/** Band profiles of chromosomes of any length, made comparable: 48 values of mean 0, length 1. */
final class Profiles {

  static final int SIZE = 48;

  /** Chromosomes of one type do not condense alike: their bands may lie a little apart. */
  private static final int SHIFT = 2;

  private Profiles() {}

  static double[] of(Straightened chromosome) {
    return normalised(new BandProfile(chromosome.bandProfile()).resized(SIZE).toArray());
  }

  static double[] normalised(float[] profile) {
    double mean = 0;
    for (float value : profile) {
      mean += value / profile.length;
    }
    double[] normalised = new double[profile.length];
    double squares = 0;
    for (int i = 0; i < normalised.length; i++) {
      normalised[i] = profile[i] - mean;
      squares += normalised[i] * normalised[i];
    }
    for (int i = 0; i < normalised.length && squares > 0; i++) {
      normalised[i] /= Math.sqrt(squares);
    }
    return normalised;
  }

  static double[] turned(double[] profile) {
    double[] turned = new double[profile.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = profile[profile.length - 1 - i];
    }
    return turned;
  }

  /** The greatest correlation of two profiles that may be shifted a little. */
  static double correlation(double[] a, double[] b) {
    double best = -1;
    for (int shift = -SHIFT; shift <= SHIFT; shift++) {
      double sum = 0;
      for (int i = Math.max(0, -shift); i < Math.min(SIZE, SIZE - shift); i++) {
        sum += a[i] * b[i + shift];
      }
      best = Math.max(best, sum);
    }
    return best;
  }
}
