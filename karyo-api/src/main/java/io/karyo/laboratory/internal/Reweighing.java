package io.karyo.laboratory.internal;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.spi.CellEvidence;
import java.util.Arrays;
import java.util.List;

/** Changes the probabilities of what chromosomes may be. What is impossible remains so. */
public final class Reweighing {

  /** Nothing that is possible is less probable to begin with, however sure a classifier is. */
  private static final double LEAST_PROBABILITY = 1e-9;

  private Reweighing() {}

  /**
   * Makes chromosomes less sure.
   *
   * @param cell the chromosomes
   * @param temperature by what the logarithms of probabilities are divided
   * @return the chromosomes with other probabilities
   */
  public static List<CellEvidence.Chromosome> tempered(
      List<CellEvidence.Chromosome> cell, double temperature) {
    double[] nothing = new double[ChromosomeType.ALL.size()];
    return cell.stream().map(one -> of(one, temperature, nothing)).toList();
  }

  /**
   * Adds evidence to a chromosome.
   *
   * @param logs the logarithm of the likelihood of each type
   */
  static CellEvidence.Chromosome with(CellEvidence.Chromosome one, double[] logs) {
    return of(one, 1, logs);
  }

  private static CellEvidence.Chromosome of(
      CellEvidence.Chromosome one, double temperature, double[] logs) {
    return new CellEvidence.Chromosome(
        one.number(),
        of(one.asItLies(), temperature, logs),
        of(one.turned(), temperature, logs),
        one.pinned(),
        one.polarity());
  }

  private static Classification of(Classification one, double temperature, double[] logs) {
    float[] values = one.probabilities().toArray();
    double[] sums = new double[values.length];
    Arrays.setAll(
        sums,
        k ->
            values[k] == 0
                ? Double.NEGATIVE_INFINITY
                : Math.log(Math.max(LEAST_PROBABILITY, values[k])) / temperature + logs[k]);
    double most = Arrays.stream(sums).max().orElseThrow();
    double total = Arrays.stream(sums).map(sum -> Math.exp(sum - most)).sum();
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) (Math.exp(sums[k] - most) / total);
    }
    return new Classification(
        new TypeProbabilities(values),
        one.embedding(),
        one.straightened(),
        one.typicality(),
        one.polarity(),
        one.polarityProbability());
  }
}
