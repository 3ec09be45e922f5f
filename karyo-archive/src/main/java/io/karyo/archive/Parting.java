package io.karyo.archive;

import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts chromosomes that stand side by side and touch. */
final class Parting {

  /** From this width on, in widths of a chromosome, a body may be two. */
  private static final double WIDE = 1.5;

  /** Beyond this width a body that cannot be parted is reported. */
  private static final double TOO_WIDE = 1.9;

  private static final double LEAST_PART = 0.6;

  /** The share of the rows of the shorter part in which both parts are a body. */
  private static final double SIDE_BY_SIDE = 0.5;

  /** The same for the higher part: less is an end that is bent until it lies. */
  private static final double LYING = 0.36;

  /** In how many widths a row of a part is more than a sliver. */
  private static final double SLIVER = 0.4;

  /** How wide the ink of a row is, in widths, if two stand there. */
  private static final double DOUBLE = 1.35;

  /** The share of a part that is connected. */
  private static final double WHOLE = 0.88;

  /** How much ink a cut crosses at most, as a share of that of a dark line as high as the part. */
  private static final double MOST_INK = 0.38;

  private final Page page;
  private final double chromosomeWidth;

  Parting(Page page, double chromosomeWidth) {
    this.page = page;
    this.chromosomeWidth = chromosomeWidth;
  }

  /** Returns the chromosomes of a body: itself, or its parts. */
  List<Body> part(Body body) {
    Box box = body.blob.box();
    if (box.width() < WIDE * chromosomeWidth
        || body.blob.area() < chromosomeWidth * chromosomeWidth) {
      return List.of(body);
    }
    Cut cut = best(body.blob);
    if (cut == null) {
      if (box.width() > TOO_WIDE * chromosomeWidth && isSolid(body.blob)) {
        body.warn(Doubt.TOUCHING, "%d px wide: may be two chromosomes", box.width());
      }
      return List.of(body);
    }
    List<Body> parts = new ArrayList<>();
    for (Blob blob : List.of(cut.left, cut.right)) {
      Body part = new Body(blob);
      part.warnings.addAll(body.warnings);
      part.warn(Doubt.TOUCHING, "touched its neighbour and was parted from it");
      parts.addAll(part(part));
    }
    return parts;
  }

  /** Returns whether a body fills its box as two chromosomes do; a slanting one does not. */
  private static boolean isSolid(Blob blob) {
    return blob.area() > 0.55 * blob.box().area();
  }

  private record Cut(Blob left, Blob right, double cost) {}

  private @Nullable Cut best(Blob blob) {
    Box box = blob.box();
    int least = (int) Math.ceil(LEAST_PART * chromosomeWidth);
    List<Cut> cuts = new ArrayList<>();
    int step = Math.max(1, (int) (chromosomeWidth / 6));
    int reach = Math.max(2, (int) (chromosomeWidth / 3));
    for (int middle = least; middle <= box.width() - least; middle += step) {
      Cut cut = cut(blob, Math.max(1, middle - reach), Math.min(box.width() - 1, middle + reach));
      if (cut != null) {
        cuts.add(cut);
      }
    }
    return cuts.stream().min(Comparator.comparingDouble(Cut::cost)).orElse(null);
  }

  /** Cuts along the path of least ink from top to bottom within some columns. */
  private @Nullable Cut cut(Blob blob, int from, int to) {
    Box box = blob.box();
    int columns = to - from + 1;
    double[][] cost = new double[box.height()][columns];
    for (int y = 0; y < box.height(); y++) {
      for (int c = 0; c < columns; c++) {
        double before = 0;
        if (y > 0) {
          before = cost[y - 1][c];
          before = c > 0 ? Math.min(before, cost[y - 1][c - 1]) : before;
          before = c < columns - 1 ? Math.min(before, cost[y - 1][c + 1]) : before;
        }
        // A straight cut is preferred where there is no ink.
        double middle = Math.abs(c - columns / 2.0) / columns;
        cost[y][c] = before + ink(blob, from + c, y) + 0.002 * middle;
      }
    }
    int[] path = path(cost);
    byte[] left = new byte[blob.mask().length];
    byte[] right = new byte[blob.mask().length];
    double crossed = 0;
    for (int y = 0; y < box.height(); y++) {
      crossed += ink(blob, from + path[y], y);
      for (int x = 0; x < box.width(); x++) {
        int i = y * box.width() + x;
        (x <= from + path[y] ? left : right)[i] = blob.mask()[i];
      }
    }
    return checked(box, left, right, crossed);
  }

  private double ink(Blob blob, int x, int y) {
    Box box = blob.box();
    if (blob.mask()[y * box.width() + x] == 0) {
      return 0;
    }
    float stain = page.smooth[(box.top() + y) * page.width + box.left() + x];
    return Math.min(1, stain / page.dark);
  }

  private static int[] path(double[][] cost) {
    int[] path = new int[cost.length];
    int best = 0;
    double[] last = cost[cost.length - 1];
    for (int c = 1; c < last.length; c++) {
      best = last[c] < last[best] ? c : best;
    }
    for (int y = cost.length - 1; y >= 0; y--) {
      path[y] = best;
      if (y > 0) {
        int next = best;
        for (int c = Math.max(0, best - 1); c <= Math.min(last.length - 1, best + 1); c++) {
          next = cost[y - 1][c] < cost[y - 1][next] ? c : next;
        }
        best = next;
      }
    }
    return path;
  }

  private @Nullable Cut checked(Box box, byte[] left, byte[] right, double crossed) {
    Blob first = largest(box, left);
    Blob second = largest(box, right);
    if (first == null || second == null) {
      return null;
    }
    int firstRows = 0;
    int secondRows = 0;
    int common = 0;
    for (int y = 0; y < box.height(); y++) {
      int inFirst = ink(left, y, box.width());
      int inSecond = ink(right, y, box.width());
      boolean both = Math.min(inFirst, inSecond) >= SLIVER * chromosomeWidth;
      firstRows += inFirst >= SLIVER * chromosomeWidth ? 1 : 0;
      secondRows += inSecond >= SLIVER * chromosomeWidth ? 1 : 0;
      common += both && inFirst + inSecond >= DOUBLE * chromosomeWidth ? 1 : 0;
    }
    int lower = Math.max(1, Math.min(firstRows, secondRows));
    double narrow = Math.min(first.box().width(), second.box().width());
    double cost = crossed / lower;
    boolean good =
        common >= SIDE_BY_SIDE * lower
            && common >= LYING * Math.max(firstRows, secondRows)
            && common >= LEAST_PART * chromosomeWidth
            && narrow >= LEAST_PART * chromosomeWidth
            && cost <= MOST_INK;
    return good ? new Cut(first, second, cost) : null;
  }

  private static int ink(byte[] mask, int y, int width) {
    int inked = 0;
    for (int x = 0; x < width; x++) {
      inked += mask[y * width + x];
    }
    return inked;
  }

  /** Returns the largest connected part if it is nearly all. */
  private static @Nullable Blob largest(Box box, byte[] mask) {
    boolean[] ink = new boolean[mask.length];
    int area = 0;
    for (int i = 0; i < mask.length; i++) {
      ink[i] = mask[i] != 0;
      area += mask[i];
    }
    @Nullable Blob largest = null;
    for (Blob blob : new Mask(box.width(), box.height(), ink).blobs(1)) {
      largest = largest == null || blob.area() > largest.area() ? blob : largest;
    }
    if (largest == null || largest.area() < WHOLE * area) {
      return null;
    }
    return Blob.of(box, mask);
  }
}
