package io.karyo.straighten.internal;

import boofcv.alg.filter.binary.GThresholdImageOps;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import java.util.function.Function;

/**
 * Which pixels of an image are the chromosome: step 1 of both methods of Swati et al. 2017, section
 * 3.1.
 *
 * <p>A level threshold, a 3 x 3 median, a closing, narrow holes filled, the largest component. The
 * median is taken of the binary image, which gives the same pixels: a rank filter and a threshold
 * commute.
 *
 * <p><b>Shapes:</b> {@code mask} and {@code stain} are {@code [height][width]}, row-major, cropped
 * to the chromosome with a margin of {@link #MARGIN} empty pixels on every side. <b>Units:</b> px;
 * a pixel's centre has whole coordinates.
 */
public final class Silhouette {

  /** Empty pixels around the chromosome; wide enough for the widest closing. */
  public static final int MARGIN = 4;

  /** Fewer pixels than this are no chromosome. */
  private static final int MIN_AREA = 12;

  /** A chromosome of less contrast, in grey levels, is not to be told from noise. */
  private static final int MIN_CONTRAST = 6;

  /**
   * Where a chromosome ends: a share of its own mean level. An absorbing stain was cut out of its
   * background, so that the pale bands at the ends are what must not be lost; around a fluorescent
   * one there is glow.
   */
  private static final double THRESHOLD_ON_WHITE = 0.12;

  private static final double THRESHOLD_ON_BLACK = 0.35;

  /**
   * Where that leaves parts, as pale or dim waists do, the level is lowered to this share of it.
   */
  private static final double LOWERED_SHARE = 0.5;

  /** Below this share of the stained pixels the largest component may be a part only. */
  private static final double MIN_WHOLE_SHARE = 0.9;

  private static final int MAX_CLOSING_RADIUS = 3;

  /** Fewer dark pixels are no line. */
  private static final int MIN_CUT_PIXELS = 3;

  /** Holes up to this share of the area are filled whatever the outline. */
  private static final double MAX_NARROW_HOLE_SHARE = 0.05;

  private static final double LOOP_ELONGATION = 2.2;

  private static final double SQUAT_ELONGATION = 1.9;

  private static final double SQUAT_WHITENESS = 0.55;

  public final int width;
  public final int height;

  /** Column and row of the image at which this crop starts. */
  public final int left;

  public final int top;
  public final byte[] mask;

  /** Unsigned levels; 0 outside of the mask. */
  public final byte[] stain;

  public final int area;

  /** The area's share of all stained pixels, 0 to 1. */
  public final double share;

  /** Whether arms that touch enclose background. */
  public final boolean loop;

  public final double centreX;
  public final double centreY;

  /** The lean of the principal axis from the vertical, radians, positive clockwise. */
  public final double lean;

  /** Standard deviation along the principal axis over that across it, at least 1. */
  public final double elongation;

  /** Calls a method on the chromosome of an image, or says why there is none. */
  public static Straightening find(
      ChromosomeImage image, Function<Silhouette, Straightened> method) {
    return find(image, method, rejected -> rejected);
  }

  /**
   * Calls one function on the chromosome of an image or, if there is none, another on the reason.
   */
  public static <T> T find(
      ChromosomeImage image,
      Function<Silhouette, ? extends T> method,
      Function<Rejected, ? extends T> otherwise) {
    byte[] levels = image.stainLevels();
    int[] histogram = new int[256];
    for (byte level : levels) {
      histogram[level & 0xff]++;
    }
    if (histogram[0] == levels.length) {
      return otherwise.apply(new Rejected("all pixels have one tone"));
    }
    int threshold = threshold(histogram, levels.length, image.background());
    if (threshold < 0) {
      return otherwise.apply(new Rejected("nothing stands out from the background"));
    }
    boolean glows = image.background() == Background.BLACK;
    Silhouette silhouette = of(levels, image.width(), image.height(), threshold, glows);
    if (silhouette.share < MIN_WHOLE_SHARE && LOWERED_SHARE * threshold >= 2) {
      Silhouette more =
          of(
              levels,
              image.width(),
              image.height(),
              (int) Math.round(LOWERED_SHARE * threshold),
              glows);
      silhouette = more.share >= MIN_WHOLE_SHARE ? more : silhouette;
    }
    if (silhouette.area < MIN_AREA) {
      return otherwise.apply(
          new Rejected("too small: " + silhouette.area + " stained pixels that hang together"));
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
    if (sum < MIN_CONTRAST * count || count == 0) {
      return -1;
    }
    double fraction = background == Background.WHITE ? THRESHOLD_ON_WHITE : THRESHOLD_ON_BLACK;
    return Math.max(1, (int) Math.round(fraction * sum / count));
  }

  private static Silhouette of(
      byte[] levels, int imageWidth, int imageHeight, int threshold, boolean glows) {
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
    return new Silhouette(
        width, height, left, top, stain, Morphology.majority(stained, width, height), glows);
  }

  /**
   * The pixels that are kept.
   *
   * @param mask 1 for each, {@link Morphology#WIDE_HOLE} for those of a hole
   * @param share of all stained pixels
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Kept(byte[] mask, double share, boolean hole) {

    static Kept of(byte[] stained, int width) {
      int[] stack = new int[stained.length];
      byte[] mask = stained;
      double share = 0;
      for (int radius = 1; radius <= MAX_CLOSING_RADIUS && share < MIN_WHOLE_SHARE; radius++) {
        byte[] closed = Morphology.close(stained, width, radius);
        double found = Morphology.keepLargest(closed, width, stack);
        if (radius == 1 || found >= MIN_WHOLE_SHARE) {
          mask = closed;
          share = found;
        }
      }
      int narrow = (int) Math.max(6, MAX_NARROW_HOLE_SHARE * Morphology.count(mask));
      boolean hole = Morphology.markHoles(mask, width, stack, narrow);
      if (hole) {
        // Perhaps the closing was what closed it.
        double open = Morphology.keepLargest(stained, width, stack);
        if (open >= MIN_WHOLE_SHARE && !Morphology.markHoles(stained, width, stack, narrow)) {
          return new Kept(stained, open, false);
        }
      }
      return new Kept(mask, share, hole);
    }
  }

  private Silhouette(
      int width, int height, int left, int top, byte[] stain, byte[] stained, boolean glows) {
    this.width = width;
    this.height = height;
    this.left = left;
    this.top = top;
    this.stain = stain;
    Kept kept = Kept.of(stained, width);
    share = kept.share;
    byte[] whole = glows ? withoutCuts(kept.mask) : kept.mask;
    mask = whole;

    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    int n = 0;
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        if (whole[i] != 0) {
          n++;
          sumX += x;
          sumY += y;
          sumXx += x * x;
          sumYy += y * y;
          sumXy += x * y;
        }
      }
    }
    n = Math.max(1, n);
    centreX = sumX / n;
    centreY = sumY / n;
    // A pixel is a square, which has a variance of its own.
    double varX = sumXx / n - centreX * centreX + 1 / 12.0;
    double varY = sumYy / n - centreY * centreY + 1 / 12.0;
    double cov = sumXy / n - centreX * centreY;
    double spread = Math.hypot((varX - varY) / 2, cov);
    lean = spread < 1e-9 ? 0 : 0.5 * Math.atan2(-2 * cov, varY - varX);
    elongation = Math.sqrt(((varX + varY) / 2 + spread) / ((varX + varY) / 2 - spread));
    // A hole within a slender outline lies between chromatids, one within a stout outline between
    // arms that touch.
    loop = kept.hole && elongation < LOOP_ELONGATION;
    int pixels = 0;
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (byte) (whole[i] == Morphology.WIDE_HOLE ? (loop ? 0 : 1) : whole[i]);
      pixels += whole[i];
      stain[i] = whole[i] == 0 ? 0 : stain[i];
    }
    area = pixels;
  }

  /**
   * Opens what was closed over a line of no light at all. Around a fluorescent chromosome there is
   * glow, between chromatids, too: a line without was drawn by whoever cut it out, to part arms
   * that touch.
   */
  private byte[] withoutCuts(byte[] whole) {
    byte[] cut = whole.clone();
    int dark = 0;
    for (int i = width; i < whole.length - width; i++) {
      if (whole[i] != 0 && stain[i] == 0) {
        dark++;
        cut[i] = 0;
        // A line may go diagonally, and pixels touch across its corners.
        cut[i - 1] = 0;
        cut[i + 1] = 0;
        cut[i - width] = 0;
        cut[i + width] = 0;
      }
    }
    int[] stack = new int[whole.length];
    if (dark < MIN_CUT_PIXELS || Morphology.keepLargest(cut, width, stack) < MIN_WHOLE_SHARE) {
      return whole;
    }
    // What a cut leaves enclosed is a hole as before.
    byte[] outside = cut.clone();
    Morphology.flood(outside, width, 0, (byte) 0, (byte) 1, false, stack);
    for (int i = 0; i < cut.length; i++) {
      cut[i] = whole[i] == Morphology.WIDE_HOLE && outside[i] == 0 ? whole[i] : cut[i];
    }
    return cut;
  }

  /** Whether the chromosome is so short for its width that it has no axis worth following. */
  public boolean squat() {
    return elongation < SQUAT_ELONGATION && whiteness() > SQUAT_WHITENESS;
  }

  /**
   * The whiteness of Javan-Roshtkhari and Setarehdan 2008: the share of the chromosome in its
   * tightest box, of all directions in steps of 2 degrees.
   */
  public double whiteness() {
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
    for (int degrees = 0; degrees < 180; degrees += 2) {
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

  public boolean contains(double x, double y) {
    int column = (int) (x + 0.5);
    int row = (int) (y + 0.5);
    return column >= 0
        && row >= 0
        && column < width
        && row < height
        && mask[row * width + column] != 0;
  }
}
