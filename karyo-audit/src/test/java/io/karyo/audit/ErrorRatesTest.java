package io.karyo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErrorRatesTest {

  private static final int TYPES = ChromosomeType.ALL.size();

  /**
   * Cells of a 4 and a 5, some exchanged. The evidence of each is normal with a mean that makes it
   * a true logarithm of a ratio of likelihoods, and is then multiplied.
   */
  private static ErrorRates rates(int cells, double wrong, double factor, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ErrorRates.Counting counting = new ErrorRates.Counting();
    for (int cell = 0; cell < cells; cell++) {
      boolean exchanged = random.nextDouble() < wrong;
      double[][] logs = new double[2][TYPES];
      for (int i = 0; i < 2; i++) {
        double evidence = factor * (3 + Math.sqrt(6) * gaussian(random));
        logs[i][exchanged == (i == 0) ? 4 : 3] = evidence;
      }
      counting.addCell(logs, new int[] {3, 4});
    }
    return counting.rates();
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static double probability(ErrorRates rates, double evidence) {
    return rates.probability(FindingKind.EXCHANGED, new int[] {3, 4}, evidence);
  }

  @Test
  void theSlopeUndoesEvidenceThatIsTooStrongOrTooWeak() {
    double rate = 0.05;
    for (double factor : new double[] {0.5, 1, 4}) {
      ErrorRates rates = rates(100_000, rate, factor, 1);
      // By Bayes: the odds of the rate times the ratio of likelihoods.
      for (double nats : new double[] {0, 2, 4, 6}) {
        double odds = rate / (1 - rate) * Math.exp(nats);
        assertThat(probability(rates, factor * nats))
            .isBetween(odds / (1 + odds) - 0.05, odds / (1 + odds) + 0.05);
      }
    }
  }

  @Test
  void rareErrorsNeedStrongEvidence() {
    double often = probability(rates(20_000, 0.1, 1, 2), 3);
    double rarely = probability(rates(20_000, 0.002, 1, 2), 3);
    double never = probability(rates(20_000, 0, 1, 2), 3);
    assertThat(often).isGreaterThan(0.5);
    assertThat(rarely).isLessThan(0.1);
    assertThat(never).isLessThan(rarely);
  }

  @Test
  void withoutDataTheUsualRateHolds() {
    ErrorRates rates = new ErrorRates.Counting().rates();
    for (FindingKind kind : Arrays.asList(FindingKind.EXCHANGED, FindingKind.WRONG)) {
      int[] recorded = kind == FindingKind.WRONG ? new int[] {3} : new int[] {3, 4};
      assertThat(rates.probability(kind, recorded, 2)).isLessThan(0.01);
      assertThat(rates.probability(kind, recorded, 20)).isGreaterThan(0.99);
    }
  }
}
