package io.karyo.straighten.internal;

import java.util.Arrays;

/**
 * The smooth centre line of a chromosome, with one point and normal per pixel of its length: steps
 * 3 to 5 of Swati et al. 2017, section 3.1.1.
 *
 * <p>Differs from the paper in that each point is then moved to the middle between the two side
 * walls that its normal meets, and the line is smoothed again. That takes back what thinning did
 * where chromatids part, and the shortening that every smoothing of a bend brings. The smoothing
 * spline is a discrete one (Whittaker 1923; Eilers, "A perfect smoother", 2003) of third
 * differences, whose points count for as much as their cross-section is plausible. With second
 * differences the ends of an arc come out too straight, its corners lengthen it, and the band
 * profile of a bend of 120 degrees correlates 0.91 with the truth instead of 0.95.
 *
 * <p><b>Units:</b> px in the coordinates of the silhouette.
 */
public final class Axis {

  /** The number of samples to either side in the paper's median filter. */
  private static final int MEDIAN_REACH = 7;

  private static final int RECENTRINGS = 2;

  /** Wavelengths below this many half widths are smoothed away. */
  private static final double SMOOTHED_HALF_WIDTHS = 6;

  /** The limit for the turning of normals: how much closer rows may come at the side wall. */
  private static final double MAX_CROWDING = 0.85;

  /** The step for measuring cross-sections, px. */
  private static final double STEP = 0.5;

  /** A cross-section of more half widths crosses more than one arm. */
  private static final double ODD_HALF_WIDTHS = 3.2;

  /** How deep inside, in half widths, cross-sections are not looked at step by step. */
  private static final double DEPTH_HALF_WIDTHS = 0.7;

  /** Third difference. */
  private static final double[] DIFFERENCE = {-1, 3, -3, 1};

  private static final int ORDER = 3;

  /** Keeps points past the ends near where they were extended to. */
  private static final double WEIGHT_OF_NOTHING = 1e-4;

  /** The number of pixels that give the slope of an end. */
  private static final int SLOPE_REACH = 5;

  /** The number of pixels checked beyond the ends, in case a corner extends there. */
  private static final int END = 4;

  private final Silhouette silhouette;

  /** Half of the chromosome's mean width. */
  private final double halfWidth;

  /** The greatest distance from the axis that its own cross-section can have. */
  private final double reach;

  /** The widest gap between chromatids. */
  private final double gap;

  /** The pixels from which {@link #innerSteps} steps in any direction stay on the chromosome. */
  private final BitImage inner;

  private final int innerSteps;

  private double[] x;
  private double[] y;

  /** Unit vectors to the right, seen along the axis with the first point on top. */
  private double[] normalX;

  private double[] normalY;

  /** How far the cross-section of each point reaches along its normal and against it. */
  private double[] right;

  private double[] left;

  /**
   * Follows a line through the chromosome from end to end.
   *
   * @param lineX columns of the line's points
   * @param lineY rows of the line's points
   * @param gapHalfWidths the widest gap between chromatids, in half widths
   * @param drawn whether the line was drawn to the ends, so that it is extended by half a width at
   *     most; a skeleton's ends are cut off instead and extended until the chromosome ends
   */
  public Axis(
      Silhouette silhouette, double[] lineX, double[] lineY, double gapHalfWidths, boolean drawn) {
    this.silhouette = silhouette;
    double length = length(lineX, lineY);
    // Thinning takes half a width off both ends: area = 2 h (length + 2 h).
    halfWidth =
        drawn
            ? Math.max(1, silhouette.area / (2 * Math.max(1, length)))
            : Math.max(1, (Math.sqrt(length * length + 4.0 * silhouette.area) - length) / 4);
    reach = 2 * halfWidth + 2;
    gap = Math.max(1.5, gapHalfWidths * halfWidth);
    int depth = (int) Math.max(1, DEPTH_HALF_WIDTHS * halfWidth);
    inner = silhouette.bits.erode(depth);
    // Less than the depth, because a step begins anywhere in a pixel.
    innerSteps = (int) (depth / STEP) - 1;
    x = median(lineX);
    y = median(lineY);
    resample(0);
    // Towards its ends a skeleton forks, or bends into a corner.
    int doubtful = drawn ? 0 : (int) Math.min(halfWidth, length / 4);
    keep(doubtful, x.length - 1 - doubtful);
    double[] weight = new double[x.length];
    Arrays.fill(weight, 1);
    smooth(weight);
    resample(drawn ? halfWidth : 2 * halfWidth + END);
    keepOnChromosome();
    for (int pass = 0; pass < RECENTRINGS; pass++) {
      normals();
      smooth(recentre());
      resample(drawn ? 0 : END);
      keepOnChromosome();
    }
    normals();
    uncross();
    measure();
  }

  private void keep(int first, int last) {
    x = Arrays.copyOfRange(x, first, last + 1);
    y = Arrays.copyOfRange(y, first, last + 1);
  }

  /** Cuts off what goes on for more than a few pixels after both ends have left the chromosome. */
  private void keepOnChromosome() {
    int middle = x.length / 2;
    int first = middle;
    for (int i = middle; i >= 0 && first - i <= halfWidth; i--) {
      first = silhouette.contains(x[i], y[i]) ? i : first;
    }
    int last = middle;
    for (int i = middle; i < x.length && i - last <= halfWidth; i++) {
      last = silhouette.contains(x[i], y[i]) ? i : last;
    }
    keep(Math.max(0, first - END), Math.min(x.length - 1, last + END));
  }

  public int size() {
    return x.length;
  }

  public double halfWidth() {
    return halfWidth;
  }

  /** Samples one row per point. */
  public Strip sample() {
    double widest = 0;
    for (int i = 0; i < x.length; i++) {
      widest = Math.max(widest, Math.max(left[i], right[i]));
    }
    int half = (int) Math.ceil(widest);
    Strip strip = new Strip(x.length, 2 * half + 1);
    for (int i = 0; i < x.length; i++) {
      int from = Math.max(-half, (int) Math.ceil(-left[i] - 1));
      int to = Math.min(half, (int) Math.floor(right[i] + 1));
      strip.sampleRow(
          silhouette,
          i,
          from + half,
          to + half,
          x[i] + from * normalX[i],
          y[i] + from * normalY[i],
          normalX[i],
          normalY[i]);
    }
    return strip;
  }

  private static double length(double[] x, double[] y) {
    double length = 0;
    for (int i = 1; i < x.length; i++) {
      length += norm(x[i] - x[i - 1], y[i] - y[i - 1]);
    }
    return length;
  }

  /** Faster than {@link Math#hypot}, whose care for great and small numbers is not needed. */
  private static double norm(double dx, double dy) {
    return Math.sqrt(dx * dx + dy * dy);
  }

  /** A median whose window shrinks towards the ends, so that they stay where they are. */
  private static double[] median(double[] values) {
    double[] out = new double[values.length];
    double[] window = new double[2 * MEDIAN_REACH + 1];
    int from = 0;
    int to = 0;
    for (int i = 0; i < values.length; i++) {
      int reach = Math.min(MEDIAN_REACH, Math.min(i, values.length - 1 - i));
      for (; from < i - reach; from++) {
        remove(window, to - from, values[from]);
      }
      for (; to <= i + reach; to++) {
        insert(window, to - from, values[to]);
      }
      out[i] = window[reach];
    }
    return out;
  }

  private static void remove(double[] sorted, int count, double value) {
    int k = 0;
    while (sorted[k] != value) {
      k++;
    }
    System.arraycopy(sorted, k + 1, sorted, k, count - 1 - k);
  }

  private static void insert(double[] sorted, int count, double value) {
    int k = count;
    for (; k > 0 && sorted[k - 1] > value; k--) {
      sorted[k] = sorted[k - 1];
    }
    sorted[k] = value;
  }

  /** Spaces the points one pixel apart, and adds points in the direction of the ends. */
  private void resample(double beyond) {
    int n = x.length;
    double length = length(x, y);
    int inner = Math.max(2, (int) Math.round(length) + 1);
    int outer = (int) Math.ceil(beyond);
    double spacing = length / (inner - 1);
    double[] newX = new double[inner + 2 * outer];
    double[] newY = new double[inner + 2 * outer];
    double walked = 0;
    int segment = 0;
    double segmentLength = n > 1 ? norm(x[1] - x[0], y[1] - y[0]) : 0;
    for (int i = 0; i < inner; i++) {
      double target = i * spacing;
      while (segment < n - 2 && walked + segmentLength < target) {
        walked += segmentLength;
        segment++;
        segmentLength = norm(x[segment + 1] - x[segment], y[segment + 1] - y[segment]);
      }
      double share =
          segmentLength == 0 ? 0 : Math.min(1, Math.max(0, (target - walked) / segmentLength));
      int next = Math.min(n - 1, segment + 1);
      newX[outer + i] = x[segment] + share * (x[next] - x[segment]);
      newY[outer + i] = y[segment] + share * (y[next] - y[segment]);
    }
    int last = outer + inner - 1;
    int slope = Math.min(SLOPE_REACH, inner - 1);
    for (int i = 1; i <= outer; i++) {
      double share = (double) i / slope;
      newX[outer - i] = newX[outer] + share * (newX[outer] - newX[outer + slope]);
      newY[outer - i] = newY[outer] + share * (newY[outer] - newY[outer + slope]);
      newX[last + i] = newX[last] + share * (newX[last] - newX[last - slope]);
      newY[last + i] = newY[last] + share * (newY[last] - newY[last - slope]);
    }
    x = newX;
    y = newY;
  }

  /**
   * Solves (W + λ D'D) z = W v for both coordinates. D takes third differences, so that neither a
   * straight line nor an arc is bent by it, and the ends go on as they were bent.
   */
  private void smooth(double[] weight) {
    int n = x.length;
    double lambda = Math.pow(SMOOTHED_HALF_WIDTHS * halfWidth / (2 * Math.PI), 6);
    // band[k][i] is the matrix at (i, i - k); all arrays have a margin, so that every row has
    // three before it and after it.
    double[][] band = new double[DIFFERENCE.length][n + 2 * ORDER];
    double[] solvedX = new double[n + 2 * ORDER];
    double[] solvedY = new double[n + 2 * ORDER];
    Arrays.fill(band[0], 0, ORDER, 1);
    for (int i = 0; i < n; i++) {
      double w = weight[i] + Math.max(WEIGHT_OF_NOTHING, 1e-12 * lambda);
      band[0][ORDER + i] = w;
      solvedX[ORDER + i] = x[i] * w;
      solvedY[ORDER + i] = y[i] * w;
    }
    for (int row = ORDER; row >= 0; row--) {
      for (int column = 0; column <= row; column++) {
        double product = lambda * DIFFERENCE[row] * DIFFERENCE[column];
        double[] diagonal = band[row - column];
        for (int i = ORDER + row; i < n + row; i++) {
          diagonal[i] += product;
        }
      }
    }
    solve(band, solvedX, solvedY);
    x = Arrays.copyOfRange(solvedX, ORDER, ORDER + n);
    y = Arrays.copyOfRange(solvedY, ORDER, ORDER + n);
  }

  /**
   * Makes the matrix its Cholesky factor and solves for two vectors, all in one go: each row waits
   * for the one before, and while one of the three does the others are computed.
   */
  private static void solve(double[][] band, double[] u, double[] v) {
    double[] root = band[0];
    double[] a = band[1];
    double[] b = band[2];
    double[] c = band[3];
    for (int i = ORDER; i < u.length - ORDER; i++) {
      double three = c[i] / root[i - 3];
      double two = (b[i] - three * a[i - 2]) / root[i - 2];
      double one = (a[i] - two * a[i - 1] - three * b[i - 1]) / root[i - 1];
      double zero = Math.sqrt(root[i] - one * one - two * two - three * three);
      u[i] = (u[i] - one * u[i - 1] - two * u[i - 2] - three * u[i - 3]) / zero;
      v[i] = (v[i] - one * v[i - 1] - two * v[i - 2] - three * v[i - 3]) / zero;
      root[i] = zero;
      a[i] = one;
      b[i] = two;
      c[i] = three;
    }
    for (int i = u.length - ORDER - 1; i >= ORDER; i--) {
      u[i] = (u[i] - a[i + 1] * u[i + 1] - b[i + 2] * u[i + 2] - c[i + 3] * u[i + 3]) / root[i];
      v[i] = (v[i] - a[i + 1] * v[i + 1] - b[i + 2] * v[i + 2] - c[i + 3] * v[i + 3]) / root[i];
    }
  }

  private void normals() {
    int n = x.length;
    normalX = new double[n];
    normalY = new double[n];
    for (int i = 0; i < n; i++) {
      int a = Math.max(0, i - 1);
      int b = Math.min(n - 1, i + 1);
      double dx = x[b] - x[a];
      double dy = y[b] - y[a];
      double norm = Math.max(1e-9, norm(dx, dy));
      normalX[i] = dy / norm;
      normalY[i] = -dx / norm;
    }
  }

  /**
   * Moves each point to the middle of its cross-section; returns how far that is to be believed.
   */
  private double[] recentre() {
    int n = x.length;
    right = new double[n];
    left = new double[n];
    double[] width = new double[n];
    int first = n;
    int last = -1;
    for (int i = 0; i < n; i++) {
      if (crossSection(i)) {
        double aside = (right[i] - left[i]) / 2;
        x[i] += aside * normalX[i];
        y[i] += aside * normalY[i];
        width[i] = right[i] + left[i] + STEP;
        first = Math.min(first, i);
        last = i;
      }
    }
    double[] weight = new double[n];
    int end = (int) Math.round(halfWidth);
    for (int i = first; i <= last; i++) {
      if (i - first < end || last - i < end) {
        // A normal that leans meets a corner of the end: its cross-section is short, and beside the
        // middle.
        double usual =
            width[i - first < end ? Math.min(last, first + end) : Math.max(first, last - end)];
        weight[i] = Math.min(1, Math.pow(width[i] / Math.max(1, usual), 4));
      } else {
        weight[i] = width[i] == 0 ? 0 : width[i] > ODD_HALF_WIDTHS * halfWidth ? 0.1 : 1;
      }
    }
    return weight;
  }

  /** Where on its normal, at or next to the point, the chromosome is; NaN if nowhere near. */
  private double onChromosome(int i) {
    for (double u = 0; u <= halfWidth; u += STEP) {
      if (silhouette.contains(x[i] + u * normalX[i], y[i] + u * normalY[i])) {
        return u;
      }
      if (silhouette.contains(x[i] - u * normalX[i], y[i] - u * normalY[i])) {
        return -u;
      }
    }
    return Double.NaN;
  }

  /**
   * Measures the cross-section of a point: how far the chromosome goes on along its normal and
   * against it, over gaps between chromatids. Both ways are gone at once, because each step waits
   * for the one before.
   *
   * @return whether the chromosome is at or next to the point
   */
  private boolean crossSection(int i) {
    double start = onChromosome(i);
    if (Double.isNaN(start)) {
      return false;
    }
    double stepX = STEP * normalX[i];
    double stepY = STEP * normalY[i];
    double rightX = x[i] + start * normalX[i];
    double rightY = y[i] + start * normalY[i];
    double leftX = rightX;
    double leftY = rightY;
    int known = inner.get((int) (rightX + 0.5), (int) (rightY + 0.5)) ? innerSteps : 0;
    for (int k = 0; k < known; k++) {
      rightX += stepX;
      rightY += stepY;
      leftX -= stepX;
      leftY -= stepY;
    }
    int lastRight = known;
    int lastLeft = known;
    int steps = (int) (reach / STEP);
    int steppable = (int) (gap / STEP);
    for (int k = known + 1; k <= steps && k - Math.max(lastRight, lastLeft) <= steppable; k++) {
      rightX += stepX;
      rightY += stepY;
      leftX -= stepX;
      leftY -= stepY;
      if (k - lastRight <= steppable && silhouette.contains(rightX, rightY)) {
        lastRight = k;
      }
      if (k - lastLeft <= steppable && silhouette.contains(leftX, leftY)) {
        lastLeft = k;
      }
    }
    right[i] = start + lastRight * STEP;
    left[i] = lastLeft * STEP - start;
    return true;
  }

  /** Smooths the directions of the normals until none of them cross within the chromosome. */
  private void uncross() {
    double limit = MAX_CROWDING / (1.2 * halfWidth);
    if (turnsLessThan(limit)) {
      return;
    }
    int n = x.length;
    double[] angle = new double[n];
    for (int i = 0; i < n; i++) {
      angle[i] = Math.atan2(normalY[i], normalX[i]);
      if (i > 0) {
        angle[i] += 2 * Math.PI * Math.rint((angle[i - 1] - angle[i]) / (2 * Math.PI));
      }
    }
    boolean changed = false;
    for (int pass = 0; pass < 200; pass++) {
      double steepest = 0;
      for (int i = 1; i < n; i++) {
        steepest = Math.max(steepest, Math.abs(angle[i] - angle[i - 1]));
      }
      if (steepest <= limit) {
        break;
      }
      changed = true;
      double before = angle[0];
      for (int i = 1; i < n - 1; i++) {
        double here = angle[i];
        angle[i] = (before + 2 * here + angle[i + 1]) / 4;
        before = here;
      }
    }
    for (int i = 0; changed && i < n; i++) {
      normalX[i] = Math.cos(angle[i]);
      normalY[i] = Math.sin(angle[i]);
    }
  }

  /**
   * Whether no normal turns against the one before by an angle, found without any arctangent: the
   * sine of the turn is the cross product. An angle that is nearly reached counts as reached.
   */
  private boolean turnsLessThan(double angle) {
    double sine = Math.sin(angle) - 1e-9;
    for (int i = 1; i < x.length; i++) {
      double cross = normalX[i - 1] * normalY[i] - normalY[i - 1] * normalX[i];
      double dot = normalX[i - 1] * normalX[i] + normalY[i - 1] * normalY[i];
      if (dot <= 0 || Math.abs(cross) >= sine) {
        return false;
      }
    }
    return true;
  }

  /** Measures the cross-sections, and cuts off what lies past the ends. */
  private void measure() {
    int n = x.length;
    right = new double[n];
    left = new double[n];
    int first = n;
    int last = -1;
    for (int i = 0; i < n; i++) {
      if (crossSection(i)) {
        first = Math.min(first, i);
        last = i;
      }
    }
    if (last < first) {
      return;
    }
    boolean turned = y[first] > y[last] || (y[first] == y[last] && x[first] > x[last]);
    x = cut(x, first, last, turned, 1);
    y = cut(y, first, last, turned, 1);
    normalX = cut(normalX, first, last, turned, turned ? -1 : 1);
    normalY = cut(normalY, first, last, turned, turned ? -1 : 1);
    double[] swap = turned ? left : right;
    left = cut(turned ? right : left, first, last, turned, 1);
    right = cut(swap, first, last, turned, 1);
  }

  private static double[] cut(double[] v, int first, int last, boolean turned, int sign) {
    double[] out = new double[last - first + 1];
    for (int i = 0; i < out.length; i++) {
      out[i] = sign * v[turned ? last - i : first + i];
    }
    return out;
  }
}
