package io.karyo.audit;

import io.karyo.audit.Differences.Group;
import io.karyo.chromosome.ChromosomeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the recorded types of a data set with the evidence of its pictures. */
final class LabelReview {

  /** Cells of fewer chromosomes do not show which numbers of types are usual. */
  static final int WHOLE_CELL = 20;

  /**
   * Labels that are probably wrong.
   *
   * @param kind why
   * @param chromosomes their places in the data set
   * @param proposed the ordinal of the proposed type of each
   * @param evidence how much more probable the proposed types are by the pictures, in nats
   * @param probability that the labels are wrong
   */
  record Suspicion(
      FindingKind kind,
      List<Integer> chromosomes,
      List<Integer> proposed,
      double evidence,
      double probability) {}

  private final int[] recorded;
  private final double[][] logs;
  private final List<Reading> readings = new ArrayList<>();

  /** A cell, or a chromosome of no known cell, with its most probable types. */
  private record Reading(
      List<Integer> places, CellSearch search, List<Integer> found, List<Group> groups) {}

  private LabelReview(int[] recorded, double[][] logs) {
    this.recorded = recorded;
    this.logs = logs;
  }

  /**
   * Compares.
   *
   * @param recorded the ordinals of the recorded types
   * @param logs the logarithms of the probabilities of all types, learned from other chromosomes;
   *     empty for a chromosome of which there is no evidence
   * @param cells the places of the chromosomes of each cell; each alone that is of no known cell
   * @return what is suspicious, the most probable first
   */
  static List<Suspicion> of(int[] recorded, double[][] logs, List<List<Integer>> cells) {
    LabelReview review = new LabelReview(recorded, logs);
    cells.forEach(review::read);
    return review.suspicions(review.rates());
  }

  private void read(List<Integer> cell) {
    int[] others = new int[ChromosomeType.ALL.size()];
    List<Integer> places = new ArrayList<>();
    for (int place : cell) {
      if (logs[place].length == 0) {
        others[recorded[place]]++;
      } else {
        places.add(place);
      }
    }
    int[] ofCell = labels(places);
    double[][] evidence = places.stream().map(place -> logs[place]).toArray(double[][]::new);
    CellSearch search = new CellSearch(evidence, ofCell, others, cell.size() >= WHOLE_CELL);
    int[] found = search.types();
    readings.add(
        new Reading(
            places, search, Arrays.stream(found).boxed().toList(), Differences.of(ofCell, found)));
  }

  private int[] labels(List<Integer> places) {
    return places.stream().mapToInt(place -> recorded[place]).toArray();
  }

  private ErrorRates rates() {
    ErrorRates.Counting counting = new ErrorRates.Counting();
    for (Reading reading : readings) {
      double[][] evidence =
          reading.places().stream().map(place -> logs[place]).toArray(double[][]::new);
      int[] labels = labels(reading.places());
      counting.addCell(evidence, labels);
      Set<Integer> together =
          reading.groups().stream()
              .filter(group -> group.kind() != FindingKind.WRONG)
              .flatMap(group -> group.chromosomes().stream())
              .collect(Collectors.toSet());
      for (int i = 0; i < evidence.length; i++) {
        for (int type = 0; type < evidence[i].length; type++) {
          if (type != labels[i] && !together.contains(i)) {
            counting.addSingle(reading.search().evidenceOfChange(i, type));
          }
        }
      }
    }
    return counting.rates();
  }

  private List<Suspicion> suspicions(ErrorRates rates) {
    List<Suspicion> suspicions = new ArrayList<>();
    for (Reading reading : readings) {
      for (Group group : reading.groups()) {
        int[] chromosomes = group.chromosomes().stream().mapToInt(i -> i).toArray();
        List<Integer> places = group.chromosomes().stream().map(reading.places()::get).toList();
        double evidence = reading.search().gainOf(chromosomes);
        suspicions.add(
            new Suspicion(
                group.kind(),
                places,
                group.chromosomes().stream().map(i -> reading.found().get(i)).toList(),
                evidence,
                rates.probability(group.kind(), labels(places), evidence)));
      }
    }
    // The sort is stable: of equal ones, the first of the data set comes first.
    suspicions.sort(Comparator.comparingDouble(Suspicion::probability).reversed());
    return List.copyOf(suspicions);
  }
}
