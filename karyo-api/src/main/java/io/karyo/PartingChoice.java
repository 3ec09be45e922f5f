package io.karyo;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Chooses how the clusters of a photograph are parted by what the pieces look like: a piece that is
 * no whole chromosome looks typical of no type, and a cell has two of each.
 *
 * <p>The price of a choice is the sum of the shapes' costs, of how untypical and how doubtful each
 * piece is, and of the types that are missing or too many. From the cheapest shapes on, one cluster
 * after the other is parted as is cheapest for the whole, until nothing changes.
 */
final class PartingChoice {

  // Chosen on photographs of validation; half or twice of each gives nearly the same figures.
  private static final double SHAPE = 0.5;
  private static final double UNTYPICAL = 0.7;
  private static final double DOUBTFUL = 1;
  private static final double UNPAIRED = 0.7;

  /** No piece is less typical or less probable than this; one that shows nothing is as bad. */
  private static final double LEAST = 0.001;

  private static final int MOST_ROUNDS = 10;

  /** More partings of a cluster than this are hardly right, and take time. */
  private static final int MOST_PARTINGS = 8;

  /** How a piece looks: its price, and the number of its most probable type; -1 for none. */
  private record Look(double price, int type) {}

  private final Segmentation found;
  private final List<List<List<Look>>> looks = new ArrayList<>();
  private final int[] chosen;
  private final int[] counts = new int[ChromosomeType.ALL.size()];

  private PartingChoice(Segmentation found) {
    this.found = found;
    chosen = new int[found.clusters().size()];
  }

  /**
   * Chooses.
   *
   * @param found with the partings of the cheapest shapes
   * @param look classifies the cut-outs of some chromosomes of a segmentation, each as one of its
   *     cell; empty for one in which no chromosome is seen
   */
  static Segmentation of(
      Segmentation found,
      BiFunction<Segmentation, List<Integer>, List<Optional<Classification>>> look) {
    PartingChoice choice = new PartingChoice(found);
    choice.lookAtAll(look);
    choice.improve();
    Segmentation best = found;
    for (int i = 0; i < choice.chosen.length; i++) {
      best = best.withParting(i, choice.chosen[i]);
    }
    return best;
  }

  private void lookAtAll(
      BiFunction<Segmentation, List<Integer>, List<Optional<Classification>>> look) {
    int first = 0;
    for (int i = 0; i < found.clusters().size(); i++) {
      Cluster cluster = found.clusters().get(i);
      Map<Region, Look> known = new HashMap<>();
      List<List<Look>> ofCluster = new ArrayList<>();
      int partings = Math.min(MOST_PARTINGS, cluster.partings().size());
      for (int j = 0; j < partings; j++) {
        Parting parting = cluster.partings().get(j);
        List<Integer> unseen = new ArrayList<>();
        for (int k = 0; k < parting.chromosomes().size(); k++) {
          if (!known.containsKey(parting.chromosomes().get(k))) {
            unseen.add(first + k);
          }
        }
        List<Optional<Classification>> seen = look.apply(found.withParting(i, j), unseen);
        for (int k = 0; k < unseen.size(); k++) {
          known.put(parting.chromosomes().get(unseen.get(k) - first), look(seen.get(k)));
        }
        ofCluster.add(
            parting.chromosomes().stream().map(known::get).map(Objects::requireNonNull).toList());
      }
      looks.add(ofCluster);
      count(i, 0, 1);
      first += cluster.partings().get(0).chromosomes().size();
    }
  }

  private static Look look(Optional<Classification> seen) {
    if (seen.isEmpty()) {
      return new Look(-(UNTYPICAL + DOUBTFUL) * Math.log(LEAST), -1);
    }
    double typicality = seen.get().typicality().orElse(1);
    double price =
        -UNTYPICAL * Math.log(Math.max(LEAST, typicality))
            - DOUBTFUL * Math.log(Math.max(LEAST, seen.get().probability()));
    return new Look(price, seen.get().type().ordinal());
  }

  private void improve() {
    boolean changed = true;
    for (int round = 0; round < MOST_ROUNDS && changed; round++) {
      changed = false;
      for (int i = 0; i < chosen.length; i++) {
        int before = chosen[i];
        count(i, before, -1);
        int best = before;
        double least = price(i, before);
        for (int j = 0; j < looks.get(i).size(); j++) {
          double price = price(i, j);
          if (price < least - 1e-9) {
            least = price;
            best = j;
          }
        }
        chosen[i] = best;
        count(i, best, 1);
        changed |= best != before;
      }
    }
  }

  private void count(int cluster, int parting, int by) {
    for (Look look : looks.get(cluster).get(parting)) {
      if (look.type() >= 0) {
        counts[look.type()] += by;
      }
    }
  }

  /** The price of a parting beside all other clusters, which are counted. */
  private double price(int cluster, int parting) {
    double price = SHAPE * found.clusters().get(cluster).partings().get(parting).cost();
    for (Look look : looks.get(cluster).get(parting)) {
      price += look.price();
    }
    count(cluster, parting, 1);
    price += UNPAIRED * unpaired();
    count(cluster, parting, -1);
    return price;
  }

  /** How many chromosomes are missing or too many for two of each type, X and Y being one. */
  private int unpaired() {
    int unpaired = 0;
    int sex = 0;
    for (ChromosomeType type : ChromosomeType.ALL) {
      int count = counts[type.ordinal()];
      if (type == ChromosomeType.X || type == ChromosomeType.Y) {
        sex += count;
      } else {
        unpaired += Math.abs(count - 2);
      }
    }
    return unpaired + Math.abs(sex - 2);
  }
}
