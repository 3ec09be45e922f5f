package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The labels of a data set that are probably wrong.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param dataset the data set with its recorded labels
 * @param folds in how many parts it was judged, each by a classifier that learned from the others
 * @param unit what stayed together in one part
 * @param findings the findings, the most probable first; those that are improbable are included
 * @param unjudged the chromosomes whose labels could not be judged, in the order of the data set
 * @param notes what else a reader should know, a sentence each
 */
public record AuditReport(
    ChromosomeDataset dataset,
    int folds,
    SplitUnit unit,
    List<Finding> findings,
    List<Unjudged> unjudged,
    List<String> notes) {

  /** Of findings that are at least this probable, four of five or more are right. */
  public static final double PROBABLE = 0.8;

  public AuditReport {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(unit, "unit");
    findings = List.copyOf(findings);
    unjudged = List.copyOf(unjudged);
    notes = List.copyOf(notes);
  }

  /**
   * Returns the findings that are probable enough.
   *
   * @param probability the least probability, 0 to 1; {@link #PROBABLE} is a good choice
   * @return those findings, the most probable first
   */
  public List<Finding> probable(double probability) {
    Require.inRange("probability", probability, 0, 1);
    return findings.stream().filter(finding -> finding.probability() >= probability).toList();
  }

  /**
   * Returns the chromosomes for which another type is proposed.
   *
   * @param probability the least probability of the finding, 0 to 1
   * @return their places in the data set, in ascending order
   */
  public Set<Integer> disputed(double probability) {
    return new TreeSet<>(proposals(probability).keySet());
  }

  /**
   * Returns the proposed types by their places. A finding is applied as a whole or, if one before
   * it has relabelled one of its chromosomes, not at all: half of an exchange would be a new error.
   */
  private Map<Integer, ChromosomeType> proposals(double probability) {
    Map<Integer, ChromosomeType> proposals = new HashMap<>();
    for (Finding finding : probable(probability)) {
      List<Disputed> relabelled = finding.relabelled();
      if (relabelled.stream().noneMatch(one -> proposals.containsKey(one.place()))) {
        relabelled.forEach(one -> proposals.put(one.place(), one.proposed()));
      }
    }
    return proposals;
  }

  /**
   * Applies the proposed types. The data set itself is unchanged.
   *
   * @param probability the least probability of a finding whose proposals are applied, 0 to 1
   * @return the same chromosomes in the same order with the proposed types
   */
  public ChromosomeDataset corrected(double probability) {
    Map<Integer, ChromosomeType> proposals = proposals(probability);
    List<LabelledChromosome> items = new ArrayList<>(dataset.items());
    proposals.forEach((place, type) -> items.set(place, items.get(place).withType(type)));
    ChromosomeDataset corrected = ChromosomeDataset.of(items);
    return dataset.sharedPatientsAllowed() ? corrected.allowSharedPatients() : corrected;
  }

  /**
   * {@return how many labels are wrong, as the probabilities of all findings together expect} A
   * label in several findings counts once, with the greatest of their probabilities.
   */
  public double expectedWrong() {
    Map<Integer, Double> wrong = new TreeMap<>();
    for (Finding finding : findings) {
      finding
          .relabelled()
          .forEach(one -> wrong.merge(one.place(), finding.probability(), Math::max));
    }
    return wrong.values().stream().mapToDouble(probability -> probability).sum();
  }

  /** {@return how many probable findings of each kind there are, and the expected wrong labels} */
  @Override
  public String toString() {
    return "AuditReport["
        + dataset.size()
        + " labels, "
        + probable(PROBABLE).stream()
            .collect(Collectors.groupingBy(Finding::kind, TreeMap::new, Collectors.counting()))
        + ", about "
        + Math.round(expectedWrong())
        + " wrong]";
  }
}
