package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often labels are wrong, and how far the evidence can be trusted, both learned from the data
 * set itself.
 *
 * <p><b>Method:</b> confident learning (Northcutt, Jiang and Chuang, Journal of Artificial
 * Intelligence Research 70, 2021) for pairs within a cell. If the labels of two chromosomes of
 * different types are right, the evidence for an exchange is about as strong as that against it
 * would be if they were exchanged. So of all pairs with evidence of a strength m, in nats, a share
 * σ(b m) has the evidence for the truth, and a rate r of the pairs is recorded the wrong way round:
 * the evidence contradicts the labels of (1 − r) (1 − σ(b m)) + r σ(b m) of them. The slope b and
 * the rates are those that make the contradictions most likely. Each pair of types has a rate of
 * its own, which stays near the rate of all pairs where cells are few. The probability that two
 * labels are exchanged is then σ(b s + ln(r / (1 − r))) for the evidence s.
 *
 * <p>The rate of single wrong labels is estimated likewise, with the slope of the pairs.
 */
final class ErrorRates {

  private static final int TYPES = ChromosomeType.ALL.size();

  /** Evidence against an exchange of more nats than this decides, whatever the slope. */
  private static final double CERTAIN = 30;

  /** The rate of errors in a data set of which nothing is known yet. */
  private static final double USUAL_RATE = 1e-4;

  /** For how many pairs, or types of single chromosomes, the usual rate counts. */
  private static final double USUAL_WEIGHT = 1e4;

  /** For how many pairs of two types the rate of all pairs counts. */
  private static final double COMMON_WEIGHT = 500;

  private static final double LEAST_SLOPE = 0.05;
  private static final double GREATEST_SLOPE = 1.5;
  private static final int SLOPES = 40;
  private static final int ROUNDS = 15;

  private final double slope;
  private final double common;
  private final double[] ofPairs;
  private final double single;

  private ErrorRates(double slope, double common, double[] ofPairs, double single) {
    this.slope = slope;
    this.common = common;
    this.ofPairs = ofPairs;
    this.single = single;
  }

  /** Collects the evidence of a data set. */
  static final class Counting {
    private final List<double[]> pairs = new ArrayList<>();
    private final long[] pairCounts = new long[TYPES * TYPES];
    private final List<Double> singles = new ArrayList<>();
    private long singleCount;

    /** Takes the chromosomes of a cell. */
    void addCell(double[][] logs, int[] recorded) {
      for (int i = 0; i < recorded.length; i++) {
        for (int j = i + 1; j < recorded.length; j++) {
          if (recorded[i] != recorded[j]) {
            int pair = pair(recorded[i], recorded[j]);
            pairCounts[pair]++;
            double evidence = evidence(logs, recorded, i, j);
            if (evidence > -CERTAIN) {
              pairs.add(new double[] {pair, evidence});
            }
          }
        }
      }
    }

    /** Takes the evidence that a chromosome has some other type, in nats. */
    void addSingle(double evidence) {
      singleCount++;
      if (evidence > -CERTAIN) {
        singles.add(evidence);
      }
    }

    private static double evidence(double[][] logs, int[] recorded, int i, int j) {
      return logs[i][recorded[j]]
          + logs[j][recorded[i]]
          - logs[i][recorded[i]]
          - logs[j][recorded[j]];
    }

    ErrorRates rates() {
      double bestLikelihood = Double.NEGATIVE_INFINITY;
      ErrorRates best = null;
      for (int i = 0; i < SLOPES || best == null; i++) {
        double slope =
            LEAST_SLOPE * Math.pow(GREATEST_SLOPE / LEAST_SLOPE, i / (double) (SLOPES - 1));
        ErrorRates rates = rates(slope);
        double likelihood = likelihood(rates);
        if (best == null || likelihood > bestLikelihood) {
          bestLikelihood = likelihood;
          best = rates;
        }
      }
      return best;
    }

    private ErrorRates rates(double slope) {
      double common = USUAL_RATE;
      double[] ofPairs = new double[TYPES * TYPES];
      Arrays.fill(ofPairs, common);
      long all = Arrays.stream(pairCounts).sum();
      for (int round = 0; round < ROUNDS; round++) {
        double[] wrong = new double[TYPES * TYPES];
        for (double[] pair : pairs) {
          wrong[(int) pair[0]] += probability(slope, pair[1], ofPairs[(int) pair[0]]);
        }
        common = rate(Arrays.stream(wrong).sum(), all, USUAL_RATE, USUAL_WEIGHT);
        for (int pair = 0; pair < wrong.length; pair++) {
          ofPairs[pair] = rate(wrong[pair], pairCounts[pair], common, COMMON_WEIGHT);
        }
      }
      double single = USUAL_RATE;
      for (int round = 0; round < ROUNDS; round++) {
        double rate = single;
        double wrong = singles.stream().mapToDouble(s -> probability(slope, s, rate)).sum();
        single = rate(wrong, singleCount, USUAL_RATE, USUAL_WEIGHT);
      }
      return new ErrorRates(slope, common, ofPairs, single);
    }

    private static double rate(double wrong, long count, double before, double weight) {
      return (wrong + before * weight) / (count + weight);
    }

    private double likelihood(ErrorRates rates) {
      double sum = 0;
      for (double[] pair : pairs) {
        double rate = rates.ofPairs[(int) pair[0]];
        double right = sigmoid(rates.slope * Math.abs(pair[1]));
        double contradicts = (1 - rate) * (1 - right) + rate * right;
        sum += Math.log(pair[1] > 0 ? contradicts : 1 - contradicts);
      }
      return sum;
    }
  }

  private static int pair(int one, int other) {
    return Math.min(one, other) * TYPES + Math.max(one, other);
  }

  /** Returns the probability that the labels of a group of chromosomes are wrong. */
  double probability(FindingKind kind, int[] recorded, double evidence) {
    double rate = common;
    if (kind == FindingKind.WRONG) {
      rate = single;
    } else if (recorded.length == 2) {
      rate = ofPairs[pair(recorded[0], recorded[1])];
    }
    return probability(slope, evidence, rate);
  }

  private static double probability(double slope, double evidence, double rate) {
    return sigmoid(slope * evidence + Math.log(rate / (1 - rate)));
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  double slope() {
    return slope;
  }

  @Override
  public String toString() {
    return "ErrorRates[slope " + slope + ", pairs " + common + ", single " + single + "]";
  }
}
