package io.karyo.straighten;

import io.karyo.ChromosomeImage;
import io.karyo.Straightened;
import io.karyo.Straightening;
import java.util.Optional;

/** The medial axis that karyo finds, and straightening along a given one. */
public final class AxisProbe {

  private AxisProbe() {}

  /** An axis from pixel to neighbouring pixel, in the coordinates of the image. */
  public static final class Axis {

    private final double[] x;
    private final double[] y;

    private Axis(int points) {
      x = new double[points];
      y = new double[points];
    }

    /**
     * Returns every so-manieth point, and the last.
     *
     * @param step how many pixels to go on each time
     * @return columns, then rows
     */
    public float[][] thinned(int step) {
      int count = (x.length - 2) / step + 2;
      float[][] points = new float[2][count];
      for (int i = 0; i < count; i++) {
        int at = i == count - 1 ? x.length - 1 : i * step;
        points[0][i] = (float) x[at];
        points[1][i] = (float) y[at];
      }
      return points;
    }
  }

  /**
   * Finds the axis of a chromosome: the longest way along its skeleton.
   *
   * @param image the picture
   * @return the axis, empty if there is none to follow
   */
  public static Optional<Axis> find(ChromosomeImage image) {
    return Silhouette.find(image, AxisProbe::axis, rejected -> Optional.empty());
  }

  private static Optional<Axis> axis(Silhouette silhouette) {
    int[] path = new Skeleton(silhouette).path;
    if (silhouette.loop || path.length < 5) {
      return Optional.empty();
    }
    Axis axis = new Axis(path.length);
    for (int i = 0; i < path.length; i++) {
      axis.x[i] = path[i] % silhouette.width + (double) silhouette.left;
      axis.y[i] = Math.floorDiv(path[i], silhouette.width) + (double) silhouette.top;
    }
    return Optional.of(axis);
  }

  /**
   * Straightens along an axis, segmentation included.
   *
   * @param image the picture
   * @param axis its axis
   * @return the straightened chromosome
   */
  public static Straightening along(ChromosomeImage image, Axis axis) {
    return Silhouette.find(image, silhouette -> along(silhouette, axis));
  }

  private static Straightened along(Silhouette silhouette, Axis axis) {
    double[] x = axis.x.clone();
    double[] y = axis.y.clone();
    for (int i = 0; i < x.length; i++) {
      x[i] -= silhouette.left;
      y[i] -= silhouette.top;
    }
    return MedialAxisStraightener.along(silhouette, x, y).result();
  }
}
