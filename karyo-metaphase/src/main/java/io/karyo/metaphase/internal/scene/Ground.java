package io.karyo.metaphase.internal.scene;

import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import java.util.Arrays;

/**
 * A photograph with its uneven ground evened out.
 *
 * <p>The ground is taken on a grid of tiles: the 90th percentile of the levels of a tile, counted
 * towards the tone of the ground. Tiles that a nucleus covers are filled from those around them;
 * then the grid is interpolated. Bright field is divided by the ground, because the stain absorbs;
 * of fluorescence the ground is subtracted.
 *
 * <p><b>Units:</b> stain is 0 for the ground and rises with the stain; in bright field it is the
 * absorbed share of the light.
 */
public final class Ground {

  /** Tiles along the longer side. */
  private static final int TILES = 24;

  private static final int MIN_TILE = 8;

  /** Tiles a side, in which the tone of the ground is looked for. */
  private static final int LARGE_TILES = 6;

  private static final double PERCENTILE = 0.9;

  /** Light that a bright ground has at least, so that nothing is divided by 0. */
  private static final float DARKEST = 1e-3f;

  /** A tile with so much less light than the brightest ones around is covered. */
  private static final double COVERED = 0.85;

  /** How many tiles around are looked at. */
  private static final int REACH = 5;

  final int width;
  final int height;

  /** White in bright field, black in fluorescence. */
  public final Background tone;

  /** The stain of each pixel, row-major. */
  final float[] stain;

  /** The stain of the brightest pixel that a camera can give, in fluorescence. */
  final float range;

  private Ground(int width, int height, Background tone, float[] stain, float range) {
    this.width = width;
    this.height = height;
    this.tone = tone;
    this.stain = stain;
    this.range = range;
  }

  /** Evens out a photograph. */
  public static Ground of(Metaphase photograph) {
    int width = photograph.width();
    int height = photograph.height();
    float[] light = light(photograph);
    Background tone = tone(light, width);
    if (tone == Background.BLACK) {
      // What follows looks for a bright ground.
      for (int i = 0; i < light.length; i++) {
        light[i] = 1 - light[i];
      }
    }
    int tile = Math.max(MIN_TILE, (Math.max(width, height) + TILES - 1) / TILES);
    int columns = (width + tile - 1) / tile;
    int rows = (height + tile - 1) / tile;
    float[] grid = filled(grid(light, width, tile), columns, rows);
    float[] ground = interpolated(grid, columns, rows, tile, width, height);
    for (int i = 0; i < light.length; i++) {
      float difference = ground[i] - light[i];
      light[i] = tone == Background.WHITE ? difference / Math.max(ground[i], DARKEST) : difference;
    }
    Arrays.sort(grid);
    return new Ground(width, height, tone, light, grid[grid.length - 1]);
  }

  /** Returns a high percentile of the levels of each tile. */
  private static float[] grid(float[] light, int width, int tile) {
    int height = light.length / width;
    int columns = (width + tile - 1) / tile;
    int rows = (height + tile - 1) / tile;
    float[] grid = new float[columns * rows];
    float[] levels = new float[tile * tile];
    for (int k = 0; k < grid.length; k++) {
      int left = k % columns * tile;
      int across = Math.min(width, left + tile) - left;
      int n = 0;
      for (int y = k / columns * tile; y < Math.min(height, (k / columns + 1) * tile); y++) {
        System.arraycopy(light, y * width + left, levels, n, across);
        n += across;
      }
      Arrays.sort(levels, 0, n);
      grid[k] = levels[(int) (PERCENTILE * (n - 1))];
    }
    return grid;
  }

  /** Returns the levels as shares of the brightest one. */
  private static float[] light(Metaphase photograph) {
    short[] levels = photograph.levels();
    int brightest = 1;
    for (short level : levels) {
      brightest = Math.max(brightest, level & 0xffff);
    }
    float[] light = new float[levels.length];
    for (int i = 0; i < light.length; i++) {
      light[i] = (levels[i] & 0xffff) / (float) brightest;
    }
    return light;
  }

  /**
   * Decides by the side of the median on which the levels of large tiles reach further, because the
   * ground is most of the photograph.
   */
  private static Background tone(float[] light, int width) {
    int height = light.length / width;
    int across = (width + LARGE_TILES - 1) / LARGE_TILES;
    int down = (height + LARGE_TILES - 1) / LARGE_TILES;
    float[] levels = new float[across * down];
    double darker = 0;
    for (int top = 0; top < height; top += down) {
      for (int left = 0; left < width; left += across) {
        int wide = Math.min(width, left + across) - left;
        int n = 0;
        double sum = 0;
        for (int y = top; y < Math.min(height, top + down); y++) {
          for (int x = left; x < left + wide; x++) {
            sum += light[y * width + x];
            levels[n++] = light[y * width + x];
          }
        }
        Arrays.sort(levels, 0, n);
        darker += n * (double) levels[n / 2] - sum;
      }
    }
    return darker >= 0 ? Background.WHITE : Background.BLACK;
  }

  /** Fills covered tiles from those around, ring by ring, and smooths the grid. */
  private static float[] filled(float[] grid, int columns, int rows) {
    boolean[] known = new boolean[grid.length];
    float[] filled = grid.clone();
    int unknown = 0;
    for (int i = 0; i < grid.length; i++) {
      known[i] = grid[i] >= COVERED * brightestAround(grid, columns, rows, i);
      unknown += known[i] ? 0 : 1;
    }
    while (unknown > 0) {
      boolean[] before = known.clone();
      for (int i = 0; i < grid.length; i++) {
        if (!before[i]) {
          float mean = meanAround(filled, before, columns, rows, i);
          if (mean >= 0) {
            filled[i] = mean;
            known[i] = true;
            unknown--;
          }
        }
      }
    }
    float[] smooth = new float[grid.length];
    for (int i = 0; i < grid.length; i++) {
      smooth[i] = meanAround(filled, known, columns, rows, i);
    }
    return smooth;
  }

  private static float brightestAround(float[] grid, int columns, int rows, int i) {
    float[] around = new float[(2 * REACH + 1) * (2 * REACH + 1)];
    int n = 0;
    for (int y = Math.max(0, i / columns - REACH);
        y <= Math.min(rows - 1, i / columns + REACH);
        y++) {
      int last = Math.min(columns - 1, i % columns + REACH);
      for (int x = Math.max(0, i % columns - REACH); x <= last; x++) {
        around[n++] = grid[y * columns + x];
      }
    }
    Arrays.sort(around, 0, n);
    return around[(int) (PERCENTILE * (n - 1))];
  }

  /** The mean of the known tiles of a 3 x 3 neighbourhood; -1 if there is none. */
  private static float meanAround(float[] grid, boolean[] known, int columns, int rows, int i) {
    float sum = 0;
    int n = 0;
    for (int y = Math.max(0, i / columns - 1); y <= Math.min(rows - 1, i / columns + 1); y++) {
      for (int x = Math.max(0, i % columns - 1); x <= Math.min(columns - 1, i % columns + 1); x++) {
        if (known[y * columns + x]) {
          sum += grid[y * columns + x];
          n++;
        }
      }
    }
    return n == 0 ? -1 : sum / n;
  }

  /** Interpolates bilinearly between the centres of tiles. */
  private static float[] interpolated(
      float[] grid, int columns, int rows, int tile, int width, int height) {
    float[] ground = new float[width * height];
    for (int y = 0; y < height; y++) {
      float v = Math.max(0, Math.min(rows - 1, (y + 0.5f) / tile - 0.5f));
      int top = Math.min((int) v, Math.max(0, rows - 2));
      int bottom = Math.min(rows - 1, top + 1);
      for (int x = 0; x < width; x++) {
        float u = Math.max(0, Math.min(columns - 1, (x + 0.5f) / tile - 0.5f));
        int left = Math.min((int) u, Math.max(0, columns - 2));
        int right = Math.min(columns - 1, left + 1);
        float above =
            grid[top * columns + left] * (1 - (u - left))
                + grid[top * columns + right] * (u - left);
        float below =
            grid[bottom * columns + left] * (1 - (u - left))
                + grid[bottom * columns + right] * (u - left);
        ground[y * width + x] = above * (1 - (v - top)) + below * (v - top);
      }
    }
    return ground;
  }

  /**
   * Returns the evened photograph, on a ground of 255 (bright field) or 0 (fluorescence).
   *
   * @param full the stain that becomes 255 in fluorescence
   */
  public byte[] flattened(double full) {
    byte[] grey = new byte[stain.length];
    for (int i = 0; i < grey.length; i++) {
      double share = Math.max(0, tone == Background.WHITE ? stain[i] : stain[i] / full);
      grey[i] =
          (byte)
              Math.round(
                  255 * Math.min(1, tone == Background.WHITE ? 1 - Math.min(1, share) : share));
    }
    return grey;
  }
}
