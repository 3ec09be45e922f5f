package io.karyo.siamese.network;

import io.karyo.model.Settings;

/**
 * How far a training image may be changed each time it is shown, so that the network does not learn
 * it by heart. Each amount is drawn evenly between its negative and itself.
 *
 * @param scale relative change of length; of width half as much again
 * @param shift displacement, relative to length and width
 * @param shear sideways lean between the ends, relative to the width
 * @param bend sideways bow of the middle, relative to the width
 * @param contrast relative change of the stain
 * @param gamma logarithm of the exponent that bends the stain curve
 * @param block the probability, 0 to 1, that a rectangle is painted over, as where another
 *     chromosome lay across
 * @param sizeNoise standard deviation added to the size inputs
 * @param loneShare the share, 0 to 1, of images shown as if their cell were not known
 */
public record Augmentation(
    double scale,
    double shift,
    double shear,
    double bend,
    double contrast,
    double gamma,
    double block,
    double sizeNoise,
    double loneShare) {

  public Augmentation {
    check("scale", scale);
    check("shift", shift);
    check("shear", shear);
    check("bend", bend);
    check("contrast", contrast);
    check("gamma", gamma);
    check("block", block);
    check("sizeNoise", sizeNoise);
    check("loneShare", loneShare);
  }

  private static void check(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + ": must be 0 to 1, found " + value);
    }
  }

  /**
   * The default.
   *
   * @return moderate changes of every kind
   */
  public static Augmentation standard() {
    return new Augmentation(0.06, 0.03, 0.04, 0.05, 0.15, 0.3, 0.15, 0.05, 0.25);
  }

  /**
   * No change at all; images are still mirrored.
   *
   * @return all amounts 0
   */
  public static Augmentation none() {
    return new Augmentation(0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /**
   * Returns these values by name, as a model file holds them.
   *
   * @return the settings
   */
  public Settings settings() {
    return Settings.EMPTY
        .with("scale", scale)
        .with("shift", shift)
        .with("shear", shear)
        .with("bend", bend)
        .with("contrast", contrast)
        .with("gamma", gamma)
        .with("block", block)
        .with("sizeNoise", sizeNoise)
        .with("loneShare", loneShare);
  }

  /**
   * Restores an augmentation.
   *
   * @param settings what {@link #settings()} returned; a value that is missing is that of the
   *     default
   * @return an augmentation
   * @throws IllegalArgumentException if a value is unknown or not allowed
   */
  public static Augmentation of(Settings settings) {
    settings.onlyKnown(
        "scale", "shift", "shear", "bend", "contrast", "gamma", "block", "sizeNoise", "loneShare");
    Augmentation standard = standard();
    return new Augmentation(
        settings.number("scale", standard.scale),
        settings.number("shift", standard.shift),
        settings.number("shear", standard.shear),
        settings.number("bend", standard.bend),
        settings.number("contrast", standard.contrast),
        settings.number("gamma", standard.gamma),
        settings.number("block", standard.block),
        settings.number("sizeNoise", standard.sizeNoise),
        settings.number("loneShare", standard.loneShare));
  }
}
