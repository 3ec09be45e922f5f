package io.karyo.image;

/** The polarity of a chromosome: whether its p arm is up or down in its image. */
public enum Polarity {
  /** The p arm, the short one, is up, as in a karyogram. */
  P_UP,
  /** The p arm is down. */
  P_DOWN;

  private static final int ROUNDS = 30;

  /** The number of earlier observations of each polarity that the prior corresponds to. */
  private static final double PSEUDO_COUNT = 0.5;

  /** {@return the opposite polarity, that of the image turned by 180 degrees} */
  public Polarity turned() {
    return this == P_UP ? P_DOWN : P_UP;
  }

  /**
   * Estimates, by expectation maximisation, the share of chromosomes of a cell with the p arm up:
   * in a karyogram all of them, in a metaphase about half. Without evidence, all shares are
   * possible, those near 0 and 1 being the most probable (Jeffreys' prior).
   *
   * @param evidence for each chromosome the natural logarithm of the likelihood ratio of p arm up
   *     against p arm down; infinite if the polarity is known
   * @return the logit of the share that is {@link #P_UP}, 0 without chromosomes; adding it to a
   *     chromosome's evidence gives the logit of that chromosome's probability of {@link #P_UP}
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
   * Returns the probability that a chromosome is {@link #P_UP}.
   *
   * @param logit its logit: the natural logarithm of the odds
   * @return 0 to 1
   */
  public static double probabilityUp(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }
}
