package io.karyo.straighten;

import io.karyo.ChromosomeImage;
import io.karyo.Straightened;
import io.karyo.Straightener;
import io.karyo.Straightening;

/** Sampling along normals of the medial axis (SMAC), with its fallbacks. */
final class MedialAxisStraightener implements Straightener {

  static final String ID = "medial-axis";

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
      return Attempt.upright(s, ID, 0.4, "touching arms enclose background: turned upright only");
    }
    if (s.squat()) {
      return Attempt.upright(s, ID, 1, "as wide as long: turned upright only");
    }
    Skeleton skeleton = new Skeleton(s);
    int[] path = skeleton.path;
    if (path.length < 5) {
      return Attempt.upright(s, ID, 0.8, "no axis to follow: turned upright only");
    }
    double[] x = new double[path.length];
    double[] y = new double[path.length];
    for (int i = 0; i < path.length; i++) {
      x[i] = path[i] % s.width;
      y[i] = path[i] / s.width;
    }
    Strip strip = new Axis(s, x, y).sample().trim(false);
    Attempt attempt = new Attempt(s, strip, ID, strip.quality(s));
    return skeleton.ends > 2 ? attempt.note("cut off " + (skeleton.ends - 2) + " spurs") : attempt;
  }

  static Straightened straighten(Silhouette s) {
    return attempt(s).result();
  }
}
