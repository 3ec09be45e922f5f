package io.karyo.metaphase;

import io.karyo.metaphase.Arms.Link;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private final Patch patch;
  private final double width;
  private final Arms arms;
  private final double meanArea;
  private final double[] areas;

  /** For each pixel of the mask, 1 + its arm, or 1 + the number of arms + its joint. */
  private final int[] owner;

  Parter(Patch patch, double width, double meanArea) {
    this.patch = patch;
    this.width = width;
    this.meanArea = meanArea;
    Skeleton skeleton = new Skeleton(patch.core, patch.width, patch.coreHalf, width);
    arms = ArmsBuilder.of(patch, skeleton, width);
    owner = new int[patch.mask.length];
    spread();
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
        way.chains().forEach(chain -> region(chain, way.links()).ifPresent(chromosomes::add));
        if (!chromosomes.isEmpty()) {
          partings.add(new Parting(chromosomes, way.cost()));
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

  /** Draws a chromosome: its arms, and a tube over each joint; empty if nothing remains of it. */
  private Optional<Region> region(List<Integer> chain, List<Link> links) {
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
    return largest(mask);
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
