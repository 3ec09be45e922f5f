package io.karyo.photo;

import io.karyo.model.Require;

/**
 * An upright rectangle of whole pixels.
 *
 * @param left the first column, in px
 * @param top the first row, in px
 * @param width columns, at least 1
 * @param height rows, at least 1
 */
public record Box(int left, int top, int width, int height) {

  public Box {
    Require.atLeast("width", width, 1);
    Require.atLeast("height", height, 1);
  }

  /** {@return the number of pixels} */
  public long area() {
    return (long) width * height;
  }

  /** {@return the first column to the right of the box} */
  public int right() {
    return left + width;
  }

  /** {@return the first row below the box} */
  public int bottom() {
    return top + height;
  }

  /**
   * Returns whether a pixel lies in the box.
   *
   * @param x its column
   * @param y its row
   * @return whether it does
   */
  public boolean contains(int x, int y) {
    return x >= left && y >= top && x < right() && y < bottom();
  }

  /**
   * Returns whether two boxes have a pixel in common.
   *
   * @param other another box
   * @return whether they do
   */
  public boolean meets(Box other) {
    return left < other.right()
        && other.left < right()
        && top < other.bottom()
        && other.top < bottom();
  }

  /**
   * Returns the smallest box around two.
   *
   * @param other another box
   * @return the box around both
   */
  public Box around(Box other) {
    int first = Math.min(left, other.left);
    int highest = Math.min(top, other.top);
    return new Box(
        first,
        highest,
        Math.max(right(), other.right()) - first,
        Math.max(bottom(), other.bottom()) - highest);
  }

  /**
   * Widens the box on every side.
   *
   * @param margin px, at least 0
   * @return the wider box, which may reach beyond the photograph
   * @throws IllegalArgumentException if the margin is negative
   */
  public Box widened(int margin) {
    Require.atLeast("margin", margin, 0);
    return new Box(left - margin, top - margin, width + 2 * margin, height + 2 * margin);
  }

  /**
   * Counts the pixels of two boxes that are in both.
   *
   * @param other another box
   * @return the area of the intersection, at least 0
   */
  public long common(Box other) {
    long across = (long) Math.min(right(), other.right()) - Math.max(left, other.left);
    long down = (long) Math.min(bottom(), other.bottom()) - Math.max(top, other.top);
    return Math.max(0, across) * Math.max(0, down);
  }

  /**
   * Measures how well two boxes agree.
   *
   * @param other another box
   * @return the area of the intersection over that of the union, 0 to 1
   */
  public double iou(Box other) {
    long common = common(other);
    return (double) common / (area() + other.area() - common);
  }
}
