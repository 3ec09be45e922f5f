package io.karyo.straighten;

import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.Straightener;
import io.karyo.straighten.internal.Silhouette;

/**
 * Straightens by projection vectors (SPV): cuts a chromosome where it bends, turns both arms
 * upright and joins them.
 *
 * <p><b>Shapes:</b> in {@code [height][width]}, out {@code [length][width]}; row-major, origin top
 * left. <b>Units:</b> px; stain 0 (background) to 1.
 *
 * <p><b>Method:</b> Javan-Roshtkhari and Setarehdan, "A novel algorithm for straightening highly
 * curved images of human chromosome", Pattern Recognition Letters 29 (2008); Swati et al. 2017,
 * section 3.1.2. It assumes one bend between straight arms. A chromosome that is already straight
 * ({@link #whitenessThreshold}), or has no bend, is only turned upright.
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> bit-identical for equal input and
 * configuration.
 */
public final class ProjectionVectors extends AbstractPart implements Straightener {

  static final String ID = "projection-vectors";

  private static final Setting<Double> WHITENESS_THRESHOLD =
      Setting.number("whitenessThreshold", 0.65, 0, 1);
  private static final Setting<Double> ANGLE_STEP =
      Setting.number(
          "angleStep",
          10,
          (name, value) -> Require.that(value >= 1 && value <= 45, name, "1 to 45 degrees", value));

  static final ProjectionVectors DEFAULT = new ProjectionVectors(Settings.EMPTY);

  ProjectionVectors(Settings given) {
    super(ID, given, WHITENESS_THRESHOLD, ANGLE_STEP);
  }

  /**
   * Sets the whiteness up to which a chromosome counts as bent. Whiteness is the share of the
   * tightest bounding box that the chromosome covers; a straight one has about 0.8.
   *
   * @param threshold 0 (nothing is bent) to 1 (everything is)
   * @return the straightener with that threshold
   * @throws IllegalArgumentException if it is not 0 to 1
   */
  public ProjectionVectors whitenessThreshold(double threshold) {
    return new ProjectionVectors(settings().with(WHITENESS_THRESHOLD, threshold));
  }

  /**
   * Sets the step between the directions of projection in which the bend is searched.
   *
   * @param degrees 1 to 45
   * @return the straightener with that step
   * @throws IllegalArgumentException if it is not 1 to 45
   */
  public ProjectionVectors angleStep(double degrees) {
    return new ProjectionVectors(settings().with(ANGLE_STEP, degrees));
  }

  @Override
  public Straightening straighten(ChromosomeImage image) {
    return Silhouette.find(image, silhouette -> attempt(silhouette).result());
  }

  Attempt attempt(Silhouette silhouette) {
    double whiteness = silhouette.whiteness();
    if (whiteness > get(WHITENESS_THRESHOLD)) {
      return Attempt.upright(silhouette, ID, 1, "no bend: upright only");
    }
    BendCut cut = BendCut.find(silhouette, get(ANGLE_STEP));
    return cut == null
        ? Attempt.upright(silhouette, ID, 1, "no bend to cut at: upright only")
        : cut.join();
  }
}
