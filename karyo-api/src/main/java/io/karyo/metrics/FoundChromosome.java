package io.karyo.metrics;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Placement;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Segmentation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A chromosome that was found in a photograph, as it is compared with annotated boxes.
 *
 * @param box its box, with the margin that annotated boxes have
 * @param confidence how sure it is that the box holds one chromosome, 0 to 1
 * @param type the designated type; empty for a marker, or if nothing was designated
 * @param probabilities the probability of each type that the chromosome may have, 0 to 1; types
 *     that are absent have none
 */
public record FoundChromosome(
    Box box,
    double confidence,
    Optional<ChromosomeType> type,
    Map<ChromosomeType, Double> probabilities) {

  public FoundChromosome {
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(type, "type");
    Require.inRange("confidence", confidence, 0.0, 1.0);
    probabilities = Map.copyOf(probabilities);
    probabilities.forEach((of, value) -> Require.inRange("probability of " + of, value, 0.0, 1.0));
  }

  /**
   * Lists the chromosomes of a karyotype. Regions in which the straightener saw no chromosome are
   * not among them, because they are not part of the karyotype.
   *
   * <p>The confidence of a chromosome is the probability of its designation, as a detector's
   * confidence in a box is that of its best class. The probabilities are those of the designation
   * and its alternatives.
   *
   * @param karyotype the karyotype of a photograph
   * @param margin by how many px boxes are widened on each side, at least 0
   * @return the chromosomes, in the order of the placements
   * @throws IllegalArgumentException if the karyotype is not that of a photograph, or the margin is
   *     negative
   */
  public static List<FoundChromosome> of(Karyotype karyotype, int margin) {
    Segmentation where =
        karyotype
            .segmentation()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "karyotype: must be that of a photograph, found cut-outs of '"
                            + karyotype.cell()
                            + "'"));
    return karyotype.placements().stream()
        .map(placement -> of(where.chromosome(placement.chromosome()).box(), margin, placement))
        .toList();
  }

  private static FoundChromosome of(Box box, int margin, Placement placement) {
    Map<ChromosomeType, Double> probabilities = new EnumMap<>(ChromosomeType.class);
    placement
        .alternatives()
        .forEach(
            other ->
                other
                    .designation()
                    .type()
                    .ifPresent(type -> probabilities.put(type, other.probability())));
    Optional<ChromosomeType> type = placement.designation().type();
    type.ifPresent(best -> probabilities.put(best, placement.probability()));
    return new FoundChromosome(box.widened(margin), placement.probability(), type, probabilities);
  }

  /**
   * Lists the chromosomes of a segmentation. Without types there is nothing that ranks them: all
   * have the confidence 1.
   *
   * @param segmentation what was found by shape
   * @param margin by how many px boxes are widened on each side, at least 0
   * @return the chromosomes, in their order, without types
   * @throws IllegalArgumentException if the margin is negative
   */
  public static List<FoundChromosome> of(Segmentation segmentation, int margin) {
    return segmentation.chromosomes().stream()
        .map(
            region ->
                new FoundChromosome(region.box().widened(margin), 1, Optional.empty(), Map.of()))
        .toList();
  }
}
