package io.karyo.straighten;

import io.karyo.model.Require;
import java.util.List;

/**
 * A line that a person drew from one end of a chromosome to the other.
 *
 * <p><b>Units:</b> px, origin top left; the centre of a pixel has whole coordinates.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param points the corners in the order in which they were drawn, at least 2
 */
public record Polyline(List<Point> points) {

  /**
   * A corner of a line.
   *
   * @param x column, from the left
   * @param y row, from the top
   */
  public record Point(double x, double y) {
    /**
     * Checks the coordinates.
     *
     * @throws IllegalArgumentException if one is not finite
     */
    public Point {
      Require.that(Double.isFinite(x) && Double.isFinite(y), "point", "finite", x + ", " + y);
    }
  }

  /**
   * Checks and copies the points.
   *
   * @throws IllegalArgumentException if there are fewer than 2
   */
  public Polyline {
    points = List.copyOf(points);
    Require.atLeast("points", points.size(), 2);
  }

  /**
   * Creates a line.
   *
   * @param coordinates x and y of each corner in turn
   * @return the line
   * @throws IllegalArgumentException if the number of coordinates is odd or less than four, or one
   *     is not finite
   */
  public static Polyline of(double... coordinates) {
    Require.that(
        coordinates.length % 2 == 0,
        "coordinates",
        "pairs of x and y",
        coordinates.length + " numbers");
    Point[] points = new Point[coordinates.length / 2];
    for (int i = 0; i < points.length; i++) {
      points[i] = new Point(coordinates[2 * i], coordinates[2 * i + 1]);
    }
    return new Polyline(List.of(points));
  }

  double length() {
    double length = 0;
    for (int i = 1; i < points.size(); i++) {
      length +=
          Math.hypot(points.get(i).x - points.get(i - 1).x, points.get(i).y - points.get(i - 1).y);
    }
    return length;
  }
}
