package io.karyo.archive;

import io.karyo.image.Metaphase;
import java.util.Arrays;

/**
 * A picture as ink on even paper.
 *
 * <p><b>Units:</b> px; ink from 0 (paper) to 1 (as dark as nine tenths of the chromosomes).
 */
final class Page {

  private static final int MID = 128;

  /** The ink that a pixel must have to be looked at, of 255. */
  private static final float LEAST_INK = 14;

  /** And by how many standard deviations of the noise. */
  private static final float NOISES = 3.5f;

  /** And as a share of the ink of dark pixels. */
  private static final float SHARE_OF_DARK = 0.11f;

  private static final double DARK = 0.85;

  /** Less ink than this is paper, when noise is measured. */
  private static final float PAPER = 40;

  /** The median step between neighbours for a standard deviation of 1. */
  private static final float STEP_OF_NOISE = 0.95f;

  final int width;
  final int height;

  /** Whether the picture is bright on black. */
  final boolean bright;

  /** How much darker each pixel is than the paper, 0 to 255, as photographed. */
  final float[] stain;

  /** The same, smoothed where there is noise. */
  final float[] smooth;

  /** What {@link #smooth} must exceed in inked pixels. */
  final float threshold;

  /** The ink of dark pixels, 0 to 255. */
  final float dark;

  private Page(int width, int height, boolean bright, float[] stain) {
    this.width = width;
    this.height = height;
    this.bright = bright;
    this.stain = stain;
    float noise = noise(stain, width);
    this.smooth = noise > 1 ? smoothed(stain, width, height) : stain;
    float left = noise > 1 ? noise(smooth, width) * 2 : noise;
    this.dark = dark(smooth, Math.max(LEAST_INK, NOISES * left));
    this.threshold = Math.max(Math.max(LEAST_INK, NOISES * left), SHARE_OF_DARK * dark);
  }

  static Page of(Metaphase picture) {
    byte[] grey = picture.greyLevels();
    int[] counts = new int[256];
    for (byte level : grey) {
      counts[level & 0xff]++;
    }
    int median = 0;
    for (int seen = counts[0]; seen * 2L < grey.length; seen += counts[median]) {
      median++;
    }
    boolean bright = median < MID;
    int[] light = new int[grey.length];
    for (int i = 0; i < light.length; i++) {
      light[i] = bright ? 255 - (grey[i] & 0xff) : grey[i] & 0xff;
    }
    return new Page(
        picture.width(),
        picture.height(),
        bright,
        Ground.stain(light, picture.width(), picture.height()));
  }

  /** The standard deviation of the noise, from the median step between neighbours on paper. */
  private static float noise(float[] levels, int width) {
    int[] steps = new int[(int) (4 * PAPER) + 1];
    int count = 0;
    for (int i = 1; i < levels.length; i++) {
      if (i % width != 0 && levels[i] < PAPER && levels[i - 1] < PAPER) {
        steps[Math.round(4 * Math.abs(levels[i] - levels[i - 1]))]++;
        count++;
      }
    }
    int step = 0;
    for (int seen = steps[0]; seen * 2L < count; seen += steps[step]) {
      step++;
    }
    return step / 4f / STEP_OF_NOISE;
  }

  private static float[] smoothed(float[] levels, int width, int height) {
    float[] across = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      int x = i % width;
      float before = levels[x > 0 ? i - 1 : i];
      float after = levels[x < width - 1 ? i + 1 : i];
      across[i] = (before + 2 * levels[i] + after) / 4;
    }
    float[] smooth = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      float above = across[i >= width ? i - width : i];
      float below = across[i < (height - 1) * width ? i + width : i];
      smooth[i] = (above + 2 * across[i] + below) / 4;
    }
    return smooth;
  }

  private static float dark(float[] levels, float least) {
    int[] counts = new int[256];
    int inked = 0;
    for (float level : levels) {
      if (level > least) {
        counts[Math.min(255, (int) level)]++;
        inked++;
      }
    }
    int level = 0;
    for (int seen = counts[0]; seen < DARK * inked; seen += counts[level]) {
      level++;
    }
    return Math.max(level, 1);
  }

  /** Returns which pixels are inked. */
  Mask mask() {
    boolean[] ink = new boolean[smooth.length];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = smooth[i] > threshold;
    }
    return new Mask(width, height, ink);
  }

  /** The usual width of strokes, weighted by their pixels; that of chromosomes, if there are. */
  static int strokeWidth(Mask mask) {
    int[] across = mask.runsAcross();
    int[] down = mask.runsDown();
    int[] widths = new int[across.length];
    int count = 0;
    for (int i = 0; i < across.length; i++) {
      if (across[i] > 0) {
        widths[count++] = Math.min(across[i], down[i]);
      }
    }
    Arrays.sort(widths, 0, count);
    return count == 0 ? 0 : widths[count / 2];
  }
}
