package io.karyo.classify;

/**
 * Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019).
 *
 * <p><b>Thread safety:</b> none; each training has its own.
 */
final class AdamW {

  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float[] mean;
  private final float[] square;
  private int steps;

  AdamW(int parameters) {
    mean = new float[parameters];
    square = new float[parameters];
  }

  /** Starts a step; its parts follow. */
  void nextStep() {
    steps++;
  }

  /**
   * Updates the parameters from one index to another.
   *
   * @param decay what share of a parameter, times the rate, is taken away
   */
  void update(float[] w, float[] gradient, int from, int to, double rate, double decay) {
    float step = (float) (rate / (1 - Math.pow(BETA_1, steps)));
    float correction = (float) (1 / (1 - Math.pow(BETA_2, steps)));
    float keep = (float) (1 - rate * decay);
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * g;
      square[i] = BETA_2 * square[i] + (1 - BETA_2) * g * g;
      float root = (float) Math.sqrt(square[i] * correction);
      w[i] = keep * w[i] - step * mean[i] / (root + EPSILON);
    }
  }
}
