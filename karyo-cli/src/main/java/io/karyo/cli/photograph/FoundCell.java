package io.karyo.cli.photograph;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Placement;
import io.karyo.image.Metaphase;
import io.karyo.metrics.FoundChromosome;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is found in a photograph.
 *
 * @param segmentation the regions of the photograph
 * @param karyotype null if shape alone decides
 */
public record FoundCell(Segmentation segmentation, @Nullable Karyotype karyotype) {

  /**
   * Searches a photograph.
   *
   * @param photograph the photograph
   * @param karyotyper null if shape alone decides
   * @return what is found
   */
  public static FoundCell in(Metaphase photograph, @Nullable Karyotyper karyotyper) {
    if (karyotyper == null) {
      return new FoundCell(Parts.defaultPart(PartKind.SEGMENTER).segment(photograph), null);
    }
    Karyotype karyotype = karyotyper.karyotype(photograph);
    return new FoundCell(karyotype.segmentation().orElseThrow(), karyotype);
  }

  /** The karyotype in words; empty if shape alone decides. */
  String iscn() {
    return karyotype == null ? "" : karyotype.iscn().toString();
  }

  /**
   * Returns the regions of the chromosomes.
   *
   * @return those that are part of the karyotype, if there is one
   */
  public List<Region> regions() {
    return karyotype == null
        ? segmentation.chromosomes()
        : karyotype.placements().stream()
            .map(placement -> segmentation.chromosome(placement.chromosome()))
            .toList();
  }

  /**
   * Returns the designations by the number of the chromosome.
   *
   * @return none if shape alone decides
   */
  public Map<Integer, String> types() {
    return karyotype == null
        ? Map.of()
        : karyotype.placements().stream()
            .collect(
                Collectors.toMap(
                    Placement::chromosome, placement -> placement.designation().toString()));
  }

  /**
   * Returns the classifications of the chromosomes.
   *
   * @return none if shape alone decides
   */
  public List<Classification> classified() {
    return karyotype == null
        ? List.of()
        : karyotype.placements().stream()
            .map(placement -> karyotype.classification(placement.chromosome()))
            .toList();
  }

  /**
   * Returns the chromosomes for an evaluation with boxes.
   *
   * @param margin of the annotated boxes, in px
   * @return a chromosome each
   */
  public List<FoundChromosome> chromosomes(int margin) {
    return karyotype == null
        ? FoundChromosome.of(segmentation, margin)
        : FoundChromosome.of(karyotype, margin);
  }
}
