package io.karyo.photo;

import io.karyo.model.Require;
import io.karyo.photo.Region.Corner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a region along a line.
 *
 * <p>The line parts neighbouring pixels whose centres lie on different sides of it. What still
 * hangs together by sides is a part; parts to the left of the line become one piece, those to the
 * right the other. A part that the line does not touch goes to the nearer piece or, if the line
 * touches nothing but lies in a gap, to its side.
 */
final class RegionCut {

  /** A point of the line, in px of the frame. */
  private record Point(double x, double y) {}

  /** The line is shifted by these, in px, so that no centre of a pixel lies on it. */
  private static final double SHIFT_X = 1.4142e-4;

  private static final double SHIFT_Y = 1.7321e-4;

  /** How far the end of the line moves at a time until it is outside, in px. */
  private static final double STEP = 0.25;

  private static final byte LEFT = 1;
  private static final byte RIGHT = -1;

  private final Box frame;
  private final int width;
  private final byte[] mask;

  /** The side of a pixel where the line passes between it and the next one to the right; else 0. */
  private final byte[] besideNext;

  /** The side of a pixel where the line passes between it and the one below; else 0. */
  private final byte[] aboveNext;

  /** For each pixel of the region, its part, from 1. */
  private final int[] parts;

  private RegionCut(Region region) {
    frame = region.box().widened(1);
    width = frame.width();
    mask = region.mask(frame);
    besideNext = new byte[mask.length];
    aboveNext = new byte[mask.length];
    parts = new int[mask.length];
  }

  /**
   * Cuts a region.
   *
   * @param number names it in messages
   * @param line at least two different corners
   * @param least how many pixels a piece must have
   * @return the two pieces, the larger one first
   * @throws IllegalArgumentException if the line has no length or does not cut the region into two,
   *     or a piece is too small
   */
  static List<Region> of(Region region, int number, List<Corner> line, int least) {
    RegionCut cut = new RegionCut(region);
    List<Point> points = cut.points(line);
    List<Point> reaching = cut.continued(points);
    for (int i = 1; i < reaching.size(); i++) {
      cut.draw(reaching.get(i - 1), reaching.get(i));
    }
    byte[] sides = cut.sides(cut.label(), points);
    List<Region> pieces = new ArrayList<>();
    for (byte side : new byte[] {LEFT, RIGHT}) {
      byte[] piece = new byte[sides.length];
      int area = 0;
      for (int i = 0; i < sides.length; i++) {
        piece[i] = (byte) (sides[i] == side ? 1 : 0);
        area += piece[i];
      }
      Require.that(
          area > 0,
          "line",
          "one that cuts chromosome " + number + " into two",
          line + " beside it");
      Require.that(area >= least, "piece", "of at least " + least + " px", area + " px");
      pieces.add(Region.of(cut.frame, piece));
    }
    pieces.sort((a, b) -> Integer.compare(b.area(), a.area()));
    return pieces;
  }

  private List<Point> points(List<Corner> line) {
    List<Point> points = new ArrayList<>();
    for (Corner corner : line) {
      Point point =
          new Point(corner.x() - frame.left() + SHIFT_X, corner.y() - frame.top() + SHIFT_Y);
      if (points.isEmpty() || !points.get(points.size() - 1).equals(point)) {
        points.add(point);
      }
    }
    Require.that(points.size() >= 2, "line", "of at least two different corners", line);
    return points;
  }

  /** Continues a line that ends inside to where it leaves the region and its holes. */
  private List<Point> continued(List<Point> points) {
    boolean[] outside = outside();
    List<Point> reaching = new ArrayList<>(points);
    int last = points.size() - 1;
    reaching.add(exit(points.get(last - 1), points.get(last), outside));
    reaching.add(0, exit(points.get(1), points.get(0), outside));
    return reaching;
  }

  private Point exit(Point from, Point end, boolean[] outside) {
    double length = Math.hypot(end.x - from.x, end.y - from.y);
    double dx = STEP * (end.x - from.x) / length;
    double dy = STEP * (end.y - from.y) / length;
    Point at = end;
    while (at.x >= 0
        && at.y >= 0
        && at.x < width
        && at.y < frame.height()
        && !outside[((int) at.y) * width + (int) at.x]) {
      at = new Point(at.x + dx, at.y + dy);
    }
    return at;
  }

  /** The pixels that are neither in the region nor in a hole of it. */
  private boolean[] outside() {
    boolean[] outside = new boolean[mask.length];
    ArrayDeque<Integer> open = new ArrayDeque<>(List.of(0));
    outside[0] = true;
    while (!open.isEmpty()) {
      int i = open.remove();
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int x = i % width + dx;
          int y = i / width + dy;
          int next = y * width + x;
          if (x >= 0
              && y >= 0
              && x < width
              && y < frame.height()
              && mask[next] == 0
              && !outside[next]) {
            outside[next] = true;
            open.add(next);
          }
        }
      }
    }
    return outside;
  }

  /** Marks between which pixels a piece of the line passes; passing twice is not passing. */
  private void draw(Point a, Point b) {
    byte sideOfLeft = b.y > a.y ? LEFT : RIGHT;
    for (int y = first(Math.min(a.y, b.y)); y + 0.5 < Math.max(a.y, b.y); y++) {
      double x = a.x + (y + 0.5 - a.y) * (b.x - a.x) / (b.y - a.y);
      mark(besideNext, (int) Math.floor(x - 0.5), y, sideOfLeft);
    }
    byte sideOfUpper = b.x > a.x ? RIGHT : LEFT;
    for (int x = first(Math.min(a.x, b.x)); x + 0.5 < Math.max(a.x, b.x); x++) {
      double y = a.y + (x + 0.5 - a.x) * (b.y - a.y) / (b.x - a.x);
      mark(aboveNext, x, (int) Math.floor(y - 0.5), sideOfUpper);
    }
  }

  /** The first pixel, from 0, whose centre is at a coordinate or behind it. */
  private static int first(double coordinate) {
    return Math.max(0, (int) Math.ceil(coordinate - 0.5));
  }

  private void mark(byte[] between, int x, int y, byte side) {
    if (x >= 0 && y >= 0 && x < width - 1 && y < frame.height() - 1) {
      int i = y * width + x;
      between[i] = between[i] == 0 ? side : 0;
    }
  }

  /** Finds the parts and returns how many there are. */
  private int label() {
    int count = 0;
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int start = 0; start < mask.length; start++) {
      if (mask[start] != 0 && parts[start] == 0) {
        count++;
        parts[start] = count;
        open.add(start);
        while (!open.isEmpty()) {
          int i = open.remove();
          reach(i, i + 1, besideNext[i], open);
          reach(i, i - 1, besideNext[i - 1], open);
          reach(i, i + width, aboveNext[i], open);
          reach(i, i - width, aboveNext[i - width], open);
        }
      }
    }
    return count;
  }

  private void reach(int from, int to, byte line, ArrayDeque<Integer> open) {
    if (line == 0 && mask[to] != 0 && parts[to] == 0) {
      parts[to] = parts[from];
      open.add(to);
    }
  }

  /** The side of each pixel of the region. */
  private byte[] sides(int count, List<Point> points) {
    int[] votes = new int[count + 1];
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        vote(votes, i, i + 1, besideNext[i]);
        vote(votes, i, i + width, aboveNext[i]);
      }
    }
    boolean touched = false;
    for (int vote : votes) {
      touched |= vote != 0;
    }
    if (!touched) {
      for (int i = 0; i < mask.length; i++) {
        if (mask[i] != 0) {
          int x = i % width;
          int y = i / width;
          votes[parts[i]] += side(points, x + 0.5, y + 0.5);
        }
      }
    }
    byte[] sides = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      sides[i] = (byte) (mask[i] == 0 ? 0 : Integer.signum(votes[parts[i]]));
    }
    return nearest(sides);
  }

  private void vote(int[] votes, int one, int other, byte side) {
    if (side != 0 && mask[other] != 0) {
      votes[parts[one]] += side;
      votes[parts[other]] -= side;
    }
  }

  /** The side of the line that a place lies on, by the nearest piece of the line. */
  private static int side(List<Point> points, double x, double y) {
    double nearest = Double.POSITIVE_INFINITY;
    double side = 0;
    int last = points.size() - 1;
    for (int i = 1; i <= last; i++) {
      Point a = points.get(i - 1);
      double dx = points.get(i).x - a.x;
      double dy = points.get(i).y - a.y;
      double along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy);
      // The first and the last piece go on without an end.
      double at = Math.max(i == 1 ? along : 0, Math.min(i == last ? along : 1, along));
      double distance = Math.hypot(a.x + at * dx - x, a.y + at * dy - y);
      if (distance < nearest) {
        nearest = distance;
        side = (x - a.x) * dy - (y - a.y) * dx;
      }
    }
    return side < 0 ? RIGHT : LEFT;
  }

  /** Gives the pixels of the region that have no side yet that of the nearest ones. */
  private byte[] nearest(byte[] sides) {
    byte[] all = sides.clone();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < all.length; i++) {
      if (all[i] != 0) {
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      int i = open.remove();
      int x = i % width;
      for (int next :
          new int[] {i - width, x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i + width}) {
        if (next >= 0 && next < all.length && all[next] == 0) {
          all[next] = all[i];
          open.add(next);
        }
      }
    }
    for (int i = 0; i < all.length; i++) {
      all[i] = mask[i] == 0 ? 0 : all[i];
    }
    return all;
  }
}
