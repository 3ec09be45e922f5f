package io.karyo.straighten;

import io.karyo.straighten.internal.Morphology;
import io.karyo.straighten.internal.Silhouette;
import io.karyo.straighten.internal.Strip;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A straight line across a chromosome at its bend, and the two arms on either side: steps 2 to 4 of
 * Javan-Roshtkhari and Setarehdan 2008.
 *
 * <p>Differs from the paper, which takes the direction of the smallest score S: of the {@value
 * #CANDIDATES} smallest whose line runs across and leaves two arms in one piece each, the one is
 * taken whose arms, turned upright, are the narrowest. S alone often finds a pale waist, or cuts an
 * arm lengthwise.
 *
 * <p><b>Units:</b> px in the coordinates of the silhouette.
 */
final class BendCut {

  private static final double WEIGHT_OF_BALANCE = 0.434;
  private static final double WEIGHT_OF_DEPTH = 0.566;

  private static final int CANDIDATES = 6;

  /** The least cosine of the angle between an arm and the line's normal. */
  private static final double MIN_CROSSING = 0.5;

  /** Projection vectors are smoothed over this share of their length, twice. */
  private static final double SMOOTHED_SHARE = 1 / 6.0;

  /** The least share of the chromosome that an arm has. */
  private static final double MIN_ARM_SHARE = 0.2;

  /** The greatest share of an arm that may hang loose after the cut. */
  private static final double MAX_LOOSE_SHARE = 0.03;

  /** Steps in which the narrowest direction of an arm is searched, degrees. */
  private static final int ARM_STEP = 2;

  private final Silhouette silhouette;

  /** The coordinates of the chromosome's pixels. */
  private final int[] pixelX;

  private final int[] pixelY;

  /** The line: all points p with normal · p = offset. */
  private final double normalX;

  private final double normalY;
  private final double offset;

  /** The middle of the chromosome on the line. */
  private double pivotX;

  private double pivotY;

  private final Arm one;
  private final Arm other;

  private BendCut(Silhouette silhouette, int[] pixelX, int[] pixelY, Projection projection) {
    this.silhouette = silhouette;
    this.pixelX = pixelX;
    this.pixelY = pixelY;
    normalX = projection.normalX;
    normalY = projection.normalY;
    offset = projection.valley;
    int count = 0;
    for (int i = 0; i < pixelX.length; i++) {
      if (Math.abs(side(pixelX[i], pixelY[i])) <= 1) {
        pivotX += pixelX[i];
        pivotY += pixelY[i];
        count++;
      }
    }
    pivotX /= Math.max(1, count);
    pivotY /= Math.max(1, count);
    one = new Arm(-1);
    other = new Arm(1);
  }

  /**
   * Finds the bend.
   *
   * @param stepDegrees between the directions of projection
   * @return the cut, or null if no projection has two maxima
   */
  static @Nullable BendCut find(Silhouette silhouette, double stepDegrees) {
    int[] pixelX = new int[silhouette.area];
    int[] pixelY = new int[silhouette.area];
    for (int y = 0, i = 0, k = 0; y < silhouette.height; y++) {
      for (int x = 0; x < silhouette.width; x++, i++) {
        if (silhouette.mask[i] != 0) {
          pixelX[k] = x;
          pixelY[k++] = y;
        }
      }
    }
    int directions = (int) Math.ceil(180 / stepDegrees - 1e-9);
    Projection[] projections = new Projection[directions];
    for (int k = 0; k < directions; k++) {
      projections[k] = new Projection(silhouette, pixelX, pixelY, k * stepDegrees);
    }
    Arrays.sort(projections, (a, b) -> Double.compare(a.score, b.score));
    BendCut best = null;
    int candidates = 0;
    for (Projection projection : projections) {
      if (projection.score == Double.POSITIVE_INFINITY || candidates == CANDIDATES) {
        break;
      }
      BendCut cut = new BendCut(silhouette, pixelX, pixelY, projection);
      if (cut.leavesTwoArms() && cut.crossesBothArms()) {
        candidates++;
        if (best == null || cut.one.width + cut.other.width < best.one.width + best.other.width) {
          best = cut;
        }
      }
    }
    return best;
  }

  /** The projection vector of one direction: pixels in each row of the turned mask. */
  private static final class Projection {

    final double normalX;
    final double normalY;

    /** The paper's S, infinite if there are fewer than two maxima. */
    final double score;

    /** Where the least value between the two largest maxima is. */
    final double valley;

    Projection(Silhouette silhouette, int[] pixelX, int[] pixelY, double degrees) {
      normalX = -Math.sin(Math.toRadians(degrees));
      normalY = Math.cos(Math.toRadians(degrees));
      int zero = silhouette.width;
      float[] rows = new float[silhouette.width + silhouette.height + 1];
      int first = rows.length;
      int last = 0;
      for (int i = 0; i < pixelX.length; i++) {
        int row = (int) (normalX * pixelX[i] + normalY * pixelY[i] + zero + 0.5);
        row = Math.max(0, Math.min(rows.length - 1, row));
        rows[row]++;
        first = Math.min(first, row);
        last = Math.max(last, row);
      }
      float[] p = Arrays.copyOfRange(rows, first, last + 1);
      int reach = (int) Math.max(1, p.length * SMOOTHED_SHARE / 2);
      p = smooth(smooth(p, reach), reach);
      int high = -1;
      int second = -1;
      for (int i = 0; i < p.length; i++) {
        if (isMaximum(p, i)) {
          if (high < 0 || p[i] > p[high]) {
            second = high;
            high = i;
          } else if (second < 0 || p[i] > p[second]) {
            second = i;
          }
        }
      }
      if (second < 0) {
        score = Double.POSITIVE_INFINITY;
        valley = 0;
        return;
      }
      int lowest = Math.min(high, second);
      for (int i = lowest; i < Math.max(high, second); i++) {
        lowest = p[i] < p[lowest] ? i : lowest;
      }
      double sum = p[high] + p[second];
      score = WEIGHT_OF_BALANCE * (p[high] - p[second]) / sum + WEIGHT_OF_DEPTH * p[lowest] / sum;
      valley = lowest + first - zero;
    }

    /** Whether a value is greater than those around it; of equal ones the first counts. */
    private static boolean isMaximum(float[] p, int i) {
      if (i > 0 && p[i - 1] >= p[i]) {
        return false;
      }
      int next = i + 1;
      while (next < p.length && p[next] == p[i]) {
        next++;
      }
      return next == p.length || p[next] < p[i];
    }

    private static float[] smooth(float[] in, int reach) {
      float[] out = new float[in.length];
      for (int i = 0; i < in.length; i++) {
        for (int j = Math.max(0, i - reach); j <= Math.min(in.length - 1, i + reach); j++) {
          out[i] += in[j];
        }
        out[i] /= 2 * reach + 1;
      }
      return out;
    }
  }

  private double side(double x, double y) {
    return normalX * x + normalY * y - offset;
  }

  private boolean leavesTwoArms() {
    byte[] arms = new byte[silhouette.mask.length];
    int[] size = new int[3];
    int[] seed = new int[3];
    double[] farthest = {0, -1, -1};
    for (int i = 0; i < pixelX.length; i++) {
      double side = side(pixelX[i], pixelY[i]);
      int arm = side < 0 ? 1 : 2;
      int at = pixelY[i] * silhouette.width + pixelX[i];
      arms[at] = (byte) arm;
      size[arm]++;
      // Crumbs lie at the cut, not at the far end.
      if (Math.abs(side) > farthest[arm]) {
        farthest[arm] = Math.abs(side);
        seed[arm] = at;
      }
    }
    int[] stack = new int[pixelX.length];
    for (int arm = 1; arm <= 2; arm++) {
      if (size[arm] < MIN_ARM_SHARE * silhouette.area
          || Morphology.flood(arms, silhouette.width, seed[arm], (byte) arm, (byte) 3, true, stack)
              < (1 - MAX_LOOSE_SHARE) * size[arm]) {
        return false;
      }
    }
    return true;
  }

  private boolean crossesBothArms() {
    return one.crossing() >= MIN_CROSSING && other.crossing() >= MIN_CROSSING;
  }

  /** One side of the cut. */
  private final class Arm {

    /** The side of the line, -1 or 1. */
    final int sign;

    /** Unit vector along the arm, away from the cut. */
    double alongX;

    double alongY;

    /** How far the arm reaches along its direction, and to either side of it. */
    double reach;

    double aside;

    /** How many columns it takes up. */
    double width = Double.MAX_VALUE;

    Arm(int sign) {
      this.sign = sign;
      int[] edgeX = new int[2 * silhouette.height];
      int[] edgeY = new int[2 * silhouette.height];
      int edges = 0;
      double meanX = 0;
      double meanY = 0;
      int count = 0;
      for (int i = 0; i < pixelX.length; i++) {
        if (contains(pixelX[i], pixelY[i])) {
          meanX += pixelX[i];
          meanY += pixelY[i];
          count++;
          // The first and the last pixel of each row: pixels come row by row.
          if (edges == 0 || edgeY[edges - 1] != pixelY[i]) {
            edgeX[edges] = edgeX[edges + 1] = pixelX[i];
            edgeY[edges] = edgeY[edges + 1] = pixelY[i];
            edges += 2;
          } else {
            edgeX[edges - 1] = pixelX[i];
          }
        }
      }
      double toX = meanX / Math.max(1, count) - pivotX;
      double toY = meanY / Math.max(1, count) - pivotY;
      for (int degrees = 0; degrees < 180; degrees += ARM_STEP) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        // An arm may be shorter than wide: its narrowest direction is then across.
        if (Math.abs(cos * toX + sin * toY) < 0.7 * Math.hypot(toX, toY)) {
          continue;
        }
        double min = Double.MAX_VALUE;
        double max = -Double.MAX_VALUE;
        for (int k = 0; k < edges; k++) {
          double across = cos * edgeY[k] - sin * edgeX[k];
          min = Math.min(min, across);
          max = Math.max(max, across);
        }
        if (max - min < width) {
          width = max - min;
          boolean away = cos * toX + sin * toY >= 0;
          alongX = away ? cos : -cos;
          alongY = away ? sin : -sin;
        }
      }
      for (int k = 0; k < edges; k++) {
        double x = edgeX[k] - pivotX;
        double y = edgeY[k] - pivotY;
        reach = Math.max(reach, alongX * x + alongY * y);
        aside = Math.max(aside, Math.abs(alongX * y - alongY * x));
      }
    }

    boolean contains(double x, double y) {
      return side(x, y) < 0 == sign < 0;
    }

    double crossing() {
      return Math.abs(normalX * alongX + normalY * alongY);
    }

    double tipY() {
      return pivotY + reach * alongY;
    }
  }

  /** Turns both arms upright and joins them at the cut. */
  Attempt join() {
    boolean oneAbove = one.tipY() <= other.tipY();
    Arm above = oneAbove ? one : other;
    Arm below = oneAbove ? other : one;
    int half = (int) Math.ceil(Math.max(above.aside, below.aside));
    int top = (int) Math.ceil(above.reach);
    Strip strip = new Strip(top + (int) Math.ceil(below.reach) + 1, 2 * half + 1);
    int filled = 0;
    for (int row = 0; row < strip.rows; row++) {
      Arm arm = row < top ? above : below;
      // The way down, of which the columns go to the right-hand side.
      double downX = row < top ? -arm.alongX : arm.alongX;
      double downY = row < top ? -arm.alongY : arm.alongY;
      for (int column = 0; column < strip.columns; column++) {
        double x = pivotX + (row - top) * downX + (column - half) * downY;
        double y = pivotY + (row - top) * downY - (column - half) * downX;
        // Half a pixel over the line, for a seam without a gap.
        if (side(x, y) * arm.sign > -0.5) {
          strip.sample(silhouette, row, column, x, y);
        }
      }
    }
    filled += fillWedge(strip, top, half, above, -1);
    filled += fillWedge(strip, top, half, below, 1);
    Strip trimmed = strip.trim(true, 0.75f);
    double kept = Math.max(0, 1 - 2.0 * filled / silhouette.area);
    return new Attempt(
            silhouette, trimmed, ProjectionVectors.ID, kept * trimmed.quality(silhouette))
        .note("cut at the bend and joined, " + filled + " pixels filled in");
  }

  /**
   * Fills what is missing between the cut and an arm's first complete row, out to the width of that
   * row, with the mean of each row's own pixels.
   */
  private int fillWedge(Strip strip, int top, int half, Arm arm, int direction) {
    // How far from the join the line, which leans by the arm's angle to its normal, reaches.
    double cosine = arm.crossing();
    double slope = Math.sqrt(Math.max(0, 1 - cosine * cosine)) / cosine;
    int depth = (int) Math.ceil(slope * arm.aside);
    int complete = top + direction * depth;
    if (depth == 0 || complete < 0 || complete >= strip.rows) {
      return 0;
    }
    int first = strip.columns;
    int last = -1;
    for (int column = 0; column < strip.columns; column++) {
      if (strip.cover[complete * strip.columns + column] >= 0.5f) {
        first = Math.min(first, column);
        last = column;
      }
    }
    int filled = 0;
    for (int row = top; row != complete; row += direction) {
      float sum = 0;
      float weight = 0;
      for (int i = row * strip.columns; i < (row + 1) * strip.columns; i++) {
        sum += strip.stain[i];
        weight += strip.cover[i];
      }
      double downX = direction * arm.alongX;
      double downY = direction * arm.alongY;
      for (int column = first; column <= last && weight > 0; column++) {
        double x = pivotX + (row - top) * downX + (column - half) * downY;
        double y = pivotY + (row - top) * downY - (column - half) * downX;
        if (side(x, y) * arm.sign <= -0.5) {
          strip.stain[row * strip.columns + column] = Math.min(1, sum / weight);
          strip.cover[row * strip.columns + column] = 1;
          filled++;
        }
      }
    }
    return filled;
  }
}
