package io.karyo.metaphase.internal.parting;

import io.karyo.metaphase.internal.scene.Patch;
import io.karyo.photo.Region;
import java.util.List;

/**
 * What a parting costs beside what a classifier has seen in the pixels: borders where it sees no
 * contact, overlaps that are of one chromosome only or are none, and chromosomes that are left out.
 *
 * <p>The weights are those of a conditional logit model (McFadden 1974) of the partings that fit
 * the boxes of photographs of the Taichung data set's validation best.
 */
final class PixelCosts {

  /** Of a border as long as a chromosome is wide. */
  private static final double BORDER = 1;

  /** Of an overlap of one chromosome only, as large as a square of the width. */
  private static final double ALONE = 6;

  /** Of pixels of two chromosomes that are no overlap, in the same. */
  private static final double SHARED = 2;

  /** Of pixels of chromosomes that are left out, in the same. */
  private static final double LEFT_OUT = 1.5;

  private final Patch patch;
  private final byte[] all;
  private final int[] first;
  private final int[] second;

  private PixelCosts(Patch patch, Region cluster) {
    this.patch = patch;
    all = cluster.mask(patch.box);
    first = new int[all.length];
    second = new int[all.length];
  }

  /**
   * Adds up what a parting costs.
   *
   * @param width the typical width of a chromosome, px
   * @param chromosomes of the parting, at least one
   * @return the cost; 0 if nothing has classified the pixels
   */
  static double of(Patch patch, double width, Region cluster, List<Region> chromosomes) {
    return patch.classified ? new PixelCosts(patch, cluster).sum(width, chromosomes) : 0;
  }

  private double sum(double width, List<Region> chromosomes) {
    for (int k = 0; k < chromosomes.size(); k++) {
      byte[] mask = chromosomes.get(k).mask(patch.box);
      for (int i = 0; i < mask.length; i++) {
        if (mask[i] != 0) {
          (first[i] == 0 ? first : second)[i] = k + 1;
        }
      }
    }
    double border = 0;
    double area = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        continue;
      }
      if (first[i] == 0) {
        area += LEFT_OUT * (1 - patch.ground[i]);
      } else if (second[i] != 0) {
        area += SHARED * (1 - patch.overlap[i]);
      } else {
        area += ALONE * patch.overlap[i];
        border += isBorder(i) ? Math.max(0, 1 - patch.contact[i] - patch.overlap[i]) : 0;
      }
    }
    return BORDER * border / width + area / (width * width);
  }

  /** Whether another chromosome lies beside a pixel. */
  private boolean isBorder(int pixel) {
    return isOther(pixel, pixel + 1)
        || isOther(pixel, pixel - 1)
        || isOther(pixel, pixel + patch.width)
        || isOther(pixel, pixel - patch.width);
  }

  private boolean isOther(int pixel, int beside) {
    return first[beside] != 0 && second[beside] == 0 && first[beside] != first[pixel];
  }
}
