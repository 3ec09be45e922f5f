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
    return new CutOut(
        image, Labels.designation(label), Region.of(blob.box(), blob.mask()), body.warnings);
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
