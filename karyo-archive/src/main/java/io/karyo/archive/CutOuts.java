package io.karyo.archive;

import io.karyo.image.ChromosomeImage;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.Arrays;

/** Draws chromosomes alone. */
final class CutOuts {

  /** Pixels around a chromosome that still show its soft edge. */
  private static final int EDGE = 2;

  private static final int MARGIN = 3;

  /** What of the usual ink of a chromosome its halo has at most. */
  private static final float HALO = 0.36f;

  private final Page page;
  private final String source;

  CutOuts(Page page, String source) {
    this.page = page;
    this.source = source;
  }

  CutOut cut(Body body, int label) {
    Blob blob = body.blob;
    Box frame = blob.box().widened(MARGIN);
    byte[] grey = new byte[Math.toIntExact(frame.area())];
    byte paper = (byte) (page.bright ? 0 : 255);
    Arrays.fill(grey, paper);
    for (int y = 0; y < frame.height(); y++) {
      for (int x = 0; x < frame.width(); x++) {
        int u = frame.left() + x;
        int v = frame.top() + y;
        if (u >= 0 && v >= 0 && u < page.width && v < page.height && isNear(blob, u, v)) {
          int stain = Math.round(Math.min(255, page.stain[v * page.width + u]));
          grey[y * frame.width() + x] = (byte) (page.bright ? stain : 255 - stain);
        }
      }
    }
    ChromosomeImage image =
        ChromosomeImage.of(frame.height(), frame.width(), grey)
            .withSource(source + ", " + Labels.text(label));
    return new CutOut(image, Labels.designation(label), peeled(blob), body.warnings);
  }

  /** Takes the pale halo, which blur and noise make, off the edge of a chromosome. */
  private Region peeled(Blob blob) {
    Box box = blob.box();
    float least = HALO * usualInk(blob);
    byte[] mask = blob.mask().clone();
    for (int layer = 0; layer < EDGE; layer++) {
      byte[] before = mask.clone();
      for (int i = 0; i < mask.length; i++) {
        int x = i % box.width();
        int y = i / box.width();
        if (before[i] != 0 && ink(blob, i) < least && isAtEdge(before, x, y, box)) {
          mask[i] = 0;
        }
      }
    }
    return Region.of(box, mask);
  }

  private static boolean isAtEdge(byte[] mask, int x, int y, Box box) {
    int i = y * box.width() + x;
    return x == 0
        || y == 0
        || x == box.width() - 1
        || y == box.height() - 1
        || mask[i - 1] == 0
        || mask[i + 1] == 0
        || mask[i - box.width()] == 0
        || mask[i + box.width()] == 0;
  }

  private float ink(Blob blob, int i) {
    Box box = blob.box();
    return page.smooth[(box.top() + i / box.width()) * page.width + box.left() + i % box.width()];
  }

  /** The ink that half of the pixels have. */
  private float usualInk(Blob blob) {
    float[] inks = new float[blob.area()];
    int n = 0;
    for (int i = 0; i < blob.mask().length; i++) {
      if (blob.mask()[i] != 0) {
        inks[n++] = ink(blob, i);
      }
    }
    Arrays.sort(inks);
    return inks[n / 2];
  }

  /** Returns whether a pixel is of the chromosome or of its edge, and not of another's ink. */
  private boolean isNear(Blob blob, int u, int v) {
    if (blob.has(u, v)) {
      return true;
    }
    if (page.smooth[v * page.width + u] > page.threshold) {
      return false;
    }
    for (int dy = -EDGE; dy <= EDGE; dy++) {
      for (int dx = -EDGE; dx <= EDGE; dx++) {
        if (blob.has(u + dx, v + dy)) {
          return true;
        }
      }
    }
    return false;
  }
}
