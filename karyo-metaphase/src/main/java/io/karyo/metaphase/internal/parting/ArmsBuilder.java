package io.karyo.metaphase.internal.parting;

import io.karyo.metaphase.internal.parting.Arms.Arm;
import io.karyo.metaphase.internal.scene.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Divides a skeleton into arms and joints.
 *
 * <p>Joints are: a node of the skeleton with those that a short bridge connects to it, because a
 * crossing is thinned to two nodes and a bridge; a waist or a sharp bend of a branch; and a pale
 * gap over which two free ends face each other.
 */
final class ArmsBuilder {

  /** Nodes closer than this, in chromosome widths, are one joint. */
  private static final double BRIDGE = 1.1;

  /** Nodes are one joint, too, if so much of the way between them is an overlap. */
  private static final double OVERLAPPING = 0.5;

  /** A waist is narrower than this share of both sides. */
  private static final double WAIST = 0.8;

  /** A bend is sharper than this, degrees. */
  private static final double BEND = 50;

  /** Over gaps up to this, in widths, between the thinned ends, two arms face each other. */
  private static final double GAP = 1.5;

  /** The same over a contact, which may be none: a waist can look like one. */
  private static final double CONTACT_GAP = 2.3;

  /** They do so at bends up to this, degrees. */
  private static final double FACING = 60;

  private final Patch patch;
  private final double width;
  private final int reach;
  private final List<int[]> armPixels = new ArrayList<>();

  /** For each end, its joint, or -1. */
  private final List<Integer> jointOfEnd = new ArrayList<>();

  private final List<List<Integer>> jointPixels = new ArrayList<>();
  private final List<Double> waists = new ArrayList<>();

  private ArmsBuilder(Patch patch, double width) {
    this.patch = patch;
    this.width = width;
    reach = (int) Math.max(3, Math.round(width));
  }

  /**
   * Divides a skeleton.
   *
   * @param width the typical width of a chromosome, px
   */
  static Arms of(Patch patch, Skeleton skeleton, double width) {
    ArmsBuilder builder = new ArmsBuilder(patch, width);
    builder.divide(skeleton);
    builder.bridgeGaps();
    return new Arms(patch, width, builder.arms(), builder.jointPixels, builder.waists);
  }

  private List<Arm> arms() {
    List<Arm> arms = new ArrayList<>();
    for (int arm = 0; arm < armPixels.size(); arm++) {
      arms.add(new Arm(armPixels.get(arm), jointOfEnd.get(2 * arm), jointOfEnd.get(2 * arm + 1)));
    }
    return arms;
  }

  private void divide(Skeleton skeleton) {
    int[] jointOfNode = joined(skeleton);
    for (int node = 0; node < jointOfNode.length; node++) {
      for (int pixel : skeleton.nodes().get(node)) {
        jointPixels.get(jointOfNode[node]).add(pixel);
      }
    }
    for (Skeleton.Branch branch : skeleton.branches()) {
      int from = branch.from() < 0 ? -1 : jointOfNode[branch.from()];
      int to = branch.to() < 0 ? -1 : jointOfNode[branch.to()];
      if (isBridge(branch)) {
        for (int pixel : branch.pixels()) {
          jointPixels.get(from).add(pixel);
        }
      } else {
        divide(branch.pixels(), from, to);
      }
    }
  }

  /** Whether a branch is short, or lies where two chromosomes overlap and so belongs to both. */
  private boolean isBridge(Skeleton.Branch branch) {
    if (branch.from() < 0 || branch.to() < 0) {
      return false;
    }
    int length = branch.pixels().length;
    return length < BRIDGE * width
        || Arrays.stream(branch.pixels()).filter(patch::overlaps).count() > OVERLAPPING * length;
  }

  /** Makes a joint of all nodes that bridges connect; returns the joint of each node. */
  private int[] joined(Skeleton skeleton) {
    int[] group = new int[skeleton.nodes().size()];
    Arrays.setAll(group, node -> node);
    for (Skeleton.Branch branch : skeleton.branches()) {
      if (isBridge(branch)) {
        int into = group[branch.from()];
        int from = group[branch.to()];
        Arrays.setAll(group, node -> group[node] == from ? into : group[node]);
      }
    }
    int[] joint = new int[group.length];
    Arrays.fill(joint, -1);
    for (int node = 0; node < group.length; node++) {
      if (joint[group[node]] < 0) {
        joint[group[node]] = addJoint(new ArrayList<>(), 1);
      }
    }
    int[] result = new int[group.length];
    Arrays.setAll(result, node -> joint[group[node]]);
    return result;
  }

  private int addJoint(List<Integer> pixels, double waist) {
    jointPixels.add(pixels);
    waists.add(waist);
    return waists.size() - 1;
  }

  private void addArm(int[] pixels, int first, int last) {
    armPixels.add(pixels);
    jointOfEnd.add(first);
    jointOfEnd.add(last);
  }

  /** Cuts a branch at waists and bends into arms. */
  private void divide(int[] pixels, int from, int to) {
    double[] waist = waists(pixels);
    double[] score = new double[pixels.length];
    for (int k = reach; k < pixels.length - reach; k++) {
      double bend = bend(pixels, k);
      score[k] = Math.max(waist[k] < WAIST ? 1 - waist[k] : 0, bend > BEND ? bend / 180 : 0);
    }
    int start = 0;
    int first = from;
    for (int k = reach; k < pixels.length - reach; k++) {
      if (k >= start + reach && isPeak(score, k, start)) {
        int joint = addJoint(new ArrayList<>(List.of(pixels[k])), waist[k]);
        addArm(Arrays.copyOfRange(pixels, start, k), first, joint);
        first = joint;
        start = k + 1;
      }
    }
    addArm(Arrays.copyOfRange(pixels, start, pixels.length), first, to);
  }

  private boolean isPeak(double[] score, int k, int start) {
    boolean peak = score[k] > 0;
    for (int m = Math.max(start, k - reach); m <= Math.min(score.length - 1, k + reach); m++) {
      peak &= score[m] < score[k] || (score[m] == score[k] && m >= k);
    }
    return peak;
  }

  /** For each pixel of a branch its width over that of the narrower side; 1 near the ends. */
  private double[] waists(int[] pixels) {
    int n = pixels.length;
    float[] profile = new float[n];
    for (int k = 0; k < n; k++) {
      int before = pixels[Math.max(0, k - 1)];
      int after = pixels[Math.min(n - 1, k + 1)];
      profile[k] = (patch.half[before] + patch.half[pixels[k]] + patch.half[after]) / 3;
    }
    double[] waist = new double[n];
    Arrays.fill(waist, 1);
    for (int k = reach; k < n - reach; k++) {
      float before = 0;
      float after = 0;
      for (int m = 1; m <= 2 * reach; m++) {
        before = k - m >= 0 ? Math.max(before, profile[k - m]) : before;
        after = k + m < n ? Math.max(after, profile[k + m]) : after;
      }
      waist[k] = Math.min(1, profile[k] / Math.min(before, after));
    }
    return waist;
  }

  private double bend(int[] pixels, int k) {
    return patch.angle(pixels[k - reach], pixels[k], pixels[k], pixels[k + reach]);
  }

  /** Two free ends that face each other, and how badly: the least first. */
  private record Facing(int first, int second, double badness) {}

  private void bridgeGaps() {
    Arms arms = new Arms(patch, width, arms(), List.of(), List.of());
    List<Facing> facing = new ArrayList<>();
    for (int first = 0; first < jointOfEnd.size(); first++) {
      for (int second = first + 1; second < jointOfEnd.size(); second++) {
        if (first / 2 != second / 2 && jointOfEnd.get(first) < 0 && jointOfEnd.get(second) < 0) {
          int a = arms.pixelAt(first, 0);
          int b = arms.pixelAt(second, 0);
          double gap = patch.distance(a, b) / width;
          if (gap <= CONTACT_GAP
              && (gap <= GAP || isContact(a, b))
              && narrowest(a, b) > 0
              && arms.bend(first, second) <= FACING) {
            facing.add(new Facing(first, second, gap + arms.bend(first, second) / FACING));
          }
        }
      }
    }
    facing.sort(Comparator.comparingDouble(Facing::badness));
    for (Facing pair : facing) {
      if (jointOfEnd.get(pair.first) < 0 && jointOfEnd.get(pair.second) < 0) {
        int a = arms.pixelAt(pair.first, 0);
        int b = arms.pixelAt(pair.second, 0);
        int middle = patch.between(a, b, 1, 2);
        double waist = Math.min(1, narrowest(a, b) / (width / 2));
        int joint = addJoint(new ArrayList<>(List.of(middle)), waist);
        jointOfEnd.set(pair.first, joint);
        jointOfEnd.set(pair.second, joint);
      }
    }
  }

  /** Whether there is a contact on the way from one pixel to another. */
  private boolean isContact(int a, int b) {
    int steps = (int) Math.ceil(patch.distance(a, b));
    for (int k = 0; k <= steps; k++) {
      if (patch.contact[patch.between(a, b, k, Math.max(1, steps))] > 0.5) {
        return true;
      }
    }
    return false;
  }

  /** The least half width on the way from one pixel to another; 0 if it leaves the cluster. */
  private double narrowest(int a, int b) {
    double narrowest = Double.MAX_VALUE;
    int steps = (int) Math.ceil(patch.distance(a, b));
    for (int k = 0; k <= steps; k++) {
      int pixel = patch.between(a, b, k, Math.max(1, steps));
      if (patch.mask[pixel] == 0) {
        return 0;
      }
      narrowest = Math.min(narrowest, patch.widestAround(pixel));
    }
    return narrowest;
  }
}
