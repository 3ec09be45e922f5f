package io.karyo.metaphase.internal.scene;

import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.List;

/** The surroundings of one cluster, with an empty margin. */
public final class Patch {

  private static final int MARGIN = 2;

  /** The highest probability of ground in the core. */
  private static final double MOST_GROUND = 0.3;

  /** Where it lies in the photograph. */
  public final Box box;

  /** Its columns. */
  public final int width;

  /** The pixels of the cluster, row-major. */
  public final byte[] mask;

  /** The stain of those pixels; 0 around them. */
  public final float[] stain;

  /** Whether a classifier has estimated the following. */
  public final boolean classified;

  /** The probability of no chromosome in each pixel. */
  public final float[] ground;

  /** The probability of two chromosomes that touch. */
  public final float[] contact;

  /** The probability of two chromosomes that overlap. */
  public final float[] overlap;

  /** The distance of each pixel to the ground, px. */
  public final float[] half;

  /** What is surely chromosome and not a pale gap between two. */
  public final byte[] core;

  /** The distance of each pixel of the core to what is not, px. */
  public final float[] coreHalf;

  /**
   * Cuts out a cluster.
   *
   * @param stain of the whole photograph
   * @param classes of the whole photograph
   * @param dark the least stain of the core
   * @param least the area of the smallest part of the core, px
   * @param hole the area of the largest hole that is filled
   */
  Patch(
      Region region,
      float[] stain,
      PixelClasses classes,
      int imageWidth,
      double dark,
      double least,
      double hole) {
    box = region.box().widened(MARGIN);
    width = box.width();
    mask = region.mask(box);
    this.stain = new float[mask.length];
    classified = classes.known;
    ground = new float[mask.length];
    contact = new float[mask.length];
    overlap = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        int there = (box.top() + i / width) * imageWidth + box.left() + i % width;
        this.stain[i] = stain[there];
        ground[i] = classes.ground[there];
        contact[i] = classes.contact[there];
        overlap[i] = classes.overlap[there];
      }
    }
    half = Masks.distances(mask, width);
    core = classified ? sure() : Masks.above(this.stain, dark);
    Masks.fillHoles(core, width, hole);
    for (int i = 0; i < core.length; i++) {
      core[i] = contact[i] > 0.5 ? 0 : core[i];
    }
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

  /** What is surely not ground: pale bands are not left out, as they are by tone. */
  private byte[] sure() {
    byte[] sure = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      sure[i] = (byte) (mask[i] != 0 && ground[i] < MOST_GROUND ? 1 : 0);
    }
    return sure;
  }

  /** Whether two chromosomes probably overlap in a pixel. */
  public boolean overlaps(int pixel) {
    return overlap[pixel] > 0.5;
  }

  /** The column of a pixel. */
  public int x(int pixel) {
    return pixel % width;
  }

  /** The row of a pixel. */
  public int y(int pixel) {
    return pixel / width;
  }

  /** The distance of two pixels, px. */
  public double distance(int a, int b) {
    return Math.hypot(x(b) - x(a), y(b) - y(a));
  }

  /** The pixel after a number of the equal steps from one pixel to another. */
  public int between(int a, int b, int step, int steps) {
    int x = x(a) + Math.round((x(b) - x(a)) * (float) step / steps);
    int y = y(a) + Math.round((y(b) - y(a)) * (float) step / steps);
    return y * width + x;
  }

  /** The largest half width within {@link #MARGIN} pixels of a pixel of the cluster. */
  public double widestAround(int pixel) {
    double widest = 0;
    for (int dy = -MARGIN; dy <= MARGIN; dy++) {
      for (int dx = -MARGIN; dx <= MARGIN; dx++) {
        widest = Math.max(widest, half[pixel + dy * width + dx]);
      }
    }
    return widest;
  }

  /**
   * The angle between the direction from one pixel to another and that from a third to a fourth,
   * degrees.
   */
  public double angle(int from, int to, int thenFrom, int thenTo) {
    double ux = x(to) - x(from);
    double uy = y(to) - y(from);
    double vx = x(thenTo) - x(thenFrom);
    double vy = y(thenTo) - y(thenFrom);
    double cos = (ux * vx + uy * vy) / Math.max(1e-9, Math.hypot(ux, uy) * Math.hypot(vx, vy));
    return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cos))));
  }
}
