package io.karyo.siamese.internal;

import java.util.SplittableRandom;

/** Dropout (Srivastava et al. 2014) as a mask: the operation has no gradient in SameDiff. */
public final class Dropout {

  private Dropout() {}

  /**
   * Draws what values are multiplied by.
   *
   * @param share the probability of a 0; the others are 1/(1 − share), so that expectations stay
   */
  public static float[] mask(int length, double share, SplittableRandom random) {
    float[] mask = new float[length];
    float kept = (float) (1 / (1 - share));
    for (int i = 0; i < mask.length; i++) {
      mask[i] = random.nextDouble() < share ? 0 : kept;
    }
    return mask;
  }
}
