package io.karyo.metaphase.internal.parting;

import io.karyo.metaphase.internal.parting.Arms.Link;
import io.karyo.metaphase.internal.scene.Masks;
import io.karyo.metaphase.internal.scene.Patch;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parts a cluster into chromosomes in several ways. */
final class Parter {

  private static final int PARTINGS = 8;

  /** How far from a joint its arms are as wide as elsewhere, in widths. */
  private static final double BESIDE = 0.6;

  /** How far from a joint the way over it starts, in widths. */
  private static final double TUBE_START = 0.5;

  /** The largest half width of the way over a joint, in widths. */
  private static final double WIDEST = 0.65;

  /** An end that another chromosome lies over is continued by so many widths at most. */
  private static final double LONGEST_END = 2.5;

  /** Over which distance the direction of such an end is measured, in widths. */
  private static final double FAR = 1.5;

  /** The least probability of an overlap under which an end goes on: less than where two cross. */
  private static final double OVERLAPS = 0.4;

  /** What is farther from a middle line than so many half widths sticks out. */
  private static final double STICKS_OUT = 1.15;

  /** A pixel of a hidden end that is also of the chromosome over it. */
  private static final byte SHARED = 1;

  /** A pixel of a hidden end beyond the chromosome over it. */
  private static final byte TIP = 2;

  private final Patch patch;
  private final double width;
  private final Arms arms;
  private final double meanArea;
  private final double[] areas;

  /** For each pixel of the mask, 1 + its arm, or 1 + the number of arms + its joint. */
  private final int[] owner;

  /** The distance of each pixel to the middle line of its owner, px. */
  private final float[] fromLine;

  /** What {@link #hiddenEnd} gives for ends: the same in all partings. */
  private final Map<Integer, byte[]> hiddenEnds = new HashMap<>();

  /** The typical half width of each arm, px. */
  private final double[] halves;

  Parter(Patch patch, double width, double meanArea) {
    this.patch = patch;
    this.width = width;
    this.meanArea = meanArea;
    Skeleton skeleton =
        new Skeleton(patch.core, patch.width, patch.coreHalf, patch::overlaps, width);
    arms = ArmsBuilder.of(patch, skeleton, width);
    owner = new int[patch.mask.length];
    fromLine = new float[owner.length];
    spread();
    halves = arms.arms().stream().mapToDouble(this::half).toArray();
    areas = new double[arms.arms().size()];
    for (int label : owner) {
      if (label > 0 && label <= areas.length) {
        areas[label - 1] += 1 / meanArea;
      }
    }
  }

  /** Gives each pixel to what is nearest on the skeleton, within the mask. */
  private void spread() {
    int[] queue = new int[owner.length];
    int[] nearest = new int[owner.length];
    Arrays.setAll(nearest, i -> i);
    int filled = 0;
    int next = 0;
    int label = 0;
    for (Arms.Arm arm : arms.arms()) {
      label++;
      for (int i : arm.pixels()) {
        owner[i] = label;
        queue[filled++] = i;
      }
    }
    for (Arms.Joint joint : arms.joints()) {
      label++;
      for (int i : joint.pixels()) {
        owner[i] = label;
        queue[filled++] = i;
      }
    }
    int w = patch.width;
    int[] steps = {1, -1, w, -w, w + 1, w - 1, 1 - w, -1 - w};
    while (next < filled) {
      int i = queue[next++];
      for (int step : steps) {
        int j = i + step;
        if (patch.mask[j] != 0 && owner[j] == 0) {
          owner[j] = owner[i];
          nearest[j] = nearest[i];
          fromLine[j] = (float) patch.distance(j, nearest[j]);
          queue[filled++] = j;
        }
      }
    }
  }

  /**
   * Returns the clusters with their partings: those arms that no joint connects are not of one.
   *
   * @param region all pixels
   */
  List<Cluster> clusters(Region region) {
    List<List<Integer>> groups = arms.connected();
    if (groups.size() <= 1) {
      return List.of(cluster(groups.isEmpty() ? List.of() : groups.get(0), region));
    }
    List<Cluster> clusters = new ArrayList<>();
    for (List<Integer> group : groups) {
      boolean[] own = new boolean[1 + arms.arms().size() + arms.joints().size()];
      group.forEach(arm -> own[1 + arm] = true);
      for (int joint = 0; joint < arms.joints().size(); joint++) {
        int[] ends = arms.joints().get(joint).ends();
        own[1 + arms.arms().size() + joint] = ends.length > 0 && group.contains(ends[0] / 2);
      }
      byte[] mask = new byte[owner.length];
      boolean any = false;
      for (int i = 0; i < mask.length; i++) {
        mask[i] = (byte) (own[owner[i]] ? 1 : 0);
        any |= mask[i] != 0;
      }
      if (any) {
        clusters.add(cluster(group, Region.of(patch.box, mask)));
      }
    }
    return clusters;
  }

  private Cluster cluster(List<Integer> members, Region region) {
    List<Parting> partings = new ArrayList<>();
    if (members.size() > 1) {
      PartingSearch search = new PartingSearch(arms, members, areas, width * width / meanArea);
      for (PartingSearch.Way way : search.cheapest(PARTINGS)) {
        List<Region> chromosomes = new ArrayList<>();
        byte[][] hidden = hiddenEnds(members, way.links());
        way.chains()
            .forEach(chain -> region(chain, way.links(), hidden).ifPresent(chromosomes::add));
        if (!chromosomes.isEmpty()) {
          double pixels = PixelCosts.of(patch, width, region, chromosomes);
          partings.add(new Parting(chromosomes, way.cost() + pixels));
        }
      }
    }
    double area = region.area() / meanArea;
    if (partings.isEmpty()) {
      partings.add(new Parting(List.of(region), Costs.chromosome(area)));
    }
    partings.add(new Parting(List.of(), Costs.nothing(area)));
    return new Cluster(region, partings);
  }

  /**
   * Draws a chromosome: its arms, a tube over each joint, and its hidden ends; empty if nothing
   * remains of it.
   */
  private Optional<Region> region(List<Integer> chain, List<Link> links, byte[][] hidden) {
    byte[] mask = new byte[owner.length];
    byte[] foreign = new byte[owner.length];
    for (Link link : links) {
      tube(link, chain.contains(link.first() / 2) ? mask : foreign);
    }
    boolean[] own = owned(chain, links);
    for (int i = 0; i < mask.length; i++) {
      if (owner[i] > 0 && own[owner[i]] && foreign[i] == 0) {
        mask[i] = 1;
      }
    }
    for (int end = 0; end < hidden.length; end++) {
      boolean ours = chain.contains(end / 2);
      for (int i = 0; i < hidden[end].length; i++) {
        if (hidden[end][i] == SHARED && ours) {
          mask[i] = 1;
        } else if (hidden[end][i] == TIP) {
          mask[i] = (byte) (ours ? 1 : 0);
        }
      }
    }
    return largest(mask);
  }

  /**
   * Continues the ends that no link continues straight under what lies over them: where chromosomes
   * overlap, and beyond, where something sticks out of the other one.
   *
   * @return for each end the pixels that are {@link #SHARED} with another chromosome and those of
   *     the {@link #TIP} beyond it; empty arrays for ends that do not go on
   */
  private byte[][] hiddenEnds(List<Integer> members, List<Link> links) {
    byte[][] hidden = new byte[2 * arms.arms().size()][0];
    for (int arm : members) {
      for (int end = 2 * arm; end <= 2 * arm + 1; end++) {
        int self = end;
        int joint = arms.jointOf(end);
        boolean free =
            joint >= 0
                && links.stream().noneMatch(link -> link.first() == self || link.second() == self);
        if (free && arms.joints().get(joint).overlap() > OVERLAPS) {
          hidden[end] = hiddenEnds.computeIfAbsent(end, this::hiddenEnd);
        }
      }
    }
    return hidden;
  }

  private byte[] hiddenEnd(int end) {
    byte[] hidden = new byte[owner.length];
    int from = arms.pixelAt(end, FAR * width);
    int start = arms.pixelAt(end, TUBE_START * width);
    double dx = patch.x(start) - patch.x(from);
    double dy = patch.y(start) - patch.y(from);
    double length = Math.hypot(dx, dy);
    if (length == 0) {
      return hidden;
    }
    double half = Math.min(halfAt(end), WIDEST * width);
    for (int i = 0; i < hidden.length; i++) {
      double x = patch.x(i) - patch.x(start);
      double y = patch.y(i) - patch.y(start);
      double along = (x * dx + y * dy) / length;
      double off = Math.abs(x * dy - y * dx) / length;
      if (patch.mask[i] != 0 && along > 0 && along < LONGEST_END * width && off <= half) {
        if (patch.overlap[i] > OVERLAPS) {
          hidden[i] = SHARED;
        } else if (owner[i] != 1 + end / 2 && sticksOut(i)) {
          hidden[i] = TIP;
        }
      }
    }
    return hidden;
  }

  /** Whether a pixel is farther from the middle line than the chromosome there is wide. */
  private boolean sticksOut(int pixel) {
    int arm = owner[pixel] - 1;
    return arm >= 0 && arm < halves.length && fromLine[pixel] > STICKS_OUT * halves[arm] + 1;
  }

  /** Which arms and joints, by the numbers of {@link #owner}, a chromosome has to itself. */
  private boolean[] owned(List<Integer> chain, List<Link> links) {
    int count = arms.arms().size();
    boolean[] own = new boolean[1 + count + arms.joints().size()];
    chain.forEach(arm -> own[1 + arm] = true);
    for (int j = 0; j < arms.joints().size(); j++) {
      int joint = j;
      if (links.stream().noneMatch(link -> arms.jointOf(link.first()) == joint)) {
        // Where nothing passes, the joint goes to the widest arm.
        int widest = -1;
        for (int end : arms.joints().get(j).ends()) {
          widest = widest < 0 || halfAt(end) > halfAt(widest) ? end : widest;
        }
        own[1 + count + j] = widest >= 0 && chain.contains(widest / 2);
      }
    }
    return own;
  }

  private double half(Arms.Arm arm) {
    double[] all = Arrays.stream(arm.pixels()).mapToDouble(i -> patch.half[i]).sorted().toArray();
    return all[all.length / 2];
  }

  private Optional<Region> largest(byte[] mask) {
    int[] best = new int[0];
    for (int[] pixels : Masks.components(mask, patch.width, new int[mask.length])) {
      best = pixels.length > best.length ? pixels : best;
    }
    if (best.length == 0) {
      return Optional.empty();
    }
    Arrays.fill(mask, (byte) 0);
    for (int i : best) {
      mask[i] = 1;
    }
    return Optional.of(Region.of(patch.box, mask));
  }

  private double halfAt(int end) {
    return patch.half[arms.pixelAt(end, BESIDE * width)];
  }

  /** Draws the way over a joint as wide as the two arms are beside it. */
  private void tube(Link link, byte[] mask) {
    int a = arms.pixelAt(link.first(), TUBE_START * width);
    int b = arms.pixelAt(link.second(), TUBE_START * width);
    double ax = patch.x(a);
    double ay = patch.y(a);
    double dx = patch.x(b) - ax;
    double dy = patch.y(b) - ay;
    double length = Math.max(1e-9, dx * dx + dy * dy);
    double halfA = Math.min(halfAt(link.first()), WIDEST * width);
    double halfB = Math.min(halfAt(link.second()), WIDEST * width);
    int reach = (int) Math.ceil(Math.max(halfA, halfB)) + 1;
    int left = Math.max(0, Math.min(patch.x(a), patch.x(b)) - reach);
    int right = Math.min(patch.width - 1, Math.max(patch.x(a), patch.x(b)) + reach);
    int top = Math.max(0, Math.min(patch.y(a), patch.y(b)) - reach);
    int bottom = Math.min(patch.box.height() - 1, Math.max(patch.y(a), patch.y(b)) + reach);
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
        double off = Math.hypot(x - ax - t * dx, y - ay - t * dy);
        if (patch.mask[y * patch.width + x] != 0 && off <= halfA + t * (halfB - halfA)) {
          mask[y * patch.width + x] = 1;
        }
      }
    }
  }
}
