package io.karyo;

import io.karyo.internal.Matching;
import io.karyo.photo.Box;
import io.karyo.spi.TrainedAssigner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Learns {@link PartingRules} from photographs with boxes. A parting is chosen with the probability
 * that a conditional logit model (McFadden 1974) gives it, given that all other clusters are parted
 * correctly; the weights are those with which the fewest errors are expected.
 */
final class PartingFit {

  /** The least intersection over union of a piece and its box. */
  private static final double FITTING = 0.5;

  /** Doubling a weight, or making it almost 0, must save at least half as many errors as this. */
  private static final double PRIOR = 10;

  /** By which shares of itself a weight is changed, from the first, halved until the last. */
  private static final double FIRST_STEP = 0.2;

  private static final double LAST_STEP = 0.01;

  /** By which share of itself a weight is lowered at most. */
  private static final double MOST_LESS = 0.95;

  /**
   * One cluster.
   *
   * @param alone the evidence against each parting by itself
   * @param inCell the evidence against each parting in its cell; empty if the assigner does not
   *     price cells
   * @param errors of each parting the surplus pieces and missed boxes, less the number of boxes,
   *     which is the same for all
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Example(double[][] alone, double[][] inCell, int[] errors) {}

  private PartingFit() {}

  /**
   * Finds which partings of the clusters of a photograph fit its boxes best.
   *
   * @param boxes of all chromosomes of the photograph
   * @param margin how far boxes reach beyond chromosomes, px
   */
  static List<Example> examples(
      PartingCandidates candidates, TrainedAssigner assigner, List<Box> boxes, int margin) {
    int[] chosen = new int[candidates.clusters()];
    int[][] errors = new int[chosen.length][];
    for (int i = 0; i < chosen.length; i++) {
      errors[i] = new int[candidates.partings(i)];
      for (int j = 0; j < errors[i].length; j++) {
        List<Box> pieces =
            candidates.parting(i, j).chromosomes().stream()
                .map(region -> region.box().widened(margin))
                .toList();
        Matching fitting = Matching.of(boxes, pieces, Box::iou, FITTING).extend((a, b) -> true);
        errors[i][j] = pieces.size() - 2 * fitting.pairs();
        if (errors[i][j] < errors[i][chosen[i]]) {
          chosen[i] = j;
        }
      }
    }
    boolean priced = candidates.priceOfTypes(chosen, assigner).isPresent();
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < chosen.length; i++) {
      int right = chosen[i];
      double[][] alone = new double[errors[i].length][];
      double[][] inCell = new double[priced ? alone.length : 0][];
      for (int j = 0; j < alone.length; j++) {
        chosen[i] = j;
        alone[j] = candidates.evidenceAlone(i, j).toArray();
        if (priced) {
          double price = candidates.priceOfTypes(chosen, assigner).orElseThrow();
          inCell[j] = candidates.evidence(i, j).withTypes(price).toArray();
        }
      }
      chosen[i] = right;
      examples.add(new Example(alone, inCell, errors[i]));
    }
    return examples;
  }

  /** Finds the best rules, which are near those of before if there are few examples. */
  static PartingRules fit(List<Example> examples, PartingRules before) {
    return new PartingRules(
        fit(examples, Example::alone, before.alone()),
        fit(
            examples.stream().filter(example -> example.inCell().length > 0).toList(),
            Example::inCell,
            before.inCell()));
  }

  private static PartingWeights fit(
      List<Example> examples, Function<Example, double[][]> evidence, PartingWeights known) {
    double[] prior = known.toArray();
    double[] weights = prior.clone();
    ToDoubleFunction<double[]> risk = changed -> risk(examples, evidence, changed, prior);
    double least = risk.applyAsDouble(weights);
    for (double step = FIRST_STEP; step > LAST_STEP; step /= 2) {
      double before = Double.POSITIVE_INFINITY;
      while (least < before) {
        before = least;
        for (int k = 0; k < weights.length; k++) {
          least = improved(weights, k, step * prior[k], least, risk);
          least = improved(weights, k, -step * prior[k], least, risk);
        }
      }
    }
    return PartingWeights.of(weights);
  }

  /** Changes a weight if that lowers the risk, and returns the risk. */
  private static double improved(
      double[] weights, int k, double change, double least, ToDoubleFunction<double[]> risk) {
    double old = weights[k];
    weights[k] = old + change;
    double changed = risk.applyAsDouble(weights);
    if (changed < least) {
      return changed;
    }
    weights[k] = old;
    return least;
  }

  /** How many errors are expected, and how far the weights are from what was known before. */
  private static double risk(
      List<Example> examples,
      Function<Example, double[][]> evidence,
      double[] weights,
      double[] prior) {
    double risk = 0;
    for (int k = 0; k < weights.length; k++) {
      double off = weights[k] / prior[k] - 1;
      if (off < -MOST_LESS) {
        // Evidence against a parting never becomes evidence for it.
        return Double.POSITIVE_INFINITY;
      }
      risk += PRIOR * off * off / 2;
    }
    for (Example example : examples) {
      double[] odds = odds(evidence.apply(example), weights);
      double all = 0;
      double errors = 0;
      for (int j = 0; j < odds.length; j++) {
        all += odds[j];
        errors += odds[j] * example.errors()[j];
      }
      risk += errors / all;
    }
    return risk;
  }

  /** How probable each parting is, in proportion to the others. */
  private static double[] odds(double[][] evidence, double[] weights) {
    double[] odds = new double[evidence.length];
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < odds.length; j++) {
      odds[j] = PartingWeights.price(weights, evidence[j]);
      least = Math.min(least, odds[j]);
    }
    for (int j = 0; j < odds.length; j++) {
      odds[j] = Math.exp(least - odds[j]);
    }
    return odds;
  }
}
