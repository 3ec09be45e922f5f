package io.karyo.benchmarks;

import io.karyo.image.ChromosomeImage;
import io.karyo.straighten.internal.Axis;
import io.karyo.straighten.internal.Silhouette;
import io.karyo.straighten.internal.Skeleton;
import java.util.Optional;

/** The medial axis that karyo finds in a picture, and sampling along it, bare of all else. */
public final class AxisProbe {

  /** As of a chromosome without spurs. */
  private static final double NARROW_GAP = 0.4;

  private final double[] x;
  private final double[] y;
  private final int left;
  private final int top;
  private final Axis axis;

  private AxisProbe(Silhouette silhouette, int[] path) {
    left = silhouette.left;
    top = silhouette.top;
    x = new double[path.length];
    y = new double[path.length];
    for (int i = 0; i < path.length; i++) {
      x[i] = path[i] % silhouette.width;
      y[i] = Math.floorDiv(path[i], silhouette.width);
    }
    axis = new Axis(silhouette, x, y, NARROW_GAP, false);
  }

  /**
   * Finds the axis of a chromosome: the longest way along its skeleton, smoothed.
   *
   * @param image the picture
   * @return the axis, empty if there is none to follow
   */
  public static Optional<AxisProbe> of(ChromosomeImage image) {
    return Silhouette.find(image, AxisProbe::of, rejected -> Optional.empty());
  }

  private static Optional<AxisProbe> of(Silhouette silhouette) {
    int[] path = new Skeleton(silhouette).path;
    return silhouette.loop || path.length < 5
        ? Optional.empty()
        : Optional.of(new AxisProbe(silhouette, path));
  }

  /**
   * Returns some pixels of the way along the skeleton, in order and in the coordinates of the
   * image.
   *
   * @param step every so-manieth pixel, and the last
   * @return columns, then rows
   */
  public float[][] points(int step) {
    int count = (x.length - 2) / step + 2;
    float[][] points = new float[2][count];
    for (int i = 0; i < count; i++) {
      int at = i == count - 1 ? x.length - 1 : i * step;
      points[0][i] = (float) x[at] + left;
      points[1][i] = (float) y[at] + top;
    }
    return points;
  }

  /**
   * Samples the picture along the normals of the axis.
   *
   * @return how many rows came out
   */
  public int sample() {
    return axis.sample().rows;
  }

  /**
   * Returns how wide a sampled picture is.
   *
   * @return its columns
   */
  public int width() {
    return axis.sample().columns;
  }
}
