package io.karyo.straighten.internal;

import java.util.Arrays;

/**
 * The runs of pixels of a binary image, row by row from left to right, and which of them hang
 * together.
 */
final class Runs {

  private final int width;
  private final int height;

  /** The first and, exclusive, the last column of each run in turn. */
  private final int[] edges;

  /** Where in {@link #edges} each row starts, and the last ends. */
  private final int[] rows;

  private Runs(int width, int[] edges, int[] rows) {
    this.width = width;
    this.height = rows.length - 1;
    this.edges = edges;
    this.rows = rows;
  }

  /** The runs of set pixels of an image whose outermost columns are empty. */
  static Runs of(BitImage image) {
    int[] rows = new int[image.height + 1];
    int[] edges = new int[4 * image.height];
    int count = 0;
    for (int y = 0; y < image.height; y++) {
      if (edges.length - count < image.width) {
        edges = Arrays.copyOf(edges, 2 * edges.length + image.width);
      }
      count = image.edges(y, edges, count);
      rows[y + 1] = count;
    }
    return new Runs(image.width, edges, rows);
  }

  /** The runs of empty pixels. */
  Runs gaps() {
    int[] gaps = new int[rows[height] + 2 * height];
    int[] starts = new int[height + 1];
    int count = 0;
    for (int y = 0; y < height; y++) {
      count++; // From column 0.
      for (int k = rows[y]; k < rows[y + 1]; k++) {
        gaps[count++] = edges[k];
      }
      gaps[count++] = width;
      starts[y + 1] = count;
    }
    return new Runs(width, gaps, starts);
  }

  /** Whether a row has more than one run, so that a hole is possible. */
  boolean anyBetween() {
    for (int y = 0; y < height; y++) {
      if (first(y + 1) - first(y) > 1) {
        return true;
      }
    }
    return false;
  }

  /** How many runs there are. */
  int size() {
    return rows[height] / 2;
  }

  /** The first run of a row; that of {@link #height} is {@link #size}. */
  int first(int y) {
    return rows[y] / 2;
  }

  /** How many pixels all runs have. */
  int pixels() {
    int pixels = 0;
    for (int run = 0; run < size(); run++) {
      pixels += to(run) - from(run);
    }
    return pixels;
  }

  int from(int run) {
    return edges[2 * run];
  }

  /** The column after the last. */
  int to(int run) {
    return edges[2 * run + 1];
  }

  /**
   * Finds which runs hang together.
   *
   * @param diagonally whether pixels that touch at a corner do
   * @return for each run the first one of its component
   */
  int[] components(boolean diagonally) {
    int[] parent = new int[size()];
    int reach = diagonally ? 1 : 0;
    for (int y = 0; y < height; y++) {
      int above = y == 0 ? 0 : first(y - 1);
      int lastAbove = first(y);
      for (int run = first(y); run < first(y + 1); run++) {
        parent[run] = run;
        while (above < lastAbove && to(above) + reach <= from(run)) {
          above++;
        }
        for (int k = above; k < lastAbove && from(k) < to(run) + reach; k++) {
          join(parent, run, k);
        }
      }
    }
    for (int run = 0; run < parent.length; run++) {
      parent[run] = parent[parent[run]];
    }
    return parent;
  }

  private static void join(int[] parent, int one, int other) {
    int a = root(parent, one);
    int b = root(parent, other);
    parent[Math.max(a, b)] = Math.min(a, b);
  }

  private static int root(int[] parent, int run) {
    int at = run;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** The number of pixels of each component, at its first run. */
  int[] sizes(int[] components) {
    int[] sizes = new int[components.length];
    for (int run = 0; run < sizes.length; run++) {
      sizes[components[run]] += to(run) - from(run);
    }
    return sizes;
  }
}
