package io.karyo.straighten;

import boofcv.alg.filter.binary.GThresholdImageOps;
import boofcv.alg.filter.binary.impl.ImplBinaryBorderOps;
import boofcv.alg.filter.binary.impl.ImplBinaryInnerOps;
import boofcv.struct.image.GrayU8;
import io.karyo.Background;
import io.karyo.ChromosomeImage;
import io.karyo.Rejected;
import io.karyo.Straightened;
import io.karyo.Straightening;
import java.util.function.Function;

/**
 * Which pixels of an image are the chromosome: step 1 of both methods of Swati et al. 2017, section
 * 3.1.
 *
 * <p>A level threshold, a 3 x 3 median, a closing, narrow holes filled, the largest component. The
 * median is taken of the binary image, which gives the same pixels: a rank filter and a threshold
 * commute. What BoofCV is called for is called in its single-threaded form, because its public
 * entry points hand large images to a thread pool of the whole JVM.
 *
 * <p><b>Shapes:</b> {@code mask} and {@code stain} are {@code [height][width]}, row-major, cropped
 * to the chromosome with a margin of {@link #MARGIN} empty pixels on every side. <b>Units:</b> px;
 * a pixel's centre has whole coordinates.
 */
final class Silhouette {

  /** Empty pixels around the chromosome; wide enough for the widest closing. */
  static final int MARGIN = 4;

  /** Fewer pixels than this are no chromosome. */
  private static final int SMALLEST_AREA = 12;

  /** A chromosome of less contrast, in grey levels, is not to be told from noise. */
  private static final int LEAST_CONTRAST = 6;

  /**
   * Where a chromosome ends: a share of its own mean level. An absorbing stain was cut out of its
   * background, so that the pale bands at the ends are what must not be lost; around a fluorescent
   * one there is glow.
   */
  private static final double THRESHOLD_ON_WHITE = 0.2;

  private static final double THRESHOLD_ON_BLACK = 0.35;

  /** Below this share of the stained pixels the largest component may be a part only. */
  private static final double WHOLE = 0.9;

  /** Holes up to this share of the area are a gap between chromatids, greater ones a loop. */
  private static final double NARROW_HOLE = 0.05;

  private static final double SQUAT_ELONGATION = 1.9;

  private static final double SQUAT_WHITENESS = 0.55;

  final int width;
  final int height;

  /** Column and row of the image at which this crop starts. */
  final int left;

  final int top;
  final byte[] mask;

  /** Unsigned levels; 0 outside of the mask. */
  final byte[] stain;

  final int area;

  /** The area's share of all stained pixels, 0 to 1. */
  final double share;

  /** Whether arms that touch enclose background. */
  final boolean loop;

  final double centreX;
  final double centreY;

  /** The lean of the principal axis from the vertical, radians, positive clockwise. */
  final double lean;

  /** Standard deviation along the principal axis over that across it, at least 1. */
  final double elongation;

  /** Calls a method on the chromosome of an image, or says why there is none. */
  static Straightening find(ChromosomeImage image, Function<Silhouette, Straightened> method) {
    byte[] levels = image.stainLevels();
    int[] histogram = new int[256];
    for (byte level : levels) {
      histogram[level & 0xff]++;
    }
    if (histogram[0] == levels.length) {
      return new Rejected("all pixels have one tone");
    }
    int threshold = threshold(histogram, levels.length, image.background());
    if (threshold < 0) {
      return new Rejected("nothing stands out from the background");
    }
    Silhouette silhouette = of(levels, image.width(), image.height(), threshold);
    if (silhouette.area < SMALLEST_AREA) {
      return new Rejected("too small: " + silhouette.area + " stained pixels that hang together");
    }
    return method.apply(silhouette);
  }

  /** Returns the least level that belongs to the chromosome, or -1 if there is no contrast. */
  private static int threshold(int[] histogram, int pixels, Background background) {
    int dark = GThresholdImageOps.computeOtsu(histogram, 256, pixels);
    long sum = 0;
    long count = 0;
    for (int level = dark + 1; level < 256; level++) {
      sum += (long) level * histogram[level];
      count += histogram[level];
    }
    if (sum < LEAST_CONTRAST * count || count == 0) {
      return -1;
    }
    double fraction = background == Background.WHITE ? THRESHOLD_ON_WHITE : THRESHOLD_ON_BLACK;
    return Math.max(1, (int) Math.round(fraction * sum / count));
  }

  private static Silhouette of(byte[] levels, int imageWidth, int imageHeight, int threshold) {
    int minX = imageWidth;
    int maxX = -1;
    int minY = imageHeight;
    int maxY = -1;
    for (int y = 0, i = 0; y < imageHeight; y++) {
      for (int x = 0; x < imageWidth; x++, i++) {
        if ((levels[i] & 0xff) >= threshold) {
          minX = Math.min(minX, x);
          maxX = Math.max(maxX, x);
          minY = Math.min(minY, y);
          maxY = y;
        }
      }
    }
    int left = minX - MARGIN;
    int top = minY - MARGIN;
    int width = maxX - minX + 1 + 2 * MARGIN;
    int height = maxY - minY + 1 + 2 * MARGIN;
    byte[] stain = new byte[width * height];
    byte[] stained = new byte[width * height];
    for (int y = minY; y <= maxY; y++) {
      int to = (y - top) * width + MARGIN;
      int from = y * imageWidth + minX;
      for (int x = minX; x <= maxX; x++, to++, from++) {
        stain[to] = levels[from];
        stained[to] = (byte) ((levels[from] & 0xff) >= threshold ? 1 : 0);
      }
    }
    return new Silhouette(width, height, left, top, stain, majority(stained, width, height));
  }

  private Silhouette(int width, int height, int left, int top, byte[] stain, byte[] stained) {
    this.width = width;
    this.height = height;
    this.left = left;
    this.top = top;
    this.stain = stain;

    int[] stack = new int[stained.length];
    byte[] whole = stained;
    double wholeShare = 0;
    for (int radius = 1; radius <= 3 && wholeShare < WHOLE; radius++) {
      byte[] closed = close(stained, width, height, radius);
      int all = count(closed);
      int kept = keepLargest(closed, width, stack);
      double keptShare = all == 0 ? 1 : (double) kept / all;
      if (radius == 1 || keptShare >= WHOLE) {
        whole = closed;
        wholeShare = keptShare;
      }
    }
    this.mask = whole;
    this.share = wholeShare;
    this.loop = fillNarrowHoles(whole, width, stack);
    this.area = count(whole);

    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (whole[i] == 0) {
          stain[i] = 0;
        } else {
          sumX += x;
          sumY += y;
          sumXx += x * x;
          sumYy += y * y;
          sumXy += x * y;
        }
      }
    }
    int n = Math.max(1, area);
    centreX = sumX / n;
    centreY = sumY / n;
    // A pixel is a square, which has a variance of its own.
    double varX = sumXx / n - centreX * centreX + 1 / 12.0;
    double varY = sumYy / n - centreY * centreY + 1 / 12.0;
    double cov = sumXy / n - centreX * centreY;
    double spread = Math.hypot((varX - varY) / 2, cov);
    lean = spread < 1e-9 ? 0 : 0.5 * Math.atan2(-2 * cov, varY - varX);
    elongation = Math.sqrt(((varX + varY) / 2 + spread) / ((varX + varY) / 2 - spread));
  }

  /** Whether the chromosome is so short for its width that it has no axis worth following. */
  boolean squat() {
    return elongation < SQUAT_ELONGATION && whiteness() > SQUAT_WHITENESS;
  }

  /**
   * The whiteness of Javan-Roshtkhari and Setarehdan 2008: the share of the chromosome in its
   * tightest box, of all directions in steps of 6 degrees.
   */
  double whiteness() {
    int[] hullX = new int[2 * height];
    int[] hullY = new int[2 * height];
    int count = 0;
    for (int y = 0; y < height; y++) {
      int first = -1;
      int last = -1;
      for (int x = 0; x < width; x++) {
        if (mask[y * width + x] != 0) {
          first = first < 0 ? x : first;
          last = x;
        }
      }
      if (first >= 0) {
        hullX[count] = first;
        hullY[count++] = y;
        hullX[count] = last;
        hullY[count++] = y;
      }
    }
    double narrowest = Double.MAX_VALUE;
    double box = 1;
    for (int degrees = 0; degrees < 180; degrees += 6) {
      double cos = Math.cos(Math.toRadians(degrees));
      double sin = Math.sin(Math.toRadians(degrees));
      double minU = Double.MAX_VALUE;
      double maxU = -Double.MAX_VALUE;
      double minV = Double.MAX_VALUE;
      double maxV = -Double.MAX_VALUE;
      for (int k = 0; k < count; k++) {
        double u = cos * hullX[k] + sin * hullY[k];
        double v = cos * hullY[k] - sin * hullX[k];
        minU = Math.min(minU, u);
        maxU = Math.max(maxU, u);
        minV = Math.min(minV, v);
        maxV = Math.max(maxV, v);
      }
      if (maxU - minU < narrowest) {
        narrowest = maxU - minU;
        box = (maxU - minU + 1) * (maxV - minV + 1);
      }
    }
    return Math.min(1, area / box);
  }

  boolean contains(double x, double y) {
    int column = (int) (x + 0.5);
    int row = (int) (y + 0.5);
    return column >= 0
        && row >= 0
        && column < width
        && row < height
        && mask[row * width + column] != 0;
  }

  /** A 3 x 3 median of a binary image whose border is empty. */
  private static byte[] majority(byte[] in, int width, int height) {
    byte[] out = new byte[in.length];
    for (int y = 1; y < height - 1; y++) {
      int i = y * width + 1;
      int before = in[i - width - 1] + in[i - 1] + in[i + width - 1];
      int here = in[i - width] + in[i] + in[i + width];
      for (int x = 1; x < width - 1; x++, i++) {
        int after = in[i - width + 1] + in[i + 1] + in[i + width + 1];
        out[i] = (byte) (before + here + after > 4 ? 1 : 0);
        before = here;
        here = after;
      }
    }
    return out;
  }

  private static byte[] close(byte[] in, int width, int height, int radius) {
    GrayU8 from = wrap(in.clone(), width, height);
    GrayU8 to = wrap(new byte[in.length], width, height);
    for (int step = 0; step < 2 * radius; step++) {
      if (step < radius) {
        ImplBinaryInnerOps.dilate8(from, to);
        ImplBinaryBorderOps.dilate8(from, to);
      } else {
        ImplBinaryInnerOps.erode8(from, to);
        ImplBinaryBorderOps.erode8(from, to);
      }
      GrayU8 swap = from;
      from = to;
      to = swap;
    }
    return from.data;
  }

  private static GrayU8 wrap(byte[] data, int width, int height) {
    GrayU8 image = new GrayU8();
    image.setData(data);
    image.width = width;
    image.height = height;
    image.stride = width;
    return image;
  }

  private static int count(byte[] mask) {
    int count = 0;
    for (byte value : mask) {
      count += value;
    }
    return count;
  }

  /** Clears all but the largest 8-connected component, returns its size. */
  private static int keepLargest(byte[] mask, int width, int[] stack) {
    int best = 0;
    int bestSeed = -1;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 1) {
        int size = flood(mask, width, i, (byte) 1, (byte) 2, true, stack);
        if (size > best) {
          best = size;
          bestSeed = i;
        }
      }
    }
    if (bestSeed >= 0) {
      flood(mask, width, bestSeed, (byte) 2, (byte) 1, true, stack);
      for (int i = 0; i < mask.length; i++) {
        mask[i] &= 1;
      }
    }
    return best;
  }

  /** Fills narrow holes; says whether there is a wide one, which stays. */
  private static boolean fillNarrowHoles(byte[] mask, int width, int[] stack) {
    int pixels = count(mask);
    flood(mask, width, 0, (byte) 0, (byte) 2, false, stack);
    boolean wide = false;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 0
          && flood(mask, width, i, (byte) 0, (byte) 3, false, stack)
              > Math.max(6, NARROW_HOLE * pixels)) {
        flood(mask, width, i, (byte) 3, (byte) 2, false, stack);
        wide = true;
      }
    }
    for (int i = 0; i < mask.length; i++) {
      mask[i] &= 1;
    }
    return wide;
  }

  /**
   * Turns the region of one value around a pixel into another value; returns its size. What leaves
   * the image at one side comes in at the other, which the empty margin makes harmless.
   */
  private static int flood(
      byte[] mask, int width, int seed, byte from, byte to, boolean diagonal, int[] stack) {
    int[] steps = {1, -1, width, -width, width + 1, width - 1, 1 - width, -1 - width};
    int neighbours = diagonal ? 8 : 4;
    int size = 0;
    int depth = 0;
    stack[depth++] = seed;
    mask[seed] = to;
    while (depth > 0) {
      int i = stack[--depth];
      size++;
      for (int k = 0; k < neighbours; k++) {
        int j = i + steps[k];
        if (j >= 0 && j < mask.length && mask[j] == from) {
          mask[j] = to;
          stack[depth++] = j;
        }
      }
    }
    return size;
  }
}
