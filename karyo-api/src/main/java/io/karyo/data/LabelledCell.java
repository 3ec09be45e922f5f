package io.karyo.data;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The labelled chromosomes of one cell.
 *
 * @param id the name of the cell
 * @param chromosomes its chromosomes, in the order of the data set, at least one
 */
public record LabelledCell(String id, List<LabelledChromosome> chromosomes) {

  public LabelledCell {
    Objects.requireNonNull(id, "id");
    chromosomes = List.copyOf(chromosomes);
    Require.atLeast("chromosomes", chromosomes.size(), 1);
  }

  /** {@return the patient, empty if unknown} */
  public Optional<String> patient() {
    return chromosomes.stream().flatMap(item -> item.patient().stream()).findFirst();
  }

  /** {@return the types of the chromosomes, in their order} */
  public List<ChromosomeType> types() {
    return chromosomes.stream().map(LabelledChromosome::type).toList();
  }

  /**
   * Loads the images.
   *
   * @return the cell, its chromosomes in the same order
   * @throws IOException if one cannot be read
   */
  public Cell load() throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    for (LabelledChromosome chromosome : chromosomes) {
      images.add(chromosome.load());
    }
    return new Cell(id, images);
  }
}
