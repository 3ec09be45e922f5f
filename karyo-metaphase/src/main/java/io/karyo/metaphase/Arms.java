package io.karyo.metaphase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The arms of a cluster and the joints at which they meet.
 *
 * <p>An arm is a branch of the skeleton or, where a waist or a bend suggests that two chromosomes
 * meet end to end, a part of one. A joint is a node of the skeleton, two nodes that a short bridge
 * connects (so a crossing is thinned), or such a waist or bend.
 */
final class Arms {

  /** Nodes closer than this, in chromosome widths, are one joint. */
  private static final double BRIDGE = 1.1;

  /** Between which distances from a joint the direction of an arm is measured, in widths. */
  private static final double NEAR = 0.3;

  private static final double FAR = 1.5;

  /** A waist is narrower than this share of both sides. */
  private static final double WAIST = 0.8;

  /** A bend is sharper than this, in degrees. */
  private static final double BEND = 50;

  /** A part of the skeleton; {@code ends} holds the joints at its first and last pixel, or -1. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Arm(int[] pixels, int[] ends) {}

  /**
   * A way to continue over a joint.
   *
   * @param first an end: 2 · arm + 0 for its first pixel, + 1 for its last one
   * @param second another end at the same joint
   * @param bend how much a chromosome bends that goes this way, degrees
   */
  record Link(int first, int second, double bend, double mismatch) {}

  /**
   * A joint.
   *
   * @param ends the arms' ends that meet
   * @param pixels of the skeleton
   * @param waist for a waist, its half width over that of the sides, otherwise 1
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Joint(int[] ends, int[] pixels, double waist, double pale) {}

  private final Patch patch;
  private final double width;
  private final List<Arm> arms = new ArrayList<>();
  private final List<Joint> joints = new ArrayList<>();

  Arms(Patch patch, Skeleton skeleton, double width) {
    this.patch = patch;
    this.width = width;
    int nodes = skeleton.nodes().size();
    int[] jointOf = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      jointOf[node] = node;
    }
    boolean[] bridge = new boolean[skeleton.branches().size()];
    for (int b = 0; b < bridge.length; b++) {
      Skeleton.Branch branch = skeleton.branches().get(b);
      if (branch.from() >= 0 && branch.to() >= 0 && branch.pixels().length < BRIDGE * width) {
        bridge[b] = true;
        int into = jointOf[branch.from()];
        int from = jointOf[branch.to()];
        for (int node = 0; node < nodes; node++) {
          jointOf[node] = jointOf[node] == from ? into : jointOf[node];
        }
      }
    }
    List<List<Integer>> pixels = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      pixels.add(new ArrayList<>());
    }
    for (int node = 0; node < nodes; node++) {
      for (int i : skeleton.nodes().get(node)) {
        pixels.get(jointOf[node]).add(i);
      }
    }
    List<Double> waists = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      waists.add(1.0);
    }
    for (int b = 0; b < bridge.length; b++) {
      Skeleton.Branch branch = skeleton.branches().get(b);
      int from = branch.from() < 0 ? -1 : jointOf[branch.from()];
      int to = branch.to() < 0 ? -1 : jointOf[branch.to()];
      if (bridge[b]) {
        for (int i : branch.pixels()) {
          pixels.get(from).add(i);
        }
      } else {
        divide(branch.pixels(), from, to, pixels, waists);
      }
    }
    bridgeGaps(pixels, waists);
    collect(pixels, waists);
  }

  static double GAP = 1.5;
  static double GAPBEND = 60;

  private double pale(int centre, List<Integer> ends) {
    double least = 9;
    double sum = 0;
    int n = 0;
    for (int end : ends) {
      for (int k = 0; k <= 1.5 * width; k++) {
        int i = pixelAt(end, k);
        sum += patch.stain[i];
        n++;
        if (k < 0.4 * width) {
          least = Math.min(least, patch.stain[i]);
        }
      }
    }
    return Math.min(least, patch.stain[centre]) / Math.max(1e-6, sum / n);
  }

  private double mismatch(int first, int second) {
    double a = mean(first, false);
    double b = mean(second, false);
    double s = mean(first, true);
    double t = mean(second, true);
    return Math.abs(a - b) / width * 2 + Math.abs(s - t) / Math.max(1e-6, s + t) * 2;
  }

  private double mean(int end, boolean tone) {
    double sum = 0;
    int n = 0;
    for (int k = (int) (0.6 * width); k <= 2 * width; k++) {
      int i = pixelAt(end, k);
      sum += tone ? patch.stain[i] : patch.half[i];
      n++;
    }
    return sum / n;
  }

  /** Makes joints of free ends that face each other over a pale gap. */
  private void bridgeGaps(List<List<Integer>> pixels, List<Double> waists) {
    List<Link> facing = new ArrayList<>();
    for (int first = 0; first < 2 * arms.size(); first++) {
      for (int second = first + 1; second < 2 * arms.size(); second++) {
        if (first / 2 != second / 2
            && arms.get(first / 2).ends()[first % 2] < 0
            && arms.get(second / 2).ends()[second % 2] < 0) {
          int a = pixelAt(first, 0);
          int b = pixelAt(second, 0);
          double gap = Math.hypot(x(a) - x(b), y(a) - y(b));
          if (gap <= GAP * width && covered(a, b)) {
            double bend = bend(first, second);
            if (bend <= GAPBEND) {
              facing.add(new Link(first, second, gap / width + bend / 60, 0));
            }
          }
        }
      }
    }
    facing.sort(Comparator.comparingDouble(Link::bend));
    for (Link link : facing) {
      int[] firstEnds = arms.get(link.first() / 2).ends();
      int[] secondEnds = arms.get(link.second() / 2).ends();
      if (firstEnds[link.first() % 2] < 0 && secondEnds[link.second() % 2] < 0) {
        firstEnds[link.first() % 2] = pixels.size();
        secondEnds[link.second() % 2] = pixels.size();
        int a = pixelAt(link.first(), 0);
        int b = pixelAt(link.second(), 0);
        int middle = (y(a) + y(b)) / 2 * patch.width + (x(a) + x(b)) / 2;
        pixels.add(new ArrayList<>(List.of(middle)));
        waists.add(Math.min(1, narrowest(a, b) / (0.5 * width)));
      }
    }
  }

  private double narrowest(int a, int b) {
    double narrowest = Double.MAX_VALUE;
    int steps = Math.max(1, Math.max(Math.abs(x(a) - x(b)), Math.abs(y(a) - y(b))));
    for (int k = 0; k <= steps; k++) {
      int x = x(a) + Math.round((x(b) - x(a)) * (float) k / steps);
      int y = y(a) + Math.round((y(b) - y(a)) * (float) k / steps);
      double widest = 0;
      for (int v = -2; v <= 2; v++) {
        for (int u = -2; u <= 2; u++) {
          int i = (y + v) * patch.width + x + u;
          widest = i < 0 || i >= patch.half.length ? widest : Math.max(widest, patch.half[i]);
        }
      }
      narrowest = Math.min(narrowest, widest);
    }
    return narrowest;
  }

  private boolean covered(int a, int b) {
    int steps = Math.max(1, Math.max(Math.abs(x(a) - x(b)), Math.abs(y(a) - y(b))));
    for (int k = 0; k <= steps; k++) {
      int x = x(a) + Math.round((x(b) - x(a)) * (float) k / steps);
      int y = y(a) + Math.round((y(b) - y(a)) * (float) k / steps);
      if (patch.mask[y * patch.width + x] == 0) {
        return false;
      }
    }
    return true;
  }

  /** Makes joints of what arms end at; drops joints without arms. */
  private void collect(List<List<Integer>> pixels, List<Double> waists) {
    int[] number = new int[pixels.size()];
    for (int j = 0; j < number.length; j++) {
      List<Integer> ends = new ArrayList<>();
      for (int a = 0; a < arms.size(); a++) {
        for (int side = 0; side < 2; side++) {
          if (arms.get(a).ends()[side] == j) {
            ends.add(2 * a + side);
          }
        }
      }
      number[j] = joints.size();
      if (!ends.isEmpty()) {
        joints.add(
            new Joint(
                ends.stream().mapToInt(Integer::intValue).toArray(),
                pixels.get(j).stream().mapToInt(Integer::intValue).toArray(),
                waists.get(j),
                pale(pixels.get(j).get(0), ends)));
      }
    }
    for (Arm arm : arms) {
      for (int side = 0; side < 2; side++) {
        arm.ends()[side] = arm.ends()[side] < 0 ? -1 : number[arm.ends()[side]];
      }
    }
  }

  /** Cuts a branch at waists and bends into arms. */
  private void divide(
      int[] pixels, int from, int to, List<List<Integer>> jointPixels, List<Double> waists) {
    int reach = (int) Math.max(3, Math.round(width));
    int n = pixels.length;
    float[] profile = new float[n];
    for (int k = 0; k < n; k++) {
      float sum = 0;
      int count = 0;
      for (int m = Math.max(0, k - 1); m <= Math.min(n - 1, k + 1); m++) {
        sum += patch.half[pixels[m]];
        count++;
      }
      profile[k] = sum / count;
    }
    double[] score = new double[n];
    double[] waist = new double[n];
    for (int k = reach; k < n - reach; k++) {
      float before = 0;
      float after = 0;
      for (int m = 1; m <= Math.min(2 * reach, Math.max(k, n - 1 - k)); m++) {
        before = k - m >= 0 ? Math.max(before, profile[k - m]) : before;
        after = k + m < n ? Math.max(after, profile[k + m]) : after;
      }
      waist[k] = Math.min(1, profile[k] / Math.min(before, after));
      double bend = bend(pixels[k - reach], pixels[k], pixels[k + reach]);
      score[k] =
          Math.max(waist[k] < WAIST ? 1 - waist[k] : 0, bend > BEND ? bend / 180 : 0);
    }
    int start = 0;
    int first = from;
    while (true) {
      int best = -1;
      for (int k = start + reach; k < n - reach; k++) {
        boolean peak = score[k] > 0;
        for (int m = Math.max(start, k - reach); m <= Math.min(n - 1, k + reach) && peak; m++) {
          peak = score[m] < score[k] || (score[m] == score[k] && m >= k);
        }
        if (peak) {
          best = k;
          break;
        }
      }
      if (best < 0) {
        break;
      }
      jointPixels.add(new ArrayList<>(List.of(pixels[best])));
      waists.add(waist[best]);
      int joint = jointPixels.size() - 1;
      arms.add(new Arm(Arrays.copyOfRange(pixels, start, best), new int[] {first, joint}));
      first = joint;
      start = best + 1;
    }
    arms.add(new Arm(Arrays.copyOfRange(pixels, start, n), new int[] {first, to}));
  }

  private double bend(int a, int b, int c) {
    return angle(x(b) - x(a), y(b) - y(a), x(c) - x(b), y(c) - y(b));
  }

  /** The angle between two directions, degrees. */
  private static double angle(double ux, double uy, double vx, double vy) {
    double cos = (ux * vx + uy * vy) / Math.max(1e-9, Math.hypot(ux, uy) * Math.hypot(vx, vy));
    return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cos))));
  }

  int x(int pixel) {
    return pixel % patch.width;
  }

  int y(int pixel) {
    return pixel / patch.width;
  }

  /** The pixel at a distance from an end, or the last one before the other end. */
  int pixelAt(int end, double px) {
    int[] pixels = arms.get(end / 2).pixels();
    int k = (int) Math.min(pixels.length - 1, Math.round(px));
    return end % 2 == 0 ? pixels[k] : pixels[pixels.length - 1 - k];
  }

  /** All ways to continue over a joint. */
  List<Link> links(Joint joint) {
    List<Link> links = new ArrayList<>();
    for (int a = 0; a < joint.ends().length; a++) {
      for (int b = a + 1; b < joint.ends().length; b++) {
        int first = joint.ends()[a];
        int second = joint.ends()[b];
        links.add(new Link(first, second, bend(first, second), mismatch(first, second)));
      }
    }
    return links;
  }

  /** How much a chromosome bends that goes from one arm to another. */
  private double bend(int first, int second) {
    int a = pixelAt(first, NEAR * width);
    int b = pixelAt(second, NEAR * width);
    int farA = pixelAt(first, FAR * width);
    int farB = pixelAt(second, FAR * width);
    double ux = x(a) - x(farA);
    double uy = y(a) - y(farA);
    double vx = x(farB) - x(b);
    double vy = y(farB) - y(b);
    double gapX = x(b) - x(a);
    double gapY = y(b) - y(a);
    if (Math.hypot(ux, uy) < 1 || Math.hypot(vx, vy) < 1) {
      return 60;
    }
    double whole = angle(ux, uy, vx, vy);
    if (Math.hypot(gapX, gapY) < 0.5 * width) {
      return whole;
    }
    return Math.max(whole, (angle(ux, uy, gapX, gapY) + angle(gapX, gapY, vx, vy)));
  }

  List<Arm> arms() {
    return arms;
  }

  List<Joint> joints() {
    return joints;
  }
}
