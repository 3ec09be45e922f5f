package io.karyo.photo;

/** Finds a place for a label in a region. */
final class Middle {

  /** A place is well inside from this share of the greatest distance to the edge on. */
  private static final double WELL_INSIDE = 0.7;

  private Middle() {}

  /**
   * Finds the place well inside that is nearest to the centre of gravity.
   *
   * @param others the pixels of its box that others have, too; they are avoided if possible
   */
  static Region.Corner of(Region region, byte[] others) {
    Box box = region.box().widened(1);
    byte[] outside = region.mask(box);
    boolean alone = false;
    byte[] own = region.mask();
    for (int i = 0; i < own.length; i++) {
      alone |= own[i] != 0 && others[i] == 0;
    }
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < outside.length; i++) {
      int x = i % box.width();
      int y = i / box.width();
      boolean inside = outside[i] != 0;
      if (inside && alone) {
        inside = others[(y - 1) * region.box().width() + x - 1] == 0;
      }
      outside[i] = (byte) (inside ? 0 : 1);
      sumX += inside ? x : 0;
      sumY += inside ? y : 0;
    }
    int count = 0;
    for (byte pixel : outside) {
      count += 1 - pixel;
    }
    int[] depths = Distances.to(outside, box.width());
    return nearest(depths, box, sumX / count, sumY / count);
  }

  private static Region.Corner nearest(int[] depths, Box box, double x, double y) {
    int deepest = 0;
    for (int depth : depths) {
      deepest = Math.max(deepest, depth);
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < depths.length; i++) {
      int column = i % box.width();
      int row = i / box.width();
      double distance = Math.hypot(column - x, row - y);
      if (depths[i] >= WELL_INSIDE * deepest && distance < least) {
        least = distance;
        best = i;
      }
    }
    return new Region.Corner(box.left() + best % box.width(), box.top() + best / box.width());
  }
}
