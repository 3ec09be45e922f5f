package io.karyo.straighten.internal;

import java.util.Arrays;

/**
 * The medial axis of a silhouette, one pixel wide, and the longest way along it: step 2 of Swati et
 * al. 2017, section 3.1.1.
 *
 * <p>Thinned after Guo and Hall, "Parallel thinning with two-subiteration algorithms", CACM 32
 * (1989), algorithm A1, with a table of all neighbourhoods, looking only at pixels whose
 * neighbourhood changed. Spurs fall away because the longest geodesic path between two of its
 * pixels passes them by.
 */
public final class Skeleton {

  private static final int EAST = 1;
  private static final int SOUTH_EAST = 1 << 1;
  private static final int SOUTH = 1 << 2;
  private static final int SOUTH_WEST = 1 << 3;
  private static final int WEST = 1 << 4;
  private static final int NORTH_WEST = 1 << 5;
  private static final int NORTH = 1 << 6;
  private static final int NORTH_EAST = 1 << 7;

  /** Bit b of entry c: a pixel with neighbours c goes in sub-iteration b. */
  private static final byte[] DELETABLE = deletable();

  private static final int STRAIGHT = 5;
  private static final int DIAGONAL = 7;

  /** Marks a pixel that was never a candidate. */
  private static final int INNER_BIT = 8;

  private final int width;
  private final int[] pixels;
  private final int size;
  private final int[] steps;

  /** Pixels with one neighbour only. */
  public final int ends;

  /** The longest path, from pixel to neighbouring pixel, as indices of the silhouette. */
  public final int[] path;

  public Skeleton(Silhouette silhouette) {
    width = silhouette.width;
    size = silhouette.mask.length;
    // Clockwise from the right, as the bits of a neighbourhood.
    steps = new int[] {1, width + 1, width, width - 1, -1, -width - 1, -width, 1 - width};
    short[] states = new short[size];
    pixels = thin(states, edge(silhouette, states), silhouette.area);
    int endPixels = 0;
    for (int pixel : pixels) {
      endPixels += Integer.bitCount(states[pixel]) == 1 ? 1 : 0;
    }
    ends = endPixels;
    path = longestPath();
  }

  /** The skeleton, 1 where it is, in the shape of the silhouette. */
  public byte[] pixels() {
    byte[] skeleton = new byte[size];
    for (int pixel : pixels) {
      skeleton[pixel] = 1;
    }
    return skeleton;
  }

  /**
   * Finds the pixels at the edge, in order.
   *
   * @param states becomes, for each pixel of the silhouette, its neighbours as bits and, if it is
   *     not at the edge, {@link #INNER_BIT}
   */
  private int[] edge(Silhouette silhouette, short[] states) {
    Runs runs = silhouette.runs;
    for (int y = 0; y < silhouette.height; y++) {
      for (int run = runs.first(y); run < runs.first(y + 1); run++) {
        int from = y * width + runs.from(run);
        Arrays.fill(states, from, y * width + runs.to(run), (short) (1 << INNER_BIT | 0xff));
      }
    }
    BitImage bits = silhouette.bits;
    Runs edgeRuns = Runs.of(bits.without(bits.erode()));
    int[] edge = new int[edgeRuns.pixels()];
    int count = 0;
    for (int y = 0; y < silhouette.height; y++) {
      for (int run = edgeRuns.first(y); run < edgeRuns.first(y + 1); run++) {
        for (int x = edgeRuns.from(run); x < edgeRuns.to(run); x++) {
          int i = y * width + x;
          edge[count++] = i;
          states[i] = neighbours(silhouette.mask, i);
        }
      }
    }
    return edge;
  }

  private short neighbours(byte[] mask, int i) {
    int code = 0;
    for (int k = 0; k < 8; k++) {
      code |= mask[i + steps[k]] << k;
    }
    return (short) code;
  }

  /**
   * Thins.
   *
   * @param states the neighbours of each pixel as bits, kept up to date while pixels go
   * @param edge the pixels at the edge
   * @param area how many pixels there are
   * @return the pixels that are left, which have all been candidates
   */
  private int[] thin(short[] states, int[] edge, int area) {
    // Which pixels go cannot be predicted, so that each is written to where it may belong, and
    // only counted if it does. Hence the one more element.
    int[] candidates = Arrays.copyOf(edge, area + 1);
    int count = edge.length;
    int[] deleted = new int[area + 1];
    int idle = 0;
    for (int turn = 0; idle < 2; turn ^= 1) {
      int gone = 0;
      int kept = 0;
      for (int c = 0; c < count; c++) {
        int i = candidates[c];
        int goes = (DELETABLE[states[i] & 0xff] >> turn) & 1;
        deleted[gone] = i;
        gone += goes;
        candidates[kept] = i;
        kept += 1 - goes;
      }
      count = kept;
      for (int d = 0; d < gone; d++) {
        int i = deleted[d];
        // Clockwise; seen from there, this pixel lies the other way.
        count = lose(states, i + 1, WEST, candidates, count);
        count = lose(states, i + width + 1, NORTH_WEST, candidates, count);
        count = lose(states, i + width, NORTH, candidates, count);
        count = lose(states, i + width - 1, NORTH_EAST, candidates, count);
        count = lose(states, i - 1, EAST, candidates, count);
        count = lose(states, i - width - 1, SOUTH_EAST, candidates, count);
        count = lose(states, i - width, SOUTH, candidates, count);
        count = lose(states, i - width + 1, SOUTH_WEST, candidates, count);
      }
      idle = gone == 0 ? idle + 1 : 0;
    }
    return Arrays.copyOf(candidates, count);
  }

  /** Takes a neighbour from a pixel, which becomes a candidate if it was none. */
  private static int lose(short[] states, int i, int neighbour, int[] candidates, int count) {
    int state = states[i] & ~neighbour;
    states[i] = (short) (state & 0xff);
    candidates[count] = i;
    return count + (state >> INNER_BIT);
  }

  private int[] longestPath() {
    // 0 outside of the skeleton, where no way is shorter.
    int[] distance = new int[size];
    int[] previous = new int[size];
    boolean[] waiting = new boolean[size];
    int[] queue = new int[pixels.length + 1];
    int first = farthest(pixels[0], distance, previous, waiting, queue);
    int last = farthest(first, distance, previous, waiting, queue);
    int length = 1;
    for (int i = last; i != first; i = previous[i]) {
      length++;
    }
    int[] found = new int[length];
    int at = last;
    for (int k = 0; k < length; k++) {
      found[k] = at;
      at = previous[at];
    }
    return found;
  }

  /** Shortest distances from a pixel along the skeleton; the first farthest pixel. */
  private int farthest(int start, int[] distance, int[] previous, boolean[] waiting, int[] queue) {
    for (int pixel : pixels) {
      distance[pixel] = Integer.MAX_VALUE;
    }
    int head = 0;
    int tail = 0;
    queue[tail++] = start;
    distance[start] = 0;
    previous[start] = start;
    while (head != tail) {
      int i = queue[head];
      head = head + 1 == queue.length ? 0 : head + 1;
      waiting[i] = false;
      for (int k = 0; k < 8; k++) {
        int j = i + steps[k];
        int through = distance[i] + ((k & 1) == 0 ? STRAIGHT : DIAGONAL);
        if (through < distance[j]) {
          distance[j] = through;
          previous[j] = i;
          if (!waiting[j]) {
            waiting[j] = true;
            queue[tail] = j;
            tail = tail + 1 == queue.length ? 0 : tail + 1;
          }
        }
      }
    }
    int best = start;
    for (int pixel : pixels) {
      if (distance[pixel] != Integer.MAX_VALUE && distance[pixel] > distance[best]) {
        best = pixel;
      }
    }
    return best;
  }

  private static byte[] deletable() {
    byte[] table = new byte[256];
    for (int code = 0; code < 256; code++) {
      boolean[] p = new boolean[10];
      // p2 is north, then clockwise to p9, north-west; bit 0 of the code is east.
      for (int k = 2; k <= 9; k++) {
        p[k] = (code >> ((k - 2 + 6) & 7) & 1) != 0;
      }
      int crossings =
          bit(!p[2] && (p[3] || p[4]))
              + bit(!p[4] && (p[5] || p[6]))
              + bit(!p[6] && (p[7] || p[8]))
              + bit(!p[8] && (p[9] || p[2]));
      int n1 = bit(p[9] || p[2]) + bit(p[3] || p[4]) + bit(p[5] || p[6]) + bit(p[7] || p[8]);
      int n2 = bit(p[2] || p[3]) + bit(p[4] || p[5]) + bit(p[6] || p[7]) + bit(p[8] || p[9]);
      int n = Math.min(n1, n2);
      if (crossings == 1 && n >= 2 && n <= 3) {
        boolean first = (p[6] || p[7] || !p[9]) && p[8];
        boolean second = (p[2] || p[3] || !p[5]) && p[4];
        table[code] = (byte) (bit(!first) | bit(!second) << 1);
      }
    }
    return table;
  }

  private static int bit(boolean value) {
    return value ? 1 : 0;
  }
}
