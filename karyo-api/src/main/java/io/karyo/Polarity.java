package io.karyo;

/** Which way up a chromosome lies in its image. */
public enum Polarity {
  /** The p arm, the short one, is up, as in a karyogram. */
  P_UP,
  /** The p arm is down. */
  P_DOWN;

  /**
   * Returns the other way up.
   *
   * @return the polarity of the image turned by 180 degrees
   */
  public Polarity turned() {
    return this == P_UP ? P_DOWN : P_UP;
  }
}
