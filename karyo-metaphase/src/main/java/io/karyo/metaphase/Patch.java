package io.karyo.metaphase;

import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.List;

/** The surroundings of one cluster, with an empty margin. */
final class Patch {

  private static final int MARGIN = 2;

  final Box box;
  final int width;
  final byte[] mask;
  final float[] stain;

  /** The distance of each pixel to the ground, px. */
  final float[] half;

  /** What is surely chromosome and not a pale gap between two. */
  final byte[] core;

  /** The distance of each pixel of the core to what is not, px. */
  final float[] coreHalf;

  /**
   * Cuts out a cluster.
   *
   * @param stain of the whole photograph
   * @param dark the least stain of the core
   * @param least the area of the smallest part of the core, px
   * @param hole the area of the largest hole that is filled
   */
  Patch(Region region, float[] stain, int imageWidth, double dark, double least, double hole) {
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
    core = Masks.above(this.stain, dark);
    Masks.fillHoles(core, width, hole);
    int[] labels = new int[mask.length];
    int largest = 0;
    List<int[]> parts = Masks.components(core, width, labels);
    for (int[] part : parts) {
      largest = Math.max(largest, part.length);
    }
    for (int[] part : parts) {
      if (part.length < Math.min(largest, least)) {
        for (int i : part) {
          core[i] = 0;
        }
      }
    }
    coreHalf = Masks.distances(core, width);
  }
}
