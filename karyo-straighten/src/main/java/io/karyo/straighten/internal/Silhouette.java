package io.karyo.straighten.internal;

import boofcv.alg.filter.binary.GThresholdImageOps;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Which pixels of an image are the chromosome: step 1 of both methods of Swati et al. 2017, section
 * 3.1.
 *
 * <p>A level threshold, a 3 x 3 median, a closing, narrow holes filled, the largest component. The
 * median is taken of the binary image, which gives the same pixels: a rank filter and a threshold
 * commute.
 *
 * <p><b>Shapes:</b> {@code mask} and {@code samples} are {@code [height][width]}, row-major,
 * cropped to the chromosome with a margin of {@link #MARGIN} empty pixels on every side.
 * <b>Units:</b> px; a pixel's centre has whole coordinates.
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

  /** The bit above the level in a sample of a pixel in the mask; all others are 0. */
  static final int COVERED_BIT = 8;

  private static final double LOOP_ELONGATION = 2.2;

  private static final double SQUAT_ELONGATION = 1.9;

  private static final double SQUAT_WHITENESS = 0.55;

  /** Of the directions in which boxes are measured: 0 to 180 degrees, in steps of 2. */
  private static final double[] COSINES = new double[90];

  private static final double[] SINES = new double[90];

  static {
    for (int k = 0; k < COSINES.length; k++) {
      COSINES[k] = Math.cos(Math.toRadians(2.0 * k));
      SINES[k] = Math.sin(Math.toRadians(2.0 * k));
    }
  }

  public final int width;
  public final int height;

  /** Column and row of the image at which this crop starts. */
  public final int left;

  public final int top;
  public final byte[] mask;

  /** Mask and stain in one, to be read at once: see {@link #COVERED_BIT}. */
  final short[] samples;

  /** The mask as bits, and as runs. */
  final BitImage bits;

  final Runs runs;

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
    int[] histogram = histogram(levels);
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

  private static int[] histogram(byte[] levels) {
    int[] histogram = new int[256];
    int stained = 0;
    for (byte level : levels) {
      // Most pixels have level 0: increments of one counter would wait for each other.
      if (level != 0) {
        histogram[level & 0xff]++;
        stained++;
      }
    }
    histogram[0] = levels.length - stained;
    return histogram;
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
    BitImage image = BitImage.atLeast(levels, imageWidth, imageHeight, threshold, MARGIN);
    int[] box = image.box();
    int left = box[0] - MARGIN;
    int top = box[1] - MARGIN;
    int width = box[2] - box[0] + 1 + 2 * MARGIN;
    int height = box[3] - box[1] + 1 + 2 * MARGIN;
    Kept kept = Kept.of(image.crop(left, top, width, height).majority());
    if (glows) {
      BitImage lit = BitImage.atLeast(levels, imageWidth, imageHeight, 1, MARGIN);
      kept = kept.withoutCuts(lit.crop(left, top, width, height));
    }
    return new Silhouette(kept, left - MARGIN, top - MARGIN, levels, imageWidth);
  }

  /**
   * The pixels that are kept.
   *
   * @param wide those of holes too wide to fill
   * @param hole whether there was such a hole before cuts were opened
   * @param share of all stained pixels
   */
  private record Kept(BitImage mask, BitImage wide, boolean hole, double share) {

    private static Kept of(Largest part, Holes holes) {
      return new Kept(part.mask().or(holes.narrow()), holes.wide(), holes.any(), part.share());
    }

    static Kept of(BitImage stained) {
      Largest part = Largest.of(stained.close(1));
      for (int radius = 2; radius <= MAX_CLOSING_RADIUS && isPart(part); radius++) {
        Largest closed = Largest.of(stained.close(radius));
        part = isPart(closed) ? part : closed;
      }
      int narrow = (int) Math.max(6, MAX_NARROW_HOLE_SHARE * part.mask().count());
      Holes holes = Holes.of(part.mask(), narrow);
      if (holes.any()) {
        // Perhaps the closing was what closed it.
        Largest open = Largest.of(stained);
        Holes narrowOnly = Holes.of(open.mask(), narrow);
        if (!isPart(open) && !narrowOnly.any()) {
          return of(open, narrowOnly);
        }
      }
      return of(part, holes);
    }

    private static boolean isPart(Largest largest) {
      return largest.share() < MIN_WHOLE_SHARE;
    }

    /**
     * Opens what was closed over a line of no light at all. Around a fluorescent chromosome there
     * is glow, between chromatids, too: a line without was drawn by whoever cut it out, to part
     * arms that touch.
     */
    Kept withoutCuts(BitImage lit) {
      BitImage dark = mask.or(wide).without(lit);
      if (dark.count() < MIN_CUT_PIXELS) {
        return this;
      }
      // A line may go diagonally, and pixels touch across its corners.
      Largest cut = Largest.of(mask.without(dark.dilateByCross()));
      if (isPart(cut)) {
        return this;
      }
      // What a cut leaves enclosed is a hole as before.
      BitImage enclosed = Holes.of(cut.mask(), Integer.MAX_VALUE).narrow();
      return new Kept(cut.mask(), wide.and(enclosed), hole, share);
    }
  }

  private Silhouette(Kept kept, int left, int top, byte[] levels, int imageWidth) {
    BitImage whole = kept.hole ? kept.mask.or(kept.wide) : kept.mask;
    width = whole.width;
    height = whole.height;
    this.left = left;
    this.top = top;
    share = kept.share;

    Runs runs = Runs.of(whole);
    long count = 0;
    long sumX = 0;
    long sumY = 0;
    long sumXx = 0;
    long sumYy = 0;
    long sumXy = 0;
    for (int y = 0; y < height; y++) {
      for (int run = runs.first(y); run < runs.first(y + 1); run++) {
        long from = runs.from(run);
        long to = runs.to(run);
        long inRow = to - from;
        long rowX = (from + to - 1) * inRow / 2;
        count += inRow;
        sumX += rowX;
        sumY += y * inRow;
        sumXx += squares(to) - squares(from);
        sumYy += (long) y * y * inRow;
        sumXy += y * rowX;
      }
    }
    double n = Math.max(1, count);
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
    bits = loop ? kept.mask : whole;
    this.runs = loop ? Runs.of(bits) : runs;
    area = this.runs.pixels();
    mask = new byte[width * height];
    samples = new short[width * height];
    for (int y = 0; y < height; y++) {
      for (int run = this.runs.first(y); run < this.runs.first(y + 1); run++) {
        int at = y * width + this.runs.from(run);
        int end = y * width + this.runs.to(run);
        Arrays.fill(mask, at, end, (byte) 1);
        int from = (y + top) * imageWidth + left + this.runs.from(run);
        for (; at < end; at++, from++) {
          samples[at] = (short) ((1 << COVERED_BIT) | (levels[from] & 0xff));
        }
      }
    }
  }

  /** The sum of the squares of all whole numbers below one. */
  private static long squares(long end) {
    return (end - 1) * end * (2 * end - 1) / 6;
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
      int end = runs.first(y + 1);
      if (end > runs.first(y)) {
        hullX[count] = runs.from(runs.first(y));
        hullY[count++] = y;
        hullX[count] = runs.to(end - 1) - 1;
        hullY[count++] = y;
      }
    }
    double narrowest = Double.MAX_VALUE;
    double box = 1;
    for (int k = 0; k < COSINES.length; k++) {
      double cos = COSINES[k];
      double sin = SINES[k];
      double minU = Double.MAX_VALUE;
      double maxU = -Double.MAX_VALUE;
      double minV = Double.MAX_VALUE;
      double maxV = -Double.MAX_VALUE;
      for (int i = 0; i < count; i++) {
        double u = cos * hullX[i] + sin * hullY[i];
        double v = cos * hullY[i] - sin * hullX[i];
        // Math.min and Math.max would also order zeros by sign.
        minU = u < minU ? u : minU;
        maxU = u > maxU ? u : maxU;
        minV = v < minV ? v : minV;
        maxV = v > maxV ? v : maxV;
      }
      if (maxU - minU < narrowest) {
        narrowest = maxU - minU;
        box = (maxU - minU + 1) * (maxV - minV + 1);
      }
    }
    return Math.min(1, area / box);
  }

  /** The level of a pixel, 0 to 255; 0 outside of the mask. */
  public int level(int i) {
    return samples[i] & 0xff;
  }

  public boolean contains(double x, double y) {
    int column = (int) (x + 0.5);
    int row = (int) (y + 0.5);
    // One sign for all four comparisons: this is called some thousand times per chromosome.
    return (column | row | (width - 1 - column) | (height - 1 - row)) >= 0
        && mask[row * width + column] != 0;
  }
}
