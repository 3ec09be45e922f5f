package io.karyo.cli;

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
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is found in a photograph.
 *
 * @param karyotype null if shape alone decides
 */
record FoundCell(Segmentation segmentation, @Nullable Karyotype karyotype) {

  /**
   * Searches a photograph.
   *
   * @param karyotyper null if shape alone decides
   */
  static FoundCell in(Metaphase photograph, @Nullable Karyotyper karyotyper) throws IOException {
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

  /** The regions of the chromosomes; those that are part of the karyotype, if there is one. */
  List<Region> regions() {
    return karyotype == null
        ? segmentation.chromosomes()
        : karyotype.placements().stream()
            .map(placement -> segmentation.chromosome(placement.chromosome()))
            .toList();
  }

  /** The designations by the number of the chromosome; none if shape alone decides. */
  Map<Integer, String> types() {
    return karyotype == null
        ? Map.of()
        : karyotype.placements().stream()
            .collect(
                Collectors.toMap(
                    Placement::chromosome, placement -> placement.designation().toString()));
  }

  /** The classifications of the chromosomes; none if shape alone decides. */
  List<Classification> classified() {
    return karyotype == null
        ? List.of()
        : karyotype.placements().stream()
            .map(placement -> karyotype.classification(placement.chromosome()))
            .toList();
  }

  /**
   * The same for an evaluation with boxes.
   *
   * @param margin of the annotated boxes, in px
   */
  List<FoundChromosome> chromosomes(int margin) {
    return karyotype == null
        ? FoundChromosome.of(segmentation, margin)
        : FoundChromosome.of(karyotype, margin);
  }
}
