package io.karyo.photo;

import java.util.ArrayDeque;
import java.util.Optional;

/** Joins two regions to one, with a bridge where they face each other. */
final class RegionJoin {

  /** A place is between two regions if the way over it is longer by at most this, in px. */
  private static final int DETOUR = 1;

  /** With that detour, bridges reach at most 1 px beyond the box of both regions. */
  private static final int MARGIN = 2;

  private RegionJoin() {}

  /** The frame in which two regions are joined. */
  static Box frame(Region one, Region other) {
    return one.box().around(other.box()).widened(MARGIN);
  }

  /**
   * Joins two regions.
   *
   * @param taken the pixels of their {@link #frame} over which no bridge may lead, not 0
   * @return the region; empty if no bridge is possible
   */
  static Optional<Region> of(Region one, Region other, byte[] taken) {
    Box frame = frame(one, other);
    byte[] first = one.mask(frame);
    byte[] second = other.mask(frame);
    int[] fromFirst = Distances.to(first, frame.width());
    int[] fromSecond = Distances.to(second, frame.width());
    int gap = Integer.MAX_VALUE;
    for (int i = 0; i < first.length; i++) {
      gap = Math.min(gap, fromFirst[i] + fromSecond[i]);
    }
    byte[] joined = new byte[first.length];
    for (int i = 0; i < joined.length; i++) {
      boolean between = fromFirst[i] + fromSecond[i] <= gap + DETOUR * Distances.PX;
      boolean own = first[i] != 0 || second[i] != 0;
      joined[i] = (byte) (own || (between && taken[i] == 0) ? 1 : 0);
    }
    return reaches(joined, first, second, frame.width())
        ? Optional.of(Region.of(frame, joined))
        : Optional.empty();
  }

  /** Whether a way within a region, also over corners, leads from one part to another. */
  private static boolean reaches(byte[] region, byte[] from, byte[] to, int width) {
    boolean[] reached = new boolean[region.length];
    ArrayDeque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < from.length; i++) {
      if (from[i] != 0) {
        reached[i] = true;
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      int i = open.remove();
      if (to[i] != 0) {
        return true;
      }
      for (int dy = -width; dy <= width; dy += width) {
        for (int dx = -1; dx <= 1; dx++) {
          // The region does not reach the border of its frame.
          int next = i + dy + dx;
          if (region[next] != 0 && !reached[next]) {
            reached[next] = true;
            open.add(next);
          }
        }
      }
    }
    return false;
  }
}
