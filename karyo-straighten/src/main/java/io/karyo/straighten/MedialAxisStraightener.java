package io.karyo.straighten;

import io.karyo.ChromosomeImage;
import io.karyo.Straightener;
import io.karyo.Straightening;

/** Sampling along normals of the medial axis (SMAC), with its fallbacks. */
final class MedialAxisStraightener implements Straightener {

  static final String ID = "medial-axis";

  /** What is short and wide is left upright if it looks that straight, and tried if not. */
  private static final double GOOD_UPRIGHT = 0.5;

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
    Attempt upright = s.squat() ? Attempt.upright(s, ID, 1, "short and wide: upright only") : null;
    if (upright != null && upright.quality() >= GOOD_UPRIGHT) {
      return upright;
    }
    Skeleton skeleton = new Skeleton(s);
    int[] path = skeleton.path;
    if (path.length < 5) {
      return Attempt.upright(s, ID, 0.8, "no axis to follow: upright only");
    }
    double[] x = new double[path.length];
    double[] y = new double[path.length];
    for (int i = 0; i < path.length; i++) {
      x[i] = path[i] % s.width;
      y[i] = Math.floorDiv(path[i], s.width);
    }
    Axis axis = new Axis(s, x, y);
    Strip strip = axis.sample().trim(false);
    Attempt attempt = new Attempt(s, strip, ID, strip.quality(s));
    if (upright != null
        && (axis.size() < 4 * axis.halfWidth() || attempt.quality() < upright.quality())) {
      return upright;
    }
    return skeleton.ends > 2 ? attempt.note("cut off " + (skeleton.ends - 2) + " spurs") : attempt;
  }
}
