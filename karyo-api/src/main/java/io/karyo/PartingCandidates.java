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
 * The partings of the clusters of a photograph, with the looks of their pieces. A choice is an
 * array with the number of one parting for each cluster.
 */
final class PartingCandidates {

  /** In a choice, for a cluster that does not count. */
  static final int LEFT_OUT = -1;

  /** No piece is less typical or less probable than this; one that shows nothing is as bad. */
  private static final double LEAST = 0.0017;

  /** More partings of a cluster than this are hardly right, and take time. */
  private static final int MOST_PARTINGS = 12;

  /**
   * How a piece looks.
   *
   * @param untypical the negative logarithm of its typicality
   * @param types empty if no chromosome is seen in it
   */
  private record Look(double untypical, Optional<TypeProbabilities> types) {

    static Look of(Optional<Classification> seen) {
      double typicality = seen.map(known -> known.typicality().orElse(1)).orElse(LEAST);
      return new Look(
          -Math.log(Math.max(LEAST, typicality)), seen.map(Classification::probabilities));
    }
  }

  private final Segmentation found;
  private final List<List<List<Look>>> looks = new ArrayList<>();

  private PartingCandidates(Segmentation found) {
    this.found = found;
  }

  /**
   * Looks at all pieces.
   *
   * @param found from whose chosen partings the look takes the size of chromosomes
   * @param look classifies the cut-outs of some chromosomes of a segmentation, each as one of its
   *     cell; empty for one in which no chromosome is seen
   */
  static PartingCandidates of(
      Segmentation found,
      BiFunction<Segmentation, List<Integer>, List<Optional<Classification>>> look) {
    PartingCandidates candidates = new PartingCandidates(found);
    int first = 0;
    for (int i = 0; i < found.clusters().size(); i++) {
      Cluster cluster = found.clusters().get(i);
      Map<Region, Look> known = new HashMap<>();
      List<List<Look>> ofCluster = new ArrayList<>();
      int partings = Math.min(MOST_PARTINGS, cluster.partings().size());
      for (int j = 0; j < partings; j++) {
        List<Region> pieces = cluster.partings().get(j).chromosomes();
        List<Integer> unseen = new ArrayList<>();
        for (int k = 0; k < pieces.size(); k++) {
          if (!known.containsKey(pieces.get(k))) {
            unseen.add(first + k);
          }
        }
        List<Optional<Classification>> seen = look.apply(found.withParting(i, j), unseen);
        for (int k = 0; k < unseen.size(); k++) {
          known.put(pieces.get(unseen.get(k) - first), Look.of(seen.get(k)));
        }
        ofCluster.add(pieces.stream().map(known::get).map(Objects::requireNonNull).toList());
      }
      candidates.looks.add(ofCluster);
      first += cluster.partings().get(found.chosen(i)).chromosomes().size();
    }
    return candidates;
  }

  int clusters() {
    return looks.size();
  }

  int partings(int cluster) {
    return looks.get(cluster).size();
  }

  Parting parting(int cluster, int parting) {
    return found.clusters().get(cluster).partings().get(parting);
  }

  /** Returns what speaks against a parting whatever the others are, the types left out. */
  PartingEvidence evidence(int cluster, int parting) {
    List<Look> pieces = looks.get(cluster).get(parting);
    long unseen = pieces.stream().filter(look -> look.types().isEmpty()).count();
    return new PartingEvidence(
        parting(cluster, parting).cost(),
        pieces.stream().mapToDouble(Look::untypical).sum(),
        pieces.size(),
        pieces.isEmpty() ? 1 : 0,
        -unseen * Math.log(LEAST));
  }

  /** The same, with the doubt about the type of each piece. */
  PartingEvidence evidenceAlone(int cluster, int parting) {
    double doubt =
        looks.get(cluster).get(parting).stream()
            .flatMap(look -> look.types().stream())
            .mapToDouble(types -> -Math.log(Math.max(LEAST, types.of(types.best()))))
            .sum();
    return evidence(cluster, parting).withTypes(doubt);
  }

  /** Returns the assigner's price of a cell; empty if the assigner cannot price one. */
  OptionalDouble priceOfTypes(int[] chosen, TrainedAssigner assigner) {
    List<TypeProbabilities> pieces = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i] != LEFT_OUT) {
        looks.get(i).get(chosen[i]).forEach(look -> look.types().ifPresent(pieces::add));
      }
    }
    return assigner.price(pieces);
  }

  /** Parts the photograph. */
  Segmentation parted(int[] chosen) {
    Segmentation parted = found;
    for (int i = 0; i < chosen.length; i++) {
      parted = parted.withParting(i, chosen[i]);
    }
    return parted;
  }
}
