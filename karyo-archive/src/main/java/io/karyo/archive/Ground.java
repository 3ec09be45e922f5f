package io.karyo.archive;

import java.util.Arrays;

/** Evens the paper of a page: what is lighter at one side than at the other. */
final class Ground {

  /** The share of the pixels of a tile that are darker than its paper, at most. */
  private static final double PAPER = 0.8;

  private static final int TILES = 12;
  private static final int LEAST_TILE = 24;

  private final int width;
  private final int height;
  private final int tile;
  private final int columns;
  private final int rows;
  private final float[] levels;

  private Ground(int width, int height) {
    this.width = width;
    this.height = height;
    this.tile = Math.max(LEAST_TILE, Math.min(width, height) / TILES);
    this.columns = (width + tile - 1) / tile;
    this.rows = (height + tile - 1) / tile;
    this.levels = new float[columns * rows];
  }

  /**
   * Measures how much darker each pixel is than the paper around it.
   *
   * @param light 0 (black) to 255 (white)
   * @return 0 (paper) to 255, of the same size
   */
  static float[] stain(int[] light, int width, int height) {
    Ground ground = new Ground(width, height);
    ground.measure(light);
    ground.fillFromNeighbours();
    float[] stain = new float[light.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        stain[y * width + x] = Math.max(0, ground.at(x, y) - light[y * width + x]);
      }
    }
    return stain;
  }

  private void measure(int[] light) {
    int[] counts = new int[256];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        Arrays.fill(counts, 0);
        int bottom = Math.min(height, (r + 1) * tile);
        int right = Math.min(width, (c + 1) * tile);
        int pixels = 0;
        for (int y = r * tile; y < bottom; y++) {
          for (int x = c * tile; x < right; x++) {
            counts[light[y * width + x]]++;
            pixels++;
          }
        }
        int level = 0;
        for (int seen = counts[0]; seen < PAPER * pixels; seen += counts[level]) {
          level++;
        }
        levels[r * columns + c] = level;
      }
    }
  }

  /** Gives a tile that is full of ink the paper that is usual (the median) around it. */
  private void fillFromNeighbours() {
    float[] own = levels.clone();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        float[] around = new float[9];
        int n = 0;
        for (int v = Math.max(0, r - 1); v <= Math.min(rows - 1, r + 1); v++) {
          for (int u = Math.max(0, c - 1); u <= Math.min(columns - 1, c + 1); u++) {
            around[n++] = own[v * columns + u];
          }
        }
        Arrays.sort(around, 0, n);
        levels[r * columns + c] = Math.max(own[r * columns + c], around[n / 2]);
      }
    }
  }

  private float at(int x, int y) {
    float u = Math.max(0, Math.min(columns - 1f, (x + 0.5f) / tile - 0.5f));
    float v = Math.max(0, Math.min(rows - 1f, (y + 0.5f) / tile - 0.5f));
    int c = Math.min(columns - 1, (int) u);
    int r = Math.min(rows - 1, (int) v);
    int c1 = Math.min(columns - 1, c + 1);
    int r1 = Math.min(rows - 1, r + 1);
    float fx = u - c;
    float fy = v - r;
    float upper = levels[r * columns + c] * (1 - fx) + levels[r * columns + c1] * fx;
    float lower = levels[r1 * columns + c] * (1 - fx) + levels[r1 * columns + c1] * fx;
    return upper * (1 - fy) + lower * fy;
  }
}
