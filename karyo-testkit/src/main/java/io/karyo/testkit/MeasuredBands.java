package io.karyo.testkit;

import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;

/** Embeds a chromosome without training: by its bands, its length and its area. */
final class MeasuredBands {

  private static final int BANDS = 14;

  private MeasuredBands() {}

  /**
   * {@return the embedding of a chromosome whose cell is known: the band profile in 14 parts with
   * mean 0, then the logarithms of length and area relative to the cell}
   */
  static Embedding of(PreparedChromosome chromosome) {
    CellScale scale = chromosome.scale().orElseThrow();
    float[] profile = chromosome.straightened().bandProfile();
    float[] values = new float[BANDS + 2];
    float mean = 0;
    for (int i = 0; i < profile.length; i++) {
      // Each row is split between the bands that it is in: BANDS steps a row, profile.length a
      // band.
      for (int step = 0; step < BANDS; step++) {
        values[(i * BANDS + step) / profile.length] += profile[i] / profile.length;
      }
      mean += profile[i] / profile.length;
    }
    for (int i = 0; i < BANDS; i++) {
      values[i] = 4 * (values[i] - mean);
    }
    values[BANDS] = (float) Math.log(chromosome.straightened().length() / scale.medianLength());
    values[BANDS + 1] = (float) Math.log(chromosome.straightened().area() / scale.medianArea());
    return new Embedding(values);
  }
}
