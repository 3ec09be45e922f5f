package io.karyo.metaphase;

import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parts a cluster into chromosomes in several ways. */
final class Parter {

  private static final int PARTINGS = 8;

  private final Patch patch;
  private final double width;
  private final Arms arms;
  private final PartingSearch search;

  /** For each pixel of the mask, 1 + its arm, or 1 + the number of arms + its joint. */
  private final int[] owner;

  Parter(Patch patch, double width, double meanArea, Costs costs) {
    this.patch = patch;
    this.width = width;
    Skeleton skeleton = new Skeleton(patch.core, patch.width, patch.coreHalf, width);
    arms = new Arms(patch, skeleton, width);
    owner = new int[patch.mask.length];
    spread();
    double[] areas = new double[arms.arms().size()];
    for (int label : owner) {
      if (label > 0 && label <= areas.length) {
        areas[label - 1] += 1 / meanArea;
      }
    }
    search = new PartingSearch(arms, areas, width, meanArea, costs);
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

  Cluster cluster(Region region) {
    if (arms.arms().size() < 2) {
      return new Cluster(region, List.of(new Parting(List.of(region), 0)));
    }
    List<Parting> partings = new ArrayList<>();
    for (PartingSearch.Way way : search.cheapest(PARTINGS)) {
      List<Region> regions = new ArrayList<>();
      for (List<Integer> chain : way.chains()) {
        regions.add(region(chain, way.links()));
      }
      if (!regions.isEmpty()) {
        partings.add(new Parting(regions, way.cost()));
      }
    }
    return new Cluster(
        region, partings.isEmpty() ? List.of(new Parting(List.of(region), 0)) : partings);
  }

  /** Draws a chromosome: its arms, and a tube over each joint. */
  private Region region(List<Integer> chain, List<Arms.Link> links) {
    byte[] mask = new byte[owner.length];
    boolean[] own = new boolean[arms.arms().size() + 1 + arms.joints().size()];
    for (int arm : chain) {
      own[arm + 1] = true;
    }
    byte[] foreign = new byte[owner.length];
    boolean[] linked = new boolean[arms.joints().size()];
    for (Arms.Link link : links) {
      boolean mine = chain.contains(link.first() / 2);
      tube(link, mine ? mask : foreign);
      linked[jointOf(link)] = true;
    }
    for (int j = 0; j < linked.length; j++) {
      Arms.Joint joint = arms.joints().get(j);
      // Where nothing passes, the joint goes to whoever has the widest arm there.
      if (!linked[j]) {
        int widest = joint.ends()[0];
        for (int end : joint.ends()) {
          widest = halfAt(end) > halfAt(widest) ? end : widest;
        }
        own[arms.arms().size() + 1 + j] = chain.contains(widest / 2);
      }
    }
    for (int i = 0; i < mask.length; i++) {
      if (owner[i] > 0 && own[owner[i]] && foreign[i] == 0) {
        mask[i] = 1;
      }
    }
    return largest(mask);
  }

  private Region largest(byte[] mask) {
    int[] labels = new int[mask.length];
    int[] best = new int[0];
    for (int[] pixels : Masks.components(mask, patch.width, labels)) {
      best = pixels.length > best.length ? pixels : best;
    }
    Arrays.fill(mask, (byte) 0);
    for (int i : best) {
      mask[i] = 1;
    }
    return Region.of(patch.box, mask);
  }

  private int jointOf(Arms.Link link) {
    return arms.arms().get(link.first() / 2).ends()[link.first() % 2];
  }

  private double halfAt(int end) {
    return patch.half[arms.pixelAt(end, 0.6 * width)];
  }

  /** Draws the way over a joint as wide as the two arms are beside it. */
  private void tube(Arms.Link link, byte[] mask) {
    int a = arms.pixelAt(link.first(), 0.5 * width);
    int b = arms.pixelAt(link.second(), 0.5 * width);
    double ax = arms.x(a);
    double ay = arms.y(a);
    double dx = arms.x(b) - ax;
    double dy = arms.y(b) - ay;
    double length = Math.max(1e-9, dx * dx + dy * dy);
    double halfA = Math.min(halfAt(link.first()), 0.65 * width);
    double halfB = Math.min(halfAt(link.second()), 0.65 * width);
    int reach = (int) Math.ceil(Math.max(halfA, halfB)) + 1;
    int left = Math.max(0, Math.min(arms.x(a), arms.x(b)) - reach);
    int right = Math.min(patch.width - 1, Math.max(arms.x(a), arms.x(b)) + reach);
    int top = Math.max(0, Math.min(arms.y(a), arms.y(b)) - reach);
    int bottom = Math.min(patch.box.height() - 1, Math.max(arms.y(a), arms.y(b)) + reach);
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
