package io.karyo.image;

/** Which way up a chromosome lies in its image. */
public enum Polarity {
  /** The p arm, the short one, is up, as in a karyogram. */
  P_UP,
  /** The p arm is down. */
  P_DOWN;

  private static final int ROUNDS = 30;

  /** As many chromosomes of either way are thought to have been seen before. */
  private static final double PSEUDO_COUNT = 0.5;

  /**
   * Returns the other way up.
   *
   * @return the polarity of the image turned by 180 degrees
   */
  public Polarity turned() {
    return this == P_UP ? P_DOWN : P_UP;
  }

  /**
   * Estimates by expectation and maximisation how most chromosomes of a cell lie: those of a
   * karyogram are all upright, those of a metaphase lie anyhow. Before any is seen, all shares are
   * possible, those near none and all the most (Jeffreys' prior).
   *
   * @param evidence of each chromosome the natural logarithm of how much more likely it looks as it
   *     does with its p arm up than down; infinite if that is known
   * @return the logit of the share that lie {@link #P_UP}; its sum with a chromosome's evidence is
   *     the logit of the probability that the chromosome does; 0 of no chromosome
   */
  public static double prior(double... evidence) {
    double logit = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double upright = PSEUDO_COUNT;
      for (double one : evidence) {
        upright += probabilityUp(one + logit);
      }
      double share = upright / (evidence.length + 2 * PSEUDO_COUNT);
      logit = Math.log(share / (1 - share));
    }
    return logit;
  }

  /**
   * Returns the probability that a chromosome lies {@link #P_UP}.
   *
   * @param logit its logit: the natural logarithm of the odds
   * @return 0 to 1
   */
  public static double probabilityUp(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
