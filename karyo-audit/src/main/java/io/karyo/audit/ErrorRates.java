package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

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

  /** Evidence is counted in steps of so many nats. */
  private static final double STEP = 0.1;

  /** Stronger evidence, in nats, is counted as of this strength. */
  private static final double STRONGEST = 60;

  /** The rate of errors in a data set of which nothing is known yet. */
  private static final double USUAL_RATE = 1e-4;

  /** For how many pairs, or types of single chromosomes, the usual rate counts. */
  private static final double USUAL_WEIGHT = 1e4;

  /** For how many pairs of two types the rate of all pairs counts. */
  private static final double COMMON_WEIGHT = 500;

  private static final double LEAST_SLOPE = 0.05;
  private static final double GREATEST_SLOPE = 3;
  private static final int SLOPES = 20;

  /** Slopes that differ by a smaller factor are the same. */
  private static final double PRECISE = 1.01;

  private static final int ROUNDS = 10;

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

  /** How often evidence of a strength occurs. */
  private static final class Counts {
    private final Map<Long, Integer> bySteps = new TreeMap<>();
    private long all;

    void add(double evidence) {
      double strength = Math.max(-STRONGEST, Math.min(STRONGEST, evidence));
      bySteps.merge(Math.round(strength / STEP), 1, Integer::sum);
      all++;
    }

    /** Sums up a function of the evidence. */
    double sum(DoubleUnaryOperator function) {
      double sum = 0;
      for (Map.Entry<Long, Integer> entry : bySteps.entrySet()) {
        sum += entry.getValue() * function.applyAsDouble(entry.getKey() * STEP);
      }
      return sum;
    }
  }

  /** Collects the evidence of a data set. */
  static final class Counting {
    private final Map<Integer, Counts> pairs = new TreeMap<>();
    private final Counts singles = new Counts();

    /** Takes the chromosomes of a cell. */
    void addCell(double[][] logs, int[] recorded) {
      for (int i = 0; i < recorded.length; i++) {
        for (int j = i + 1; j < recorded.length; j++) {
          if (recorded[i] != recorded[j]) {
            pairs
                .computeIfAbsent(pair(recorded[i], recorded[j]), absent -> new Counts())
                .add(evidence(logs, recorded, i, j));
          }
        }
      }
    }

    /** Takes the evidence that a chromosome has some other type, in nats. */
    void addSingle(double evidence) {
      singles.add(evidence);
    }

    private static double evidence(double[][] logs, int[] recorded, int i, int j) {
      return logs[i][recorded[j]]
          + logs[j][recorded[i]]
          - logs[i][recorded[i]]
          - logs[j][recorded[j]];
    }

    /** Learns the rates and the slope: first the magnitude of the slope, then its value. */
    ErrorRates rates() {
      ErrorRates best = rates(1);
      double step = Math.pow(GREATEST_SLOPE / LEAST_SLOPE, 1.0 / SLOPES);
      for (double slope = LEAST_SLOPE; slope < GREATEST_SLOPE; slope *= step) {
        best = better(best, slope);
      }
      for (double finer = Math.sqrt(step); finer > PRECISE; finer = Math.sqrt(finer)) {
        double middle = best.slope;
        best = better(better(best, middle * finer), middle / finer);
      }
      return best;
    }

    private ErrorRates better(ErrorRates before, double slope) {
      ErrorRates rates = rates(slope);
      return likelihood(rates) > likelihood(before) ? rates : before;
    }

    private ErrorRates rates(double slope) {
      double common = USUAL_RATE;
      double[] ofPairs = new double[TYPES * TYPES];
      Arrays.fill(ofPairs, common);
      long all = pairs.values().stream().mapToLong(counts -> counts.all).sum();
      for (int round = 0; round < ROUNDS; round++) {
        double[] wrong = new double[TYPES * TYPES];
        for (Map.Entry<Integer, Counts> entry : pairs.entrySet()) {
          wrong[entry.getKey()] = wrong(entry.getValue(), slope, ofPairs[entry.getKey()]);
        }
        common = rate(Arrays.stream(wrong).sum(), all, USUAL_RATE, USUAL_WEIGHT);
        for (int pair = 0; pair < wrong.length; pair++) {
          Counts counts = pairs.get(pair);
          ofPairs[pair] = rate(wrong[pair], counts == null ? 0 : counts.all, common, COMMON_WEIGHT);
        }
      }
      double single = USUAL_RATE;
      for (int round = 0; round < ROUNDS; round++) {
        single = rate(wrong(singles, slope, single), singles.all, USUAL_RATE, USUAL_WEIGHT);
      }
      return new ErrorRates(slope, common, ofPairs, single);
    }

    /** How many are probably wrong. */
    private static double wrong(Counts counts, double slope, double rate) {
      return counts.sum(evidence -> probability(slope, evidence, rate));
    }

    private static double rate(double wrong, long count, double before, double weight) {
      return (wrong + before * weight) / (count + weight);
    }

    /** Where no pair is known, single chromosomes show how far the evidence can be trusted. */
    private double likelihood(ErrorRates rates) {
      if (pairs.isEmpty()) {
        return likelihood(singles, rates.slope, rates.single);
      }
      double sum = 0;
      for (Map.Entry<Integer, Counts> entry : pairs.entrySet()) {
        sum += likelihood(entry.getValue(), rates.slope, rates.ofPairs[entry.getKey()]);
      }
      return sum;
    }

    private static double likelihood(Counts counts, double slope, double rate) {
      return counts.sum(
          evidence -> {
            double right = sigmoid(slope * Math.abs(evidence));
            double contradicts = (1 - rate) * (1 - right) + rate * right;
            return Math.log(evidence > 0 ? contradicts : 1 - contradicts);
          });
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

  @Override
  public String toString() {
    return "ErrorRates[slope " + slope + ", pairs " + common + ", single " + single + "]";
  }
}
