package io.karyo;

import io.karyo.chromosome.Classification;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.TrainedAssigner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/**
 * Chooses how the clusters of a photograph are parted by what the pieces look like: a piece that is
 * no whole chromosome looks typical of no type, and a cell has two of each.
 *
 * <p>The price of a choice is the sum of the shapes' costs, of how untypical each piece is, and of
 * the best karyotype of all pieces, in which unusual numbers have a price. Each cluster begins with
 * the parting that is cheapest for itself; then one cluster after the other is parted as is
 * cheapest for the whole cell, until nothing changes.
 */
final class PartingChoice {

  // Weights of a conditional logit model (McFadden 1974), fitted to the partings of photographs of
  // the Taichung data set's validation that fit the boxes best.
  private static final double SHAPE = 0.4;
  private static final double UNTYPICAL = 0.78;
  private static final double DOUBTFUL = 1.68;

  /** Of each chromosome, beside the price that shapes have for each. */
  private static final double EACH = -1.51;

  /** Of taking a whole cluster for dirt, beside the price that shapes have for it. */
  private static final double NOTHING = -2.75;

  /**
   * How much the assigner's price of the whole cell counts: less than for the karyotype itself, so
   * that no chromosome of an abnormal cell is hidden in another one or taken for dirt. Chosen on
   * validation, with a look at the set's abnormal cells.
   */
  private static final double CELL = 0.65;

  /** No piece is less typical or less probable than this; one that shows nothing is as bad. */
  private static final double LEAST = 0.0017;

  /** A parting that costs so much more by itself cannot be made up for by the others. */
  private static final double HOPELESS = 14;

  private static final int MOST_ROUNDS = 10;

  /** More partings of a cluster than this are hardly right, and take time. */
  private static final int MOST_PARTINGS = 12;

  /**
   * How a piece looks.
   *
   * @param price how untypical it is
   * @param types empty if no chromosome is seen in it
   */
  private record Look(double price, Optional<TypeProbabilities> types) {

    double doubt() {
      return types
          .map(known -> -DOUBTFUL * Math.log(Math.max(LEAST, known.of(known.best()))))
          .orElse(0.0);
    }
  }

  private final Segmentation found;
  private final TrainedAssigner assigner;
  private final List<List<List<Look>>> looks = new ArrayList<>();
  private final int[] chosen;

  private PartingChoice(Segmentation found, TrainedAssigner assigner) {
    this.found = found;
    this.assigner = assigner;
    chosen = new int[found.clusters().size()];
  }

  /**
   * Chooses.
   *
   * @param found with the partings of the cheapest shapes
   * @param look classifies the cut-outs of some chromosomes of a segmentation, each as one of its
   *     cell; empty for one in which no chromosome is seen
   * @param assigner prices whole cells
   */
  static Segmentation of(
      Segmentation found,
      BiFunction<Segmentation, List<Integer>, List<Optional<Classification>>> look,
      TrainedAssigner assigner) {
    PartingChoice choice = new PartingChoice(found, assigner);
    choice.lookAtAll(look);
    choice.chooseEach();
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
      first += cluster.partings().get(0).chromosomes().size();
    }
  }

  private static Look look(Optional<Classification> seen) {
    if (seen.isEmpty()) {
      return new Look(EACH - (UNTYPICAL + CELL) * Math.log(LEAST), Optional.empty());
    }
    double typicality = seen.get().typicality().orElse(1);
    return new Look(
        EACH - UNTYPICAL * Math.log(Math.max(LEAST, typicality)),
        Optional.of(seen.get().probabilities()));
  }

  /** Parts each cluster as is cheapest for itself. */
  private void chooseEach() {
    for (int i = 0; i < chosen.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < looks.get(i).size(); j++) {
        double price = ownPrice(i, j);
        for (Look look : looks.get(i).get(j)) {
          price += look.doubt();
        }
        if (price < least - 1e-9) {
          least = price;
          chosen[i] = j;
        }
      }
    }
  }

  /** Parts one cluster after the other as is cheapest for the whole cell. */
  private void improve() {
    OptionalDouble start = priceOfCell();
    if (start.isEmpty()) {
      return;
    }
    double least = start.getAsDouble();
    boolean changed = true;
    for (int round = 0; round < MOST_ROUNDS && changed; round++) {
      changed = false;
      for (int i = 0; i < chosen.length; i++) {
        int best = chosen[i];
        double own = ownPrice(i, best);
        for (int j = 0; j < looks.get(i).size(); j++) {
          if (j != best && ownPrice(i, j) - own < HOPELESS) {
            chosen[i] = j;
            double price = priceOfCell().orElseThrow();
            if (price < least - 1e-9) {
              least = price;
              best = j;
              own = ownPrice(i, best);
              changed = true;
            }
          }
        }
        chosen[i] = best;
      }
    }
  }

  private OptionalDouble priceOfCell() {
    double price = 0;
    List<TypeProbabilities> pieces = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      price += ownPrice(i, chosen[i]);
      looks.get(i).get(chosen[i]).forEach(look -> look.types().ifPresent(pieces::add));
    }
    OptionalDouble ofTypes = assigner.price(pieces);
    return ofTypes.isEmpty() ? ofTypes : OptionalDouble.of(price + CELL * ofTypes.getAsDouble());
  }

  /** The price of a parting whatever the others are, types left out. */
  private double ownPrice(int cluster, int parting) {
    double price = SHAPE * found.clusters().get(cluster).partings().get(parting).cost();
    List<Look> pieces = looks.get(cluster).get(parting);
    for (Look look : pieces) {
      price += look.price();
    }
    return pieces.isEmpty() ? price + NOTHING : price;
  }
}
