package io.karyo.metaphase;

import io.karyo.photo.Box;
import io.karyo.photo.Region;

/** The surroundings of one cluster, with an empty margin. */
final class Patch {

  private static final int MARGIN = 2;

  final Box box;
  final int width;
  final byte[] mask;
  final float[] stain;

  /** The distance of each pixel to the ground, px. */
  final float[] half;

  /**
   * Cuts out a cluster.
   *
   * @param stain of the whole photograph
   */
  Patch(Region region, float[] stain, int imageWidth) {
    box = region.box().widened(MARGIN);
    width = box.width();
    mask = region.mask(box);
    this.stain = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        this.stain[i] = stain[(box.top() + i / width) * imageWidth + box.left() + i % width];
      }
    }
    half = Masks.distances(mask, width);
  }
}
