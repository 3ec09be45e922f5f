package io.karyo.metrics;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.iscn.Case;
import io.karyo.iscn.Iscn;
import io.karyo.iscn.MosaicIscn;
import io.karyo.model.Require;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the numeric change of a case, for example a third chromosome 21, was found in the
 * photographs of its cells.
 *
 * <p>Annotated and found karyotypes of the cells are agreed on by {@link Case#consensus()} each,
 * and the largest clones of both are compared, of equally large ones the first. The change is found
 * if the clones have the same number of each type that is not normal in the annotated one. So a
 * chromosome of another type that is lost or found in addition does not matter here; {@link
 * #exact()} requires that, too.
 *
 * @param id the name of the case
 * @param cells how many cells it has
 * @param annotated what the annotations agree on
 * @param found what the found karyotypes agree on
 */
public record NumericChange(String id, int cells, MosaicIscn annotated, MosaicIscn found) {

  public NumericChange {
    Objects.requireNonNull(id, "id");
    Require.atLeast("cells", cells, 1);
    Objects.requireNonNull(annotated, "annotated");
    Objects.requireNonNull(found, "found");
  }

  /**
   * Compares the cells of one case.
   *
   * @param id the name of the case
   * @param annotated the annotated karyotypes of at least one cell
   * @param found the karyotypes that were found, in the order of the cells
   * @return the comparison; empty if the annotated numbers are normal
   * @throws IllegalArgumentException if there is no cell, or the numbers of cells differ
   */
  public static Optional<NumericChange> of(String id, List<Iscn> annotated, List<Iscn> found) {
    Require.that(
        annotated.size() == found.size(), "found", annotated.size() + " karyotypes", found.size());
    NumericChange change =
        new NumericChange(
            id,
            annotated.size(),
            Case.of(id, annotated).consensus(),
            Case.of(id, found).consensus());
    return main(change.annotated).isNormal() ? Optional.empty() : Optional.of(change);
  }

  private static Iscn main(MosaicIscn consensus) {
    return consensus.clones().stream()
        .max(Comparator.comparingInt(MosaicIscn.Clone::cells))
        .orElseThrow()
        .karyotype();
  }

  /** {@return whether each type that is not normal in the annotation has its number} */
  public boolean right() {
    Iscn truth = main(annotated);
    Iscn seen = main(found);
    boolean normalSex = hasNormalSex(truth);
    return ChromosomeType.ALL.stream()
        .filter(type -> type.isAutosome() ? truth.count(type) != 2 : !normalSex)
        .allMatch(type -> truth.count(type) == seen.count(type));
  }

  private static boolean hasNormalSex(Iscn karyotype) {
    int y = karyotype.count(ChromosomeType.Y);
    return y <= 1 && karyotype.count(ChromosomeType.X) == 2 - y;
  }

  /** {@return whether all numbers are right, those of the other types too} */
  public boolean exact() {
    return main(annotated).equals(main(found));
  }
}
