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

  /** Bit b of entry c: a pixel with neighbours c goes in sub-iteration b. */
  private static final byte[] DELETABLE = deletable();

  private static final int STRAIGHT = 5;
  private static final int DIAGONAL = 7;

  private final int width;
  private final byte[] skeleton;
  private final int[] steps;

  /** Pixels with one neighbour only. */
  public final int ends;

  /** The longest path, from pixel to neighbouring pixel, as indices of the silhouette. */
  public final int[] path;

  public Skeleton(Silhouette silhouette) {
    width = silhouette.width;
    skeleton = silhouette.mask.clone();
    // Clockwise from the right, as the bits of a neighbourhood.
    steps = new int[] {1, width + 1, width, width - 1, -1, -width - 1, -width, 1 - width};
    int[] pixels = thin(silhouette.area);
    int endPixels = 0;
    for (int pixel : pixels) {
      endPixels += Integer.bitCount(neighbours(pixel)) == 1 ? 1 : 0;
    }
    ends = endPixels;
    path = longestPath(pixels);
  }

  /** The skeleton, 1 where it is, in the shape of the silhouette. */
  public byte[] pixels() {
    return skeleton.clone();
  }

  private int[] thin(int area) {
    int[] candidates = new int[area];
    int count = 0;
    byte[] queued = new byte[skeleton.length];
    // The neighbours of each pixel as bits, kept up to date while pixels go.
    byte[] codes = new byte[skeleton.length];
    for (int i = width + 1; i < skeleton.length - width - 1; i++) {
      if (skeleton[i] != 0) {
        int code = neighbours(i);
        codes[i] = (byte) code;
        if (code != 0xff) {
          candidates[count++] = i;
          queued[i] = 1;
        }
      }
    }
    int[] deleted = new int[area];
    int idle = 0;
    for (int turn = 0; idle < 2; turn ^= 1) {
      int gone = 0;
      int kept = 0;
      for (int c = 0; c < count; c++) {
        int i = candidates[c];
        if ((DELETABLE[codes[i] & 0xff] >> turn & 1) != 0) {
          deleted[gone++] = i;
        } else {
          candidates[kept++] = i;
        }
      }
      count = kept;
      for (int d = 0; d < gone; d++) {
        int i = deleted[d];
        skeleton[i] = 0;
        queued[i] = 1;
        for (int k = 0; k < 8; k++) {
          int j = i + steps[k];
          // Seen from there, this pixel lies the other way.
          codes[j] &= (byte) ~(1 << (k ^ 4));
          if (skeleton[j] != 0 && queued[j] == 0) {
            queued[j] = 1;
            candidates[count++] = j;
          }
        }
      }
      idle = gone == 0 ? idle + 1 : 0;
    }
    // All that is left was once at the edge.
    return Arrays.copyOf(candidates, count);
  }

  private int neighbours(int i) {
    byte[] s = skeleton;
    return s[i + 1]
        | s[i + width + 1] << 1
        | s[i + width] << 2
        | s[i + width - 1] << 3
        | s[i - 1] << 4
        | s[i - width - 1] << 5
        | s[i - width] << 6
        | s[i - width + 1] << 7;
  }

  private int[] longestPath(int[] pixels) {
    int[] distance = new int[skeleton.length];
    int[] previous = new int[skeleton.length];
    int[] queue = new int[pixels.length + 1];
    int first = farthest(pixels[0], pixels, distance, previous, queue);
    int last = farthest(first, pixels, distance, previous, queue);
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
  private int farthest(int start, int[] pixels, int[] distance, int[] previous, int[] queue) {
    for (int pixel : pixels) {
      distance[pixel] = Integer.MAX_VALUE;
    }
    byte[] waiting = new byte[skeleton.length];
    int head = 0;
    int tail = 0;
    queue[tail++] = start;
    distance[start] = 0;
    previous[start] = start;
    while (head != tail) {
      int i = queue[head];
      head = head + 1 == queue.length ? 0 : head + 1;
      waiting[i] = 0;
      for (int k = 0; k < 8; k++) {
        int j = i + steps[k];
        int through = distance[i] + ((k & 1) == 0 ? STRAIGHT : DIAGONAL);
        if (skeleton[j] != 0 && through < distance[j]) {
          distance[j] = through;
          previous[j] = i;
          if (waiting[j] == 0) {
            waiting[j] = 1;
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
