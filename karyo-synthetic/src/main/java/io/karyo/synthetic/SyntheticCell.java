package io.karyo.synthetic;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.data.LabelledChromosome;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A synthetic cell: its chromosomes in no particular order, as they lie in a metaphase.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param id the name of the cell, made of the seed and its index
 * @param chromosomes the chromosomes
 */
public record SyntheticCell(String id, List<SyntheticChromosome> chromosomes) {
  public SyntheticCell {
    Objects.requireNonNull(id, "id");
    chromosomes = List.copyOf(chromosomes);
  }

  /**
   * {@return the cell as input for the library, with the pictures in the order of {@link
   * #chromosomes()}}
   */
  public Cell toCell() {
    return new Cell(id, chromosomes.stream().map(SyntheticChromosome::image).toList());
  }

  /**
   * Returns the chromosomes as items of a data set, with their types and the name of the cell.
   *
   * @param split the split that they belong to, such as {@code train}
   * @return one item per chromosome, in the order of {@link #chromosomes()}
   */
  public List<LabelledChromosome> labelled(String split) {
    return chromosomes.stream()
        .map(
            chromosome ->
                LabelledChromosome.of(chromosome.image(), chromosome.type())
                    .withCell(id)
                    .withSplit(split))
        .toList();
  }

  /**
   * {@return the straight chromosomes with the scale of the cell, as an ideal straightener would
   * give them, in the order of {@link #chromosomes()}; without a scale if there are too few}
   */
  public List<PreparedChromosome> prepared() {
    Optional<CellScale> scale =
        CellScale.of(chromosomes.stream().map(SyntheticChromosome::straight).toList());
    return chromosomes.stream()
        .map(chromosome -> new PreparedChromosome(chromosome.straight(), scale))
        .toList();
  }
}
