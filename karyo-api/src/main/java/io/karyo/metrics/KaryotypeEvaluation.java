package io.karyo.metrics;

import io.karyo.ChromosomeType;
import io.karyo.Iscn;
import io.karyo.Karyotype;
import io.karyo.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well whole cells are designated.
 *
 * @param cells how many cells
 * @param chromosomes of how many chromosomes
 * @param assignedAccuracy the share of chromosomes with the right designation
 * @param perfectCells the share of cells without a single wrong designation
 * @param exactKaryotypes the share of cells whose numbers are right
 * @param reviewShare the share of chromosomes that are marked for review
 * @param accuracyOfKept the share of right designations among those not marked; 1 if all are marked
 * @param reviewNeeded the least share of chromosomes that would have to be marked, the least
 *     probable ones first, for 99.9 % of the others to be right: with hindsight, what a perfect
 *     threshold gives
 */
public record KaryotypeEvaluation(
    int cells,
    int chromosomes,
    double assignedAccuracy,
    double perfectCells,
    double exactKaryotypes,
    double reviewShare,
    double accuracyOfKept,
    double reviewNeeded) {

  private static final double PRECISION = 0.999;

  /**
   * Compares karyotypes with the truth.
   *
   * @param karyotypes of at least one cell, and together of at least one chromosome; nothing was
   *     removed from them
   * @param truth the true type of each chromosome of each cell
   * @return the figures
   * @throws IllegalArgumentException if the numbers of cells or chromosomes differ, or there is
   *     none
   */
  public static KaryotypeEvaluation of(
      List<Karyotype> karyotypes, List<List<ChromosomeType>> truth) {
    if (karyotypes.size() != truth.size()) {
      throw new IllegalArgumentException(
          "truth: must be of " + karyotypes.size() + " cells, found " + truth.size());
    }
    int chromosomes = 0;
    int right = 0;
    int perfect = 0;
    int exact = 0;
    int kept = 0;
    int keptRight = 0;
    List<RiskCoverage.Told> answers = new ArrayList<>();
    for (int cell = 0; cell < karyotypes.size(); cell++) {
      List<Placement> placements = karyotypes.get(cell).placements();
      List<ChromosomeType> types = truth.get(cell);
      if (placements.size() != types.size()) {
        throw new IllegalArgumentException(
            "truth: must have "
                + placements.size()
                + " types in cell '"
                + karyotypes.get(cell).cell()
                + "', found "
                + types.size());
      }
      int[] counts = new int[ChromosomeType.ALL.size()];
      int wrong = 0;
      for (int i = 0; i < types.size(); i++) {
        counts[types.get(i).ordinal()]++;
        boolean good = placements.get(i).designation().type().equals(Optional.of(types.get(i)));
        wrong += good ? 0 : 1;
        kept += placements.get(i).review() ? 0 : 1;
        keptRight += good && !placements.get(i).review() ? 1 : 0;
        answers.add(new RiskCoverage.Told(placements.get(i).probability(), good));
      }
      chromosomes += types.size();
      right += types.size() - wrong;
      perfect += wrong == 0 ? 1 : 0;
      exact += karyotypes.get(cell).iscn().equals(Iscn.of(counts, 0)) ? 1 : 0;
    }
    if (chromosomes == 0) {
      throw new IllegalArgumentException("karyotypes: must have a chromosome, found none");
    }
    return new KaryotypeEvaluation(
        karyotypes.size(),
        chromosomes,
        right / (double) chromosomes,
        perfect / (double) karyotypes.size(),
        exact / (double) karyotypes.size(),
        1 - kept / (double) chromosomes,
        kept == 0 ? 1 : keptRight / (double) kept,
        1
            - RiskCoverage.of(answers)
                .coverageAtPrecision(PRECISION)
                .map(RiskCoverage.Point::coverage)
                .orElse(0.0));
  }
}
