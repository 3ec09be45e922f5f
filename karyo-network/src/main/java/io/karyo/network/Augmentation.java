package io.karyo.network;

import io.karyo.model.Setting;
import io.karyo.model.Settings;
import java.util.List;

/**
 * How far a training image may be changed each time it is shown, so that the network does not learn
 * it by heart. Each amount is 0 to 1, and is drawn evenly between its negative and itself.
 *
 * <pre>{@code
 * Augmentation.standard().with(Augmentation.SCALE, 0.1)
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param settings the amounts by name, as a model file holds them; what is missing is that of the
 *     default
 */
public record Augmentation(Settings settings) {

  /** Relative change of length; of width half as much again. */
  public static final Setting<Double> SCALE = Setting.number("scale", 0.06, 0, 1);

  /** Displacement, relative to length and width. */
  public static final Setting<Double> SHIFT = Setting.number("shift", 0.03, 0, 1);

  /** Sideways lean between the ends, relative to the width. */
  public static final Setting<Double> SHEAR = Setting.number("shear", 0.04, 0, 1);

  /** Sideways bow of the middle, relative to the width. */
  public static final Setting<Double> BEND = Setting.number("bend", 0.05, 0, 1);

  /** Relative change of the stain. */
  public static final Setting<Double> CONTRAST = Setting.number("contrast", 0.15, 0, 1);

  /** Logarithm of the exponent that bends the stain curve. */
  public static final Setting<Double> GAMMA = Setting.number("gamma", 0.3, 0, 1);

  /** The greatest share by which an image is mixed with a blurred copy, or moved away from it. */
  public static final Setting<Double> SHARPNESS = Setting.number("sharpness", 0, 0, 1);

  /** How much paler or darker the gap between the chromatids is. */
  public static final Setting<Double> CHROMATID_GAP = Setting.number("chromatidGap", 0, 0, 1);

  /** The probability that a rectangle is painted over, as where another chromosome lay across. */
  public static final Setting<Double> BLOCK = Setting.number("block", 0.15, 0, 1);

  /** Standard deviation added to the size inputs. */
  public static final Setting<Double> SIZE_NOISE = Setting.number("sizeNoise", 0.05, 0, 1);

  /** The share of images shown as if their cell were not known. */
  public static final Setting<Double> LONE_SHARE = Setting.number("loneShare", 0.25, 0, 1);

  private static final List<Setting<Double>> ALL =
      List.of(
          SCALE,
          SHIFT,
          SHEAR,
          BEND,
          CONTRAST,
          GAMMA,
          SHARPNESS,
          CHROMATID_GAP,
          BLOCK,
          SIZE_NOISE,
          LONE_SHARE);

  public Augmentation {
    settings = settings.complete(ALL.toArray(Setting<?>[]::new));
  }

  /**
   * The default.
   *
   * @return moderate changes of every kind
   */
  public static Augmentation standard() {
    return of(Settings.EMPTY);
  }

  /**
   * For models that are used in other laboratories: the default, blur, sharpening, and a paler or
   * darker gap between the chromatids. In the laboratory of the training it costs some accuracy.
   *
   * @return the default and changes of sharpness
   */
  public static Augmentation travelling() {
    return standard().with(SHARPNESS, 0.6).with(CHROMATID_GAP, 0.3);
  }

  /**
   * No change at all; images are still mirrored.
   *
   * @return all amounts 0
   */
  public static Augmentation none() {
    Settings none = Settings.EMPTY;
    for (Setting<Double> amount : ALL) {
      none = none.with(amount, 0.0);
    }
    return of(none);
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
    return new Augmentation(settings);
  }

  /**
   * Sets an amount.
   *
   * @param amount one of the constants
   * @param value 0 to 1
   * @return the changed augmentation
   * @throws IllegalArgumentException if the value is out of range
   */
  public Augmentation with(Setting<Double> amount, double value) {
    return of(settings.with(amount, value));
  }

  /**
   * Returns an amount.
   *
   * @param amount one of the constants
   * @return 0 to 1
   */
  public double get(Setting<Double> amount) {
    return settings.get(amount);
  }
}
