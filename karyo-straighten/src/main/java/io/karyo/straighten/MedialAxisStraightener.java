package io.karyo.straighten;

import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import io.karyo.straighten.internal.Axis;
import io.karyo.straighten.internal.Silhouette;
import io.karyo.straighten.internal.Skeleton;
import io.karyo.straighten.internal.Strip;

/** Sampling along normals of the medial axis (SMAC), with its fallbacks. */
final class MedialAxisStraightener implements Straightener {

  static final String ID = "medial-axis";

  /** A short and wide chromosome is only turned upright if that gives at least this quality. */
  private static final double GOOD_UPRIGHT = 0.7;

  /** By how much the axis must then be better. */
  private static final double MARGIN = 0.1;

  /**
   * The axis of a short and wide chromosome is followed only if it is at least this many times as
   * long as wide.
   */
  private static final double MIN_SLENDERNESS = 1.8;

  /** A result of this quality needs no comparison. */
  static final double SURE = 0.75;

  /** Gaps between chromatids, in half widths: as a rule, and where chromatids splay. */
  private static final double NARROW_GAP = 0.4;

  private static final double WIDE_GAP = 1.5;

  /** The least number of pixels, or share of the width, of a row at an end. */
  private static final double MIN_ROW = 2.5;

  private static final double MIN_ROW_SHARE = 0.2;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Straightening straighten(ChromosomeImage image) {
    return Silhouette.find(image, silhouette -> attempt(silhouette).result());
  }

  /** Straightens along the axis, or turns upright what has no axis to follow. */
  static Attempt attempt(Silhouette s) {
    if (s.loop) {
      return Attempt.upright(s, ID, 0.4, "touching arms enclose background: upright only");
    }
    Attempt upright = s.squat() ? upright(s, "short and wide: upright only") : null;
    if (upright != null && upright.quality() >= GOOD_UPRIGHT) {
      return upright;
    }
    Skeleton skeleton = new Skeleton(s);
    int[] path = skeleton.path;
    if (path.length < 5) {
      return upright(s, "no axis to follow: upright only");
    }
    double[] x = new double[path.length];
    double[] y = new double[path.length];
    for (int i = 0; i < path.length; i++) {
      x[i] = path[i] % s.width;
      y[i] = Math.floorDiv(path[i], s.width);
    }
    Axis axis = new Axis(s, x, y, NARROW_GAP, false);
    if (upright != null && axis.size() < MIN_SLENDERNESS * 2 * axis.halfWidth()) {
      return upright;
    }
    Attempt best = sample(s, axis);
    if (skeleton.ends > 2) {
      best = best.note("cut off " + (skeleton.ends - 2) + " spurs");
      if (best.quality() < SURE) {
        best =
            best.orBetter(
                sample(s, new Axis(s, x, y, WIDE_GAP, false)).note("arms of two chromatids"));
      }
    }
    if (best.quality() < SURE) {
      best = best.orBetter(upright(s, "axis in doubt: upright only"));
    }
    return upright != null && best.quality() < upright.quality() + MARGIN ? upright : best;
  }

  /** Straightens along a line that was drawn from end to end. */
  static Attempt along(Silhouette s, double[] x, double[] y) {
    return sample(s, new Axis(s, x, y, NARROW_GAP, true));
  }

  private static Attempt sample(Silhouette s, Axis axis) {
    float leastRow = (float) Math.min(MIN_ROW, MIN_ROW_SHARE * 2 * axis.halfWidth());
    Strip strip = axis.sample().trim(false, leastRow);
    return new Attempt(s, strip, ID, strip.quality(s));
  }

  private static Attempt upright(Silhouette s, String note) {
    return Attempt.upright(s, ID, 1, note);
  }
}
