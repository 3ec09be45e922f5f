package io.karyo.metrics;

import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.List;

/**
 * How many pixels where two chromosomes overlap are given to two chromosomes.
 *
 * @param annotated the pixels that are of two or more true chromosomes
 * @param shared those of them that are of two or more found ones, whichever
 */
public record OverlapPixels(long annotated, long shared) {

  public OverlapPixels {
    Require.that(annotated >= 0, "annotated", "at least 0", annotated);
    Require.that(shared >= 0 && shared <= annotated, "shared", "from 0 to " + annotated, shared);
  }

  /**
   * Counts the pixels of a photograph.
   *
   * @param truth the annotated regions
   * @param found the regions that were found
   * @return the numbers of pixels
   */
  public static OverlapPixels of(List<Region> truth, List<Region> found) {
    Box frame =
        new Box(
            0,
            0,
            truth.stream().mapToInt(region -> region.box().right()).max().orElse(1),
            truth.stream().mapToInt(region -> region.box().bottom()).max().orElse(1));
    int[] ofTruth = count(truth, frame);
    int[] ofFound = count(found, frame);
    long annotated = 0;
    long shared = 0;
    for (int i = 0; i < ofTruth.length; i++) {
      if (ofTruth[i] > 1) {
        annotated++;
        shared += ofFound[i] > 1 ? 1 : 0;
      }
    }
    return new OverlapPixels(annotated, shared);
  }

  private static int[] count(List<Region> regions, Box frame) {
    int[] counts = new int[(int) frame.area()];
    for (Region region : regions) {
      Box box = region.box();
      byte[] mask = region.mask();
      for (int k = 0; k < mask.length; k++) {
        int x = box.left() + k % box.width();
        int y = box.top() + k / box.width();
        if (mask[k] != 0 && x < frame.width() && y < frame.height()) {
          counts[y * frame.width() + x]++;
        }
      }
    }
    return counts;
  }

  /** {@return the sum of this and other ones} */
  public OverlapPixels plus(OverlapPixels other) {
    return new OverlapPixels(annotated + other.annotated, shared + other.shared);
  }
}
