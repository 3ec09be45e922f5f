package io.karyo.metaphase.training;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.internal.parting.CellCount;
import io.karyo.metaphase.internal.scene.Masks;
import io.karyo.metaphase.training.ComposedMetaphase.Contact;
import io.karyo.metaphase.training.ComposedMetaphase.Pair;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Composes one {@link ComposedMetaphase}. */
final class MetaphaseComposer {

  /** The empty share of a photograph, at first. */
  private static final double SPACE = 0.45;

  /** By how much a photograph without room for all is made larger. */
  private static final double LARGER = 1.1;

  private static final int TRIES = 200;

  /** How many pairs are drawn at most until one touches or crosses as it should. */
  private static final int MOST_DRAWN = 2000;

  /** How far from chromosomes others lie at least, in reaches of their light. */
  private static final int SPACED = 2;

  /** What lies together, and the box around it as seen from its middle. */
  private record Group(List<Placed> members, Box box) {}

  /** A chromosome and where its middle is. */
  private record Placed(LoneChromosome chromosome, int x, int y) {

    Placed moved(int dx, int dy) {
      return new Placed(chromosome, x + dx, y + dy);
    }

    Region region() {
      byte[] mask = new byte[chromosome.mask.length];
      for (int pixel : chromosome.pixels) {
        mask[pixel] = 1;
      }
      int reach = chromosome.reach;
      return Region.of(new Box(x - reach, y - reach, chromosome.side(), chromosome.side()), mask);
    }
  }

  private final EmptyGround ground;
  private final ChromosomePool pool;
  private final SplittableRandom random;

  MetaphaseComposer(EmptyGround ground, ChromosomePool pool, SplittableRandom random) {
    this.ground = ground;
    this.pool = pool;
    this.random = random;
  }

  /** Composes a photograph; empty if the chromosomes are too short to cross. */
  Optional<ComposedMetaphase> compose() {
    List<Group> groups = new ArrayList<>();
    List<Pair> pairs = new ArrayList<>();
    for (Contact contact : Contact.values()) {
      for (int k = 0; k < ComposedMetaphase.PAIRS_EACH; k++) {
        Optional<ComposedPair> drawn = pair(contact);
        if (drawn.isEmpty()) {
          return Optional.empty();
        }
        ComposedPair pair = drawn.get();
        Placed first = new Placed(pair.first(), 0, 0);
        Placed second = new Placed(pair.second(), pair.x(), pair.y());
        groups.add(group(List.of(first, second), pair.box()));
        pairs.add(new Pair(contact, 2 * pairs.size(), 2 * pairs.size() + 1));
      }
    }
    for (int k = 2 * pairs.size(); k < CellCount.USUAL; k++) {
      LoneChromosome one =
          pool.posed(random.nextInt(pool.size()), 2 * Math.PI * random.nextDouble(), random);
      groups.add(group(List.of(new Placed(one, 0, 0)), ComposedPair.box(one, 0, 0)));
    }
    long area = groups.stream().mapToLong(group -> group.box.area()).sum();
    int side = (int) Math.sqrt(area / (1 - SPACE));
    List<Placed> placed = place(groups, side);
    while (placed.isEmpty()) {
      side = (int) (side * LARGER);
      placed = place(groups, side);
    }
    return Optional.of(
        new ComposedMetaphase(
            photograph(placed, side), placed.stream().map(Placed::region).toList(), pairs));
  }

  /** Leaves about half a width of ground around chromosomes, beyond the light that fades out. */
  private Group group(List<Placed> members, Box box) {
    return new Group(members, box.widened(SPACED * pool.around()));
  }

  private Optional<ComposedPair> pair(Contact contact) {
    Optional<ComposedPair> pair = Optional.empty();
    for (int k = 0; k < MOST_DRAWN && pair.isEmpty(); k++) {
      pair = ComposedPair.draw(contact, pool, random);
    }
    return pair;
  }

  /** Places all groups apart from each other, the largest first; empty if there is no room. */
  private List<Placed> place(List<Group> groups, int side) {
    Box[] boxes = new Box[groups.size()];
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < boxes.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingLong(i -> -groups.get(i).box.area()));
    for (int i : order) {
      Box box = groups.get(i).box;
      for (int k = 0; k < TRIES && boxes[i] == null; k++) {
        Box place =
            new Box(
                random.nextInt(Math.max(1, side - box.width())),
                random.nextInt(Math.max(1, side - box.height())),
                box.width(),
                box.height());
        boolean inside = place.right() <= side && place.bottom() <= side;
        boolean free = Arrays.stream(boxes).noneMatch(other -> other != null && other.meets(place));
        boxes[i] = inside && free ? place : null;
      }
      if (boxes[i] == null) {
        return List.of();
      }
    }
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < boxes.length; i++) {
      Group group = groups.get(i);
      for (Placed member : group.members) {
        placed.add(
            member.moved(boxes[i].left() - group.box.left(), boxes[i].top() - group.box.top()));
      }
    }
    return placed;
  }

  private Metaphase photograph(List<Placed> placed, int side) {
    double[] light = new double[side * side];
    Arrays.fill(light, ground.light());
    float[] covered = new float[light.length];
    for (Placed one : placed) {
      float[] share = share(one.chromosome);
      for (int k = 0; k < share.length; k++) {
        if (share[k] > 0) {
          int i = (one.y + one.chromosome.y(k)) * side + one.x + one.chromosome.x(k);
          light[i] = ground.over(light[i], share[k] * one.chromosome.stain[k]);
          covered[i] = Math.max(covered[i], share[k]);
        }
      }
    }
    // Chromosomes have a grain of their own.
    float[] grain = ground.grain(side, side, random);
    byte[] grey = new byte[light.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = ground.grey(ground.over(light[i], (1 - covered[i]) * grain[i]));
    }
    return Metaphase.of(side, side, grey).withName("composed photograph");
  }

  /** How much of the light at each pixel is that of the chromosome: it fades out around it. */
  private float[] share(LoneChromosome chromosome) {
    byte[] outside = new byte[chromosome.mask.length];
    for (int i = 0; i < outside.length; i++) {
      outside[i] = (byte) (chromosome.mask[i] ? 0 : 1);
    }
    float[] far = Masks.distances(outside, chromosome.side());
    float[] share = new float[outside.length];
    for (int i = 0; i < share.length; i++) {
      double faded = (far[i] - 1) / pool.around();
      share[i] = (float) (far[i] == 0 ? 1 : Math.max(0, Math.min(1, 1 - faded)));
    }
    return share;
  }
}
