package io.karyo.classify;

/**
 * Brings each coordinate to mean 0 and standard deviation 1 over the training embeddings, and
 * within ±10, so that an outlier cannot overflow. A coordinate that does not vary becomes 0.
 */
final class Standardiser {

  private static final double LIMIT = 10;

  /** A deviation whose inverse is still a float. */
  private static final double MIN_DEVIATION = 1e-37;

  private final float[] means;
  private final float[] scales;

  /**
   * Takes the arrays over.
   *
   * @param means the mean of each coordinate
   * @param scales one over its standard deviation, or 0
   */
  Standardiser(float[] means, float[] scales) {
    this.means = means;
    this.scales = scales;
  }

  float[] means() {
    return means;
  }

  float[] scales() {
    return scales;
  }

  /** Measures embeddings, one per row. */
  static Standardiser of(float[][] rows) {
    int size = rows[0].length;
    float[] means = new float[size];
    float[] scales = new float[size];
    for (int d = 0; d < size; d++) {
      double sum = 0;
      for (float[] row : rows) {
        sum += row[d];
      }
      double mean = sum / rows.length;
      double squares = 0;
      for (float[] row : rows) {
        squares += (row[d] - mean) * (row[d] - mean);
      }
      double deviation = Math.sqrt(squares / rows.length);
      means[d] = (float) mean;
      scales[d] =
          deviation > Math.max(MIN_DEVIATION, 1e-6 * Math.abs(mean)) ? (float) (1 / deviation) : 0;
    }
    return new Standardiser(means, scales);
  }

  /** Writes the standardised coordinates of one embedding. */
  void apply(float[] row, float[] to, int start) {
    for (int d = 0; d < row.length; d++) {
      double value = ((double) row[d] - means[d]) * scales[d];
      to[start + d] = (float) Math.max(-LIMIT, Math.min(LIMIT, value));
    }
  }
}
