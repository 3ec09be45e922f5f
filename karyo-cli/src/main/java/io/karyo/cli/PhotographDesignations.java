package io.karyo.cli;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Placement;
import io.karyo.data.LabelledBox;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.photo.Box;
import io.karyo.photo.Segmentation;
import java.util.List;

/**
 * How the karyotype of one photograph compares with its annotation.
 *
 * @param annotated how many chromosomes are annotated
 * @param right how many of them are found with the right type
 * @param placedRight whether every chromosome is found with the right type, and nothing else
 * @param sameNumbers whether there are as many of each type as annotated
 */
record PhotographDesignations(int annotated, int right, boolean placedRight, boolean sameNumbers) {

  /**
   * Compares.
   *
   * @param margin by how many px found boxes are widened
   */
  static PhotographDesignations of(List<LabelledBox> boxes, Karyotype karyotype, int margin) {
    Segmentation found = karyotype.segmentation().orElseThrow();
    int right = 0;
    boolean sameNumbers = karyotype.placements().size() == boxes.size();
    for (ChromosomeType type : ChromosomeType.ALL) {
      List<Box> truth =
          boxes.stream().filter(box -> box.type() == type).map(LabelledBox::box).toList();
      List<Box> placed =
          karyotype.placements().stream()
              .filter(placement -> placement.designation().type().filter(type::equals).isPresent())
              .map(Placement::chromosome)
              .map(number -> found.chromosome(number).box())
              .toList();
      right += SegmentationEvaluation.boxes(truth, placed, margin).matched();
      sameNumbers &= truth.size() == placed.size();
    }
    return new PhotographDesignations(
        boxes.size(),
        right,
        right == boxes.size() && karyotype.placements().size() == right,
        sameNumbers);
  }
}
