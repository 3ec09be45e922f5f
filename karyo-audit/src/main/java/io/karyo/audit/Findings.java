package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts findings into words. */
final class Findings {

  private final ChromosomeDataset labels;
  private final double[][] logs;
  private final List<Finding> findings = new ArrayList<>();

  Findings(ChromosomeDataset labels, double[][] logs) {
    this.labels = labels;
    this.logs = logs;
  }

  /** Adds labels of one cell. */
  void add(LabelReview.Suspicion suspicion) {
    List<Disputed> chromosomes = new ArrayList<>();
    for (int i = 0; i < suspicion.chromosomes().size(); i++) {
      chromosomes.add(
          disputed(
              suspicion.chromosomes().get(i), ChromosomeType.ALL.get(suspicion.proposed().get(i))));
    }
    chromosomes.sort(Comparator.comparingInt(Disputed::place));
    findings.add(
        new Finding(
            suspicion.kind(),
            chromosomes.get(0).chromosome().cell(),
            chromosomes,
            suspicion.probability(),
            reason(suspicion.kind(), chromosomes)));
  }

  private Disputed disputed(int place, ChromosomeType proposed) {
    LabelledChromosome item = labels.items().get(place);
    return new Disputed(
        place, item, proposed, probability(place, item.type()), probability(place, proposed));
  }

  private double probability(int place, ChromosomeType type) {
    return logs[place].length == 0 ? Double.NaN : Math.exp(logs[place][type.ordinal()]);
  }

  private static String reason(FindingKind kind, List<Disputed> chromosomes) {
    String changes =
        chromosomes.stream()
            .map(one -> one.chromosome().name() + ": " + change(one))
            .collect(Collectors.joining("; "));
    return switch (kind) {
      case EXCHANGED ->
          (chromosomes.size() == 2
                  ? "each looks like the type of the other's label: "
                  : "the labels of these are exchanged in a circle: ")
              + changes;
      case SHIFTED -> "a run of labels has moved on by one type: " + changes;
      default -> "looks like another type: " + changes;
    };
  }

  private static String change(Disputed one) {
    return one.chromosome().type().label() + ", more like " + one.proposed().label();
  }

  /**
   * Adds a picture that occurs more than once, by its places. That it does is certain, but not
   * which of its labels is wrong: other findings propose a label where there is evidence.
   */
  void addDouble(List<Integer> places) {
    List<Disputed> chromosomes =
        places.stream().map(place -> disputed(place, labels.items().get(place).type())).toList();
    long types = chromosomes.stream().map(Disputed::proposed).distinct().count();
    List<Optional<String>> cells =
        chromosomes.stream().map(one -> one.chromosome().cell()).distinct().toList();
    String names =
        chromosomes.stream().map(one -> one.chromosome().name()).collect(Collectors.joining(" = "));
    findings.add(
        new Finding(
            FindingKind.DOUBLE,
            cells.size() == 1 ? cells.get(0) : Optional.empty(),
            chromosomes,
            1,
            "the same picture"
                + (types > 1 ? ", under different labels" : "")
                + (cells.size() > 1 ? ", in different cells" : "")
                + ": "
                + names));
  }

  /** Returns all findings, the most probable first. */
  List<Finding> sorted() {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(
        Comparator.comparingDouble(Finding::probability)
            .reversed()
            .thenComparingInt(finding -> finding.chromosomes().get(0).place()));
    return List.copyOf(sorted);
  }
}
