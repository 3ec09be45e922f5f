package io.karyo.metaphase.internal.scene;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operations on binary images, row-major, 0 and 1. */
public final class Masks {

  /** Costs of a step to the side and of a diagonal one, in thirds of a px (Borgefors 1986). */
  private static final int SIDE = 3;

  private static final int DIAGONAL = 4;
  private static final int FAR = 1 << 28;

  private Masks() {}

  /**
   * Finds the components that are connected by sides or corners.
   *
   * @param labels becomes the number of the component of each pixel, counted from 1; 0 outside
   * @return the pixels of each component, in order of the first pixel
   */
  public static List<int[]> components(byte[] mask, int width, int[] labels) {
    int height = mask.length / width;
    Arrays.fill(labels, 0);
    int[] stack = new int[mask.length];
    List<int[]> components = new ArrayList<>();
    for (int seed = 0; seed < mask.length; seed++) {
      if (mask[seed] == 0 || labels[seed] != 0) {
        continue;
      }
      int label = components.size() + 1;
      int filled = 0;
      int next = 0;
      stack[filled++] = seed;
      labels[seed] = label;
      while (next < filled) {
        int i = stack[next++];
        int x = i % width;
        int y = i / width;
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
          for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
            int j = v * width + u;
            if (mask[j] != 0 && labels[j] == 0) {
              labels[j] = label;
              stack[filled++] = j;
            }
          }
        }
      }
      components.add(Arrays.copyOf(stack, filled));
    }
    return components;
  }

  /**
   * Measures distances by chamfers of 3 and 4.
   *
   * @param mask where to measure
   * @return for each pixel about its distance to the nearest pixel that is 0, in px; the border of
   *     the image does not count
   */
  public static float[] distances(byte[] mask, int width) {
    int height = mask.length / width;
    int[] d = new int[mask.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = mask[i] == 0 ? 0 : FAR;
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        if (d[i] == 0) {
          continue;
        }
        int best = d[i];
        best = x > 0 ? Math.min(best, d[i - 1] + SIDE) : best;
        if (y > 0) {
          best = Math.min(best, d[i - width] + SIDE);
          best = x > 0 ? Math.min(best, d[i - width - 1] + DIAGONAL) : best;
          best = x < width - 1 ? Math.min(best, d[i - width + 1] + DIAGONAL) : best;
        }
        d[i] = best;
      }
    }
    float[] px = new float[d.length];
    for (int y = height - 1; y >= 0; y--) {
      for (int x = width - 1; x >= 0; x--) {
        int i = y * width + x;
        int best = d[i];
        best = x < width - 1 ? Math.min(best, d[i + 1] + SIDE) : best;
        if (y < height - 1) {
          best = Math.min(best, d[i + width] + SIDE);
          best = x < width - 1 ? Math.min(best, d[i + width + 1] + DIAGONAL) : best;
          best = x > 0 ? Math.min(best, d[i + width - 1] + DIAGONAL) : best;
        }
        d[i] = best;
        px[i] = best / (float) SIDE;
      }
    }
    return px;
  }

  /** Returns a mask of the pixels whose value is above a threshold. */
  static byte[] above(float[] values, double threshold) {
    byte[] mask = new byte[values.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (values[i] > threshold ? 1 : 0);
    }
    return mask;
  }

  /** Returns the pixels that are within a distance of a mask. */
  public static byte[] dilated(byte[] mask, int width, double px) {
    byte[] outside = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      outside[i] = (byte) (1 - mask[i]);
    }
    float[] d = distances(outside, width);
    byte[] dilated = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      dilated[i] = (byte) (d[i] <= px ? 1 : 0);
    }
    return dilated;
  }

  /** Fills holes, of at most a number of pixels, that are connected by sides. */
  static void fillHoles(byte[] mask, int width, double most) {
    int height = mask.length / width;
    byte[] seen = mask.clone();
    int[] stack = new int[mask.length];
    int[] steps = {1, -1, width, -width};
    for (int seed = 0; seed < mask.length; seed++) {
      if (seen[seed] != 0) {
        continue;
      }
      int filled = 0;
      int next = 0;
      boolean open = false;
      stack[filled++] = seed;
      seen[seed] = 1;
      while (next < filled) {
        int i = stack[next++];
        int x = i % width;
        int y = i / width;
        if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
          open = true;
        }
        for (int k = 0; k < 4; k++) {
          int j = i + steps[k];
          boolean wraps = k == 0 ? x == width - 1 : k == 1 && x == 0;
          if (j >= 0 && j < mask.length && !wraps && seen[j] == 0) {
            seen[j] = 1;
            stack[filled++] = j;
          }
        }
      }
      if (!open && filled <= most) {
        for (int k = 0; k < filled; k++) {
          mask[stack[k]] = 1;
        }
      }
    }
  }

  /** Smooths values by a mean over 3 x 3 pixels with the weights 1, 2, 1 in both directions. */
  public static float[] smooth(float[] values, int width) {
    int height = values.length / width;
    float[] rows = new float[values.length];
    float[] smooth = new float[values.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float left = values[x > 0 ? i - 1 : i];
        float right = values[x < width - 1 ? i + 1 : i];
        rows[i] = (left + 2 * values[i] + right) / 4;
      }
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float above = rows[y > 0 ? i - width : i];
        float below = rows[y < height - 1 ? i + width : i];
        smooth[i] = (above + 2 * rows[i] + below) / 4;
      }
    }
    return smooth;
  }

  /** Sums values over all rectangles that begin at the top left; one row and column more. */
  static double[] integral(float[] values, int width) {
    int row = width + 1;
    double[] sums = new double[row * (values.length / width + 1)];
    for (int i = 0; i < values.length; i++) {
      int k = (i / width + 1) * row + i % width + 1;
      sums[k] = values[i] + sums[k - 1] + sums[k - row] - sums[k - row - 1];
    }
    return sums;
  }

  /** Returns the sum over a square around a pixel, from an {@link #integral}. */
  static double sumAround(double[] integral, int width, int pixel, int reach) {
    int row = width + 1;
    int height = integral.length / row - 1;
    int left = Math.max(0, pixel % width - reach);
    int right = Math.min(width, pixel % width + reach + 1);
    int top = Math.max(0, pixel / width - reach) * row;
    int bottom = Math.min(height, pixel / width + reach + 1) * row;
    return integral[bottom + right]
        - integral[bottom + left]
        - integral[top + right]
        + integral[top + left];
  }
}
