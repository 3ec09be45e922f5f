package io.karyo.straighten;

import io.karyo.Straightener;

/** The straighteners of this module. */
public final class Straighteners {

  private static final Straightener NONE = new UnturnedStraightener();
  private static final Straightener MEDIAL_AXIS = new MedialAxisStraightener();
  private static final Straightener AUTO = new AutoStraightener();

  private Straighteners() {}

  /**
   * Crops to the chromosome and leaves it as it lies.
   *
   * @return the straightener {@code "none"}
   */
  public static Straightener none() {
    return NONE;
  }

  /**
   * Samples along the normals of the medial axis.
   *
   * @return the straightener {@code "medial-axis"}
   */
  public static Straightener medialAxis() {
    return MEDIAL_AXIS;
  }

  /**
   * Tries the methods, scores what they made and takes the best.
   *
   * @return the straightener {@code "auto"}
   */
  public static Straightener auto() {
    return AUTO;
  }
}
