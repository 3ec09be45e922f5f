package io.karyo;

import java.util.List;
import java.util.Objects;

/**
 * One cell photographed in metaphase: the pictures of its chromosomes, 46 in a normal one.
 *
 * @param id the name of the cell
 * @param chromosomes the pictures, one a chromosome, in the caller's order
 */
public record Cell(String id, List<ChromosomeImage> chromosomes) {
  public Cell {
    Objects.requireNonNull(id, "id");
    chromosomes = List.copyOf(chromosomes);
  }
}
