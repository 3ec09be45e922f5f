package io.karyo.synthetic;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A synthetic chromosome: its picture and the truth about it.
 *
 * <p><b>Units:</b> px and degrees; the centre of the top left pixel is (0, 0). <b>Thread
 * safety:</b> immutable.
 */
public final class SyntheticChromosome {

  /**
   * A place in the picture.
   *
   * @param x px to the right
   * @param y px down
   */
  public record Point(double x, double y) {}

  private final ChromosomeType type;
  private final ChromosomeImage image;
  private final Supplier<Straightened> drawStraight;
  private volatile @Nullable Straightened straight;
  private final List<Point> axis;
  private final Point centromere;
  private final double length;
  private final double centromericIndex;
  private final Pose pose;

  /**
   * The pose of a chromosome.
   *
   * @param shape the shape of its bend
   * @param bend degrees between the two most different directions of the axis
   * @param side 1 or -1, to which side it is bent
   * @param kink where the middle of a kink is, as a share of the length
   * @param rotation degrees clockwise from upright with the p arm up, more than -180 and at most
   *     180
   */
  record Pose(BendShape shape, double bend, int side, double kink, double rotation) {

    Pose withBend(double degrees) {
      return new Pose(shape, degrees, side, kink, rotation);
    }

    boolean shortArmUp() {
      return Math.abs(rotation) < 90;
    }

    /** Returns how far the axis has turned at s px of its length, in radians. */
    double turn(double s, double length, double kinkZone) {
      double share =
          switch (shape) {
            case ARC -> s / length;
            case KINK -> {
              double first = Math.min(length - kinkZone, Math.max(0, kink * length - kinkZone / 2));
              yield Math.min(1, Math.max(0, (s - first) / kinkZone));
            }
            case DOUBLE -> 1 - Math.abs(2 * s / length - 1);
          };
      return side * share * Math.toRadians(bend);
    }
  }

  SyntheticChromosome(
      ChromosomeType type,
      ChromosomeImage image,
      Supplier<Straightened> drawStraight,
      List<Point> axis,
      Point centromere,
      double length,
      double centromericIndex,
      Pose pose) {
    this.type = type;
    this.image = image;
    this.drawStraight = drawStraight;
    this.axis = List.copyOf(axis);
    this.centromere = centromere;
    this.length = length;
    this.centromericIndex = centromericIndex;
    this.pose = pose;
  }

  /** {@return the type} */
  public ChromosomeType type() {
    return type;
  }

  /** {@return the picture, with one column or row of background on each side} */
  public ChromosomeImage image() {
    return image;
  }

  /**
   * {@return the chromosome without bend, rotation and noise, as an ideal straightener would give
   * it: quality 1, {@link #length()} (rounded) rows, from the upper end in the picture to the lower
   * one}
   */
  public Straightened straight() {
    // Drawn when first wanted; two threads may draw it, and get equal ones.
    Straightened drawn = straight;
    if (drawn == null) {
      drawn = drawStraight.get();
      straight = drawn;
    }
    return drawn;
  }

  /**
   * {@return the axis, that is the line between the two chromatids: points at most 1 px apart, from
   * the end of the p arm to the end of the q arm}
   */
  public List<Point> axis() {
    return axis;
  }

  /**
   * Returns the error of a line: the mean distance of the axis' points to it. For the ends that a
   * short line leaves out, the distance to its end point counts.
   *
   * @param line the corners of a line in the picture, at least one
   * @return px
   * @throws IllegalArgumentException if the line has no corner
   */
  public double axisError(List<Point> line) {
    if (line.isEmpty()) {
      throw new IllegalArgumentException("line: must have at least one corner, found none");
    }
    double sum = 0;
    for (Point point : axis) {
      double nearest = distance(point, line.get(0), line.get(0));
      for (int i = 1; i < line.size(); i++) {
        nearest = Math.min(nearest, distance(point, line.get(i - 1), line.get(i)));
      }
      sum += nearest;
    }
    return sum / axis.size();
  }

  /** The distance of a place to the line from a to b. */
  private static double distance(Point place, Point a, Point b) {
    double dx = b.x() - a.x();
    double dy = b.y() - a.y();
    double square = dx * dx + dy * dy;
    double along = (place.x() - a.x()) * dx + (place.y() - a.y()) * dy;
    double share = square == 0 ? 0 : Math.min(1, Math.max(0, along / square));
    return Math.hypot(place.x() - a.x() - share * dx, place.y() - a.y() - share * dy);
  }

  /** {@return the centromere, where the arms meet, on the axis} */
  public Point centromere() {
    return centromere;
  }

  /** {@return the length along the axis, in px} */
  public double length() {
    return length;
  }

  /**
   * {@return the centromeric index: the length of the p arm ÷ the whole length, more than 0, at
   * most about one half}
   */
  public double centromericIndex() {
    return centromericIndex;
  }

  /** {@return the shape of the bend, also if {@link #bend()} is 0} */
  public BendShape shape() {
    return pose.shape();
  }

  /**
   * {@return the bend: the angle between the two most different directions of the axis, in degrees,
   * 0 for a straight chromosome} It is less than requested if the chromosome is too short for its
   * width.
   */
  public double bend() {
    return pose.bend();
  }

  /**
   * {@return the rotation of the line from the end of the p arm to the end of the q arm, in degrees
   * clockwise from upright with the p arm up, more than -180 and at most 180}
   */
  public double rotation() {
    return pose.rotation();
  }

  /** {@return whether the end of the p arm is above the end of the q arm} */
  public boolean shortArmUp() {
    return pose.shortArmUp();
  }

  @Override
  public String toString() {
    return "SyntheticChromosome["
        + type
        + ", "
        + image.width()
        + "x"
        + image.height()
        + ", "
        + pose.shape()
        + ", bend="
        + Math.round(pose.bend())
        + ", rotation="
        + Math.round(pose.rotation())
        + "]";
  }
}
