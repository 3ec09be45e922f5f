package io.karyo.archive;

import io.karyo.photo.Box;
import java.util.function.Predicate;

/** Erases lines below places, and frames. */
final class Lines {

  /** How long a line is at least, in widths of a chromosome. */
  private static final double LEAST_LENGTH = 1.45;

  /** A frame is as high: no chromosome is, so that no chromatid is taken for a line. */
  private static final double LEAST_HEIGHT = 12;

  /** How thick a line is at most, in widths of a chromosome, but at least 4 px. */
  private static final double THICK = 0.25;

  private static final int THICK_PX = 4;

  /** A line is so many times as long as thick. */
  private static final int SLENDER = 6;

  /** The share of its length along which there is ink on both sides, at most. */
  private static final double WITHIN_INK = 0.3;

  /** The share of the ink around a line that stands by itself. */
  private static final double ALONE = 0.7;

  private Lines() {}

  /**
   * Erases them.
   *
   * @param isNumber whether a part of the page is a number, whose strokes stay
   */
  static void erase(Mask mask, int chromosomeWidth, Predicate<Blob> isNumber) {
    double thick = Math.max(THICK_PX, THICK * chromosomeWidth);
    erase(mask, mask.runsAcross(), LEAST_LENGTH * chromosomeWidth, thick, isNumber, true);
    erase(mask, mask.runsDown(), LEAST_HEIGHT * chromosomeWidth, thick, isNumber, false);
  }

  private static void erase(
      Mask mask,
      int[] runs,
      double length,
      double thick,
      Predicate<Blob> isNumber,
      boolean across) {
    Blob[] owners = new Blob[runs.length];
    for (Blob blob : mask.blobs(1)) {
      for (int i = 0; i < blob.mask().length; i++) {
        if (blob.mask()[i] != 0) {
          Box box = blob.box();
          int y = box.top() + i / box.width();
          owners[y * mask.width + box.left() + i % box.width()] = blob;
        }
      }
    }
    boolean[] longOnes = new boolean[runs.length];
    for (int i = 0; i < runs.length; i++) {
      longOnes[i] = runs[i] >= length;
    }
    for (Blob blob : new Mask(mask.width, mask.height, longOnes).blobs(1)) {
      Box box = blob.box();
      int along = across ? box.width() : box.height();
      int thickness = across ? box.height() : box.width();
      double usual = (double) blob.area() / along;
      if (usual <= thick
          && thickness <= 3 * thick
          && along >= SLENDER * usual
          && isNoStroke(blob, owners, mask.width, isNumber)
          && !isWithinInk(mask, blob, across)) {
        for (int y = box.top(); y < box.bottom(); y++) {
          for (int x = box.left(); x < box.right(); x++) {
            mask.ink[y * mask.width + x] &= !blob.has(x, y);
          }
        }
      }
    }
  }

  /** Returns whether what a line belongs to is not a number of which it is a stroke. */
  private static boolean isNoStroke(Blob line, Blob[] owners, int width, Predicate<Blob> isNumber) {
    int first = 0;
    while (line.mask()[first] == 0) {
      first++;
    }
    Box box = line.box();
    Blob owner =
        owners[(box.top() + first / box.width()) * width + box.left() + first % box.width()];
    return line.area() >= ALONE * owner.area() || !isNumber.test(owner);
  }

  /** Returns whether the blob is a thin part of something thick, as where two bodies touch. */
  private static boolean isWithinInk(Mask mask, Blob blob, boolean across) {
    Box box = blob.box();
    int dx = across ? 0 : 1;
    int dy = across ? 1 : 0;
    int sides = 0;
    int along = across ? box.width() : box.height();
    for (int k = 0; k < along; k++) {
      int x = across ? box.left() + k : box.left();
      int y = across ? box.top() : box.top() + k;
      int first = -1;
      int last = -1;
      int depth = across ? box.height() : box.width();
      for (int d = 0; d < depth; d++) {
        if (blob.has(x + d * dx, y + d * dy)) {
          first = first < 0 ? d : first;
          last = d;
        }
      }
      boolean before = first >= 0 && inked(mask, x + (first - 2) * dx, y + (first - 2) * dy);
      boolean after = first >= 0 && inked(mask, x + (last + 2) * dx, y + (last + 2) * dy);
      sides += before && after ? 1 : 0;
    }
    return sides > WITHIN_INK * along;
  }

  private static boolean inked(Mask mask, int x, int y) {
    return x >= 0 && y >= 0 && x < mask.width && y < mask.height && mask.ink[y * mask.width + x];
  }
}
