package io.karyo.chromosome;

import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import java.util.List;
import java.util.Objects;

/**
 * One cell photographed in metaphase: the pictures of its chromosomes, 46 in a normal one.
 *
 * @param id the name of the cell
 * @param chromosomes one picture per chromosome, in the caller's order
 */
public record Cell(String id, List<ChromosomeImage> chromosomes) {
  public Cell {
    Objects.requireNonNull(id, "id");
    chromosomes = List.copyOf(chromosomes);
  }

  /**
   * Sets the known polarity of all chromosomes; see {@link ChromosomeImage#withPolarity}.
   *
   * @param polarity for example {@link Polarity#P_UP} if the cell was cut from a karyogram
   * @return the same cell with that polarity
   */
  public Cell withPolarity(Polarity polarity) {
    return new Cell(id, chromosomes.stream().map(image -> image.withPolarity(polarity)).toList());
  }
}
