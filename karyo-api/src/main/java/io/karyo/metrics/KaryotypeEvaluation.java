package io.karyo.metrics;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Placement;
import io.karyo.iscn.Iscn;
import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Compares karyotypes of whole cells with the truth.
 *
 * @param cells the number of cells
 * @param chromosomes the number of their chromosomes
 * @param assignedAccuracy the share of chromosomes with the correct designation
 * @param perfectCells the share of cells without a wrong designation
 * @param exactKaryotypes the share of cells with correct chromosome numbers
 * @param calibrationError the mean difference between the probability of a designation and the
 *     share of correct ones, over 15 bins of equal width (Guo and others, ICML 2017)
 * @param reviewShare the share of chromosomes that are marked for review
 * @param accuracyOfKept the share of correct designations among those not marked; 1 if all are
 *     marked
 * @param cellReviewShare the share of cells that a person should check: {@link
 *     Karyotype#needsReview()}
 * @param exactOfKept the share of cells with correct numbers among the other cells; 1 if there is
 *     none
 * @param perfectOfKept the share of cells without a wrong designation among the other cells; 1 if
 *     there is none
 * @param reviewNeeded the least share of chromosomes that would have to be marked, in the order of
 *     rising margin, so that 99.9 % of the others are correct: the result of a perfect threshold,
 *     known only in hindsight
 */
public record KaryotypeEvaluation(
    int cells,
    int chromosomes,
    double assignedAccuracy,
    double perfectCells,
    double exactKaryotypes,
    double calibrationError,
    double reviewShare,
    double accuracyOfKept,
    double cellReviewShare,
    double exactOfKept,
    double perfectOfKept,
    double reviewNeeded) {

  private static final double PRECISION = 0.999;
  private static final int BINS = 15;

  /**
   * Compares karyotypes with the truth.
   *
   * @param karyotypes the karyotypes of at least one cell, with at least one chromosome in total
   *     and none removed
   * @param truth the true type of each chromosome of each cell
   * @return the figures
   * @throws IllegalArgumentException if the numbers of cells or chromosomes differ, or there is
   *     none
   */
  public static KaryotypeEvaluation of(
      List<Karyotype> karyotypes, List<List<ChromosomeType>> truth) {
    Require.that(
        karyotypes.size() == truth.size(),
        "truth",
        "of " + karyotypes.size() + " cells",
        truth.size());
    List<Compared> cells = new ArrayList<>();
    for (int cell = 0; cell < karyotypes.size(); cell++) {
      cells.add(new Compared(karyotypes.get(cell), truth.get(cell)));
    }
    int chromosomes = cells.stream().mapToInt(cell -> cell.types().size()).sum();
    if (chromosomes == 0) {
      throw new IllegalArgumentException("karyotypes: must have a chromosome, found none");
    }
    int right = 0;
    int kept = 0;
    int keptRight = 0;
    List<RiskCoverage.Told> answers = new ArrayList<>();
    for (Compared cell : cells) {
      for (int i = 0; i < cell.types().size(); i++) {
        Placement placement = cell.karyotype().placements().get(i);
        boolean good = cell.isRight(i);
        right += good ? 1 : 0;
        kept += placement.review() ? 0 : 1;
        keptRight += good && !placement.review() ? 1 : 0;
        answers.add(new RiskCoverage.Told(placement.margin(), good));
      }
    }
    List<Compared> keptCells =
        cells.stream().filter(cell -> !cell.karyotype().needsReview()).toList();
    return new KaryotypeEvaluation(
        cells.size(),
        chromosomes,
        right / (double) chromosomes,
        share(cells, Compared::isPerfect),
        share(cells, Compared::isExact),
        calibrationError(cells) / chromosomes,
        1 - kept / (double) chromosomes,
        kept == 0 ? 1 : keptRight / (double) kept,
        1 - keptCells.size() / (double) cells.size(),
        share(keptCells, Compared::isExact),
        share(keptCells, Compared::isPerfect),
        1
            - RiskCoverage.of(answers)
                .coverageAtPrecision(PRECISION)
                .map(RiskCoverage.Point::coverage)
                .orElse(0.0));
  }

  /**
   * The calibration error: the sum over bins of the difference between probabilities and correct
   * designations.
   */
  private static double calibrationError(List<Compared> cells) {
    double[] excess = new double[BINS];
    for (Compared cell : cells) {
      for (int i = 0; i < cell.types().size(); i++) {
        double probability = cell.karyotype().placements().get(i).probability();
        int bin = Math.max(0, (int) Math.ceil(probability * BINS) - 1);
        excess[bin] += probability - (cell.isRight(i) ? 1 : 0);
      }
    }
    return Arrays.stream(excess).map(Math::abs).sum();
  }

  private static double share(List<Compared> cells, Predicate<Compared> wanted) {
    return cells.isEmpty() ? 1 : cells.stream().filter(wanted).count() / (double) cells.size();
  }

  /** A karyotype and the true types. */
  private record Compared(Karyotype karyotype, List<ChromosomeType> types) {

    Compared {
      if (karyotype.placements().size() != types.size()) {
        throw new IllegalArgumentException(
            "truth: must have "
                + karyotype.placements().size()
                + " types in cell '"
                + karyotype.cell()
                + "', found "
                + types.size());
      }
    }

    boolean isRight(int chromosome) {
      return karyotype
          .placements()
          .get(chromosome)
          .designation()
          .type()
          .equals(Optional.of(types.get(chromosome)));
    }

    boolean isPerfect() {
      return IntStream.range(0, types.size()).allMatch(this::isRight);
    }

    boolean isExact() {
      int[] counts = new int[ChromosomeType.ALL.size()];
      types.forEach(type -> counts[type.ordinal()]++);
      return karyotype.iscn().equals(Iscn.of(counts, 0));
    }
  }
}
