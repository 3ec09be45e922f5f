package io.karyo.audit;

import io.karyo.model.Require;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Labels that are probably wrong for one reason.
 *
 * @param kind the reason
 * @param cell the cell of the chromosomes; empty if it is unknown, or a picture occurs in several
 * @param chromosomes the chromosomes, in the order of the data set, at least one
 * @param probability that the labels are wrong or, for {@link FindingKind#DOUBLE}, that the picture
 *     is the same, 0 to 1
 * @param reason the reason in a sentence
 */
public record Finding(
    FindingKind kind,
    Optional<String> cell,
    List<Disputed> chromosomes,
    double probability,
    String reason) {

  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(cell, "cell");
    chromosomes = List.copyOf(chromosomes);
    Require.atLeast("chromosomes", chromosomes.size(), 1);
    Require.inRange("probability", probability, 0, 1);
    Objects.requireNonNull(reason, "reason");
  }

  /** Returns the chromosomes for which another type is proposed. */
  List<Disputed> relabelled() {
    return chromosomes.stream().filter(Disputed::isRelabelled).toList();
  }
}
