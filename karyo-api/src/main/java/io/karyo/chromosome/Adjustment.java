package io.karyo.chromosome;

/**
 * How the picture of a chromosome is changed before an encoder looks at it: microscopes, stains and
 * cameras differ in tone and sharpness, and chromatids lie apart in some laboratories only.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param gamma the exponent of the stain, relative to its mean: below 1 bands differ less, above 1
 *     more; above 0
 * @param blur the share of a blurred copy that is mixed in; a negative one sharpens; -1 to 1
 * @param gap how much paler the middle between the chromatids gets, or darker if it is negative, as
 *     a share of the stain; -1 to 1
 */
public record Adjustment(double gamma, double blur, double gap) {

  /** The picture as it is. */
  public static final Adjustment NONE = new Adjustment(1, 0, 0);

  public Adjustment {
    if (!(gamma > 0 && gamma < 1e6)) {
      throw new IllegalArgumentException("gamma: must be above 0 and finite, found " + gamma);
    }
    if (!(Math.abs(blur) <= 1 && Math.abs(gap) <= 1)) {
      throw new IllegalArgumentException(
          "blur and gap: must be -1 to 1, found " + blur + " and " + gap);
    }
  }
}
