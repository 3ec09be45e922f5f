package io.karyo.metaphase.internal.parting;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.struct.image.GrayU8;
import io.karyo.metaphase.internal.scene.Masks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The middle lines of a cluster: branches between nodes and free ends.
 *
 * <p>Thinned by Zhang and Suen 1984; then every pixel without which its neighbours still hang
 * together is removed, so that branches are one pixel wide. Spurs, which end within the width of
 * what they start from or a little outside, are pruned, the shortest first.
 */
final class Skeleton {

  /** How much longer than the half width at its node a branch must be, in chromosome widths. */
  private static final double SPUR = 0.35;

  private static final int[] AROUND_X = {1, 1, 0, -1, -1, -1, 0, 1};
  private static final int[] AROUND_Y = {0, 1, 1, 1, 0, -1, -1, -1};

  /**
   * A branch.
   *
   * @param pixels from one end to the other, without the pixels of nodes
   * @param from the node at the first pixel, -1 if it is a free end
   * @param to the node at the last pixel, -1 if it is a free end
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Branch(int[] pixels, int from, int to) {}

  private final int width;
  private final byte[] line;
  private final float[] half;
  private final IntPredicate overlaps;
  private int[] nodeOf = new int[0];
  private final List<int[]> nodes = new ArrayList<>();
  private final List<Branch> branches = new ArrayList<>();

  /**
   * Finds the middle lines.
   *
   * @param mask row-major, with an empty margin of at least 1 px
   * @param half the distance of each pixel to the ground
   * @param overlaps whether two chromosomes overlap in a pixel
   * @param chromosomeWidth the typical width, px
   */
  Skeleton(byte[] mask, int width, float[] half, IntPredicate overlaps, double chromosomeWidth) {
    this.width = width;
    this.half = half;
    this.overlaps = overlaps;
    line = thinned(mask, width);
    reduce();
    trace();
    while (prune(SPUR * chromosomeWidth)) {
      reduce();
      trace();
    }
  }

  private static byte[] thinned(byte[] mask, int width) {
    GrayU8 in = new GrayU8(width, mask.length / width);
    in.data = mask;
    return BinaryImageOps.thin(in, -1, null).data;
  }

  private int neighbours(int i) {
    int n = 0;
    for (int k = 0; k < 8; k++) {
      n += line[i + AROUND_Y[k] * width + AROUND_X[k]];
    }
    return n;
  }

  /** Removes pixels that are neither ends nor needed to connect their neighbours. */
  private void reduce() {
    for (int i = width + 1; i < line.length - width - 1; i++) {
      boolean inside =
          line[i - 1] != 0 && line[i + 1] != 0 && line[i - width] != 0 && line[i + width] != 0;
      if (line[i] != 0 && !inside && neighbours(i) >= 2 && groups(i) == 1) {
        line[i] = 0;
      }
    }
  }

  /** Counts groups of neighbours that touch each other. */
  private int groups(int i) {
    // Neighbours to the sides connect those at the corners beside them.
    int changes = 0;
    int present = 0;
    for (int k = 0; k < 8; k++) {
      boolean here = at(i, k);
      boolean next = at(i, (k + 1) % 8);
      present += here ? 1 : 0;
      if (here && !next) {
        // Two sides touch across an empty corner between them.
        boolean bridged = k % 2 == 0 && at(i, (k + 2) % 8);
        changes += bridged ? 0 : 1;
      }
    }
    return present == 0 ? 0 : Math.max(1, changes);
  }

  private boolean at(int i, int k) {
    return line[i + AROUND_Y[k] * width + AROUND_X[k]] != 0;
  }

  /** Finds nodes and branches. */
  private void trace() {
    nodes.clear();
    branches.clear();
    byte[] joints = new byte[line.length];
    for (int i = width + 1; i < line.length - width - 1; i++) {
      joints[i] = (byte) (line[i] != 0 && neighbours(i) >= 3 ? 1 : 0);
    }
    nodeOf = new int[line.length];
    nodes.addAll(Masks.components(joints, width, nodeOf));
    boolean[] seen = new boolean[line.length];
    // First from ends and nodes, then what is left: rings without a node.
    for (int pass = 0; pass < 2; pass++) {
      for (int i = width + 1; i < line.length - width - 1; i++) {
        if (line[i] != 0 && nodeOf[i] == 0 && !seen[i] && (pass == 1 || startsHere(i))) {
          follow(i, seen);
        }
      }
    }
  }

  private boolean startsHere(int i) {
    int plain = 0;
    for (int k = 0; k < 8; k++) {
      int j = i + AROUND_Y[k] * width + AROUND_X[k];
      plain += line[j] != 0 && nodeOf[j] == 0 ? 1 : 0;
    }
    return plain < 2;
  }

  private void follow(int start, boolean[] seen) {
    int[] pixels = new int[64];
    int n = 0;
    int i = start;
    while (i >= 0) {
      if (n == pixels.length) {
        pixels = Arrays.copyOf(pixels, 2 * n);
      }
      pixels[n++] = i;
      seen[i] = true;
      int next = -1;
      for (int k = 0; k < 8 && next < 0; k++) {
        int j = i + AROUND_Y[k] * width + AROUND_X[k];
        next = line[j] != 0 && nodeOf[j] == 0 && !seen[j] ? j : -1;
      }
      i = next;
    }
    pixels = Arrays.copyOf(pixels, n);
    int from = nodeBeside(start, -1);
    int to = nodeBeside(pixels[n - 1], n == 1 ? from : -1);
    branches.add(new Branch(pixels, from, to));
  }

  /** Returns a node that a pixel touches, another than the given one; -1 if there is none. */
  private int nodeBeside(int i, int other) {
    for (int k = 0; k < 8; k++) {
      int node = nodeOf[i + AROUND_Y[k] * width + AROUND_X[k]] - 1;
      if (node >= 0 && node != other) {
        return node;
      }
    }
    return -1;
  }

  /** Removes the shortest spur at each node; returns whether there was one. */
  private boolean prune(double margin) {
    Branch[] shortest = new Branch[nodes.size()];
    for (Branch branch : branches) {
      int node = branch.from < 0 ? branch.to : branch.to < 0 ? branch.from : -1;
      if (node >= 0
          && branch.pixels.length < halfAt(node) + (isCrossing(node) ? 0 : margin)
          && (shortest[node] == null || branch.pixels.length < shortest[node].pixels.length)) {
        shortest[node] = branch;
      }
    }
    boolean pruned = false;
    for (Branch branch : shortest) {
      if (branch != null) {
        for (int i : branch.pixels) {
          line[i] = 0;
        }
        pruned = true;
      }
    }
    return pruned;
  }

  /** Whether chromosomes cross at a node, so that a little of one may stick out of the other. */
  private boolean isCrossing(int node) {
    return Arrays.stream(nodes.get(node)).anyMatch(overlaps);
  }

  private double halfAt(int node) {
    double most = 0;
    for (int i : nodes.get(node)) {
      most = Math.max(most, half[i]);
    }
    return most;
  }

  /** The pixels of each node. */
  List<int[]> nodes() {
    return nodes;
  }

  List<Branch> branches() {
    return branches;
  }
}
