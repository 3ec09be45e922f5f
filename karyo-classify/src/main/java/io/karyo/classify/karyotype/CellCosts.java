package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.Polarity;
import io.karyo.spi.CellEvidence.Chromosome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The cost of each designation of each chromosome of a cell: the negative logarithm of its
 * probability.
 *
 * <p>The first term is −log p(type | image), summed over both polarities. The second is the
 * dissimilarity to the likely homologues in the cell, weighted by their probability; this keeps the
 * sum over the cell linear, so that the best assignment can be found exactly. The less typical a
 * chromosome looks, the less a marker costs.
 */
final class CellCosts {

  /** The classes of an assignment: the 24 types and the marker. */
  static final int CLASSES = TypeMeans.TYPES + 1;

  static final int MARKER = TypeMeans.TYPES;

  /** Forbidden, but finite: a sum of them can still be compared. */
  static final double FORBIDDEN = 1e6;

  /** A type that was never trained; a chromosome is rather anything else. */
  private static final double NOT_TRAINED = 1e3;

  /** A label or an image can be wrong, whatever the classifier says. */
  private static final double WRONG_ANYWAY = 1e-4;

  /** As much homologue of nothing in particular keeps a doubtful one from counting fully. */
  private static final double NO_HOMOLOGUE_WEIGHT = 0.3;

  /** An untypical chromosome that fits a free place may be a marker, but not at any price. */
  private static final double MAX_MARKER_GAIN = 8;

  private final List<Chromosome> chromosomes;
  private final AssignerParameters parameters;
  private final ProfileTemplates templates;
  private final List<Ways> ways;
  private final double[] wayLogits;
  private final double priorLogit;
  private final double[][] probabilities;
  private final CellTypicality typicality;
  private final double[][] costs;

  CellCosts(
      List<Chromosome> chromosomes,
      AssignerParameters parameters,
      TypeMeans means,
      ProfileTemplates templates,
      Function<List<Classification>, CellTypicality> typicality) {
    this.chromosomes = chromosomes;
    this.parameters = parameters;
    this.templates = templates;
    int count = chromosomes.size();
    this.ways = chromosomes.stream().map(chromosome -> Ways.of(chromosome, means)).toList();
    this.wayLogits = new double[count];
    for (int i = 0; i < count; i++) {
      wayLogits[i] = wayLogit(i);
    }
    this.priorLogit = Polarity.prior(wayLogits);
    this.probabilities = new double[count][];
    this.typicality =
        typicality.apply(IntStream.range(0, count).mapToObj(this::moreProbable).toList());
    this.costs = new double[count][CLASSES];
    for (int i = 0; i < count; i++) {
      probabilities[i] = probabilities(i);
      for (int type = 0; type < TypeMeans.TYPES; type++) {
        costs[i][type] = cost(type, probabilities[i][type], means);
      }
      costs[i][MARKER] = marker(i);
    }
    addHomologues();
    pin();
  }

  private static double cost(int type, double probability, TypeMeans means) {
    return means.trained()[type]
        ? -Math.log((1 - WRONG_ANYWAY) * probability + WRONG_ANYWAY / TypeMeans.TYPES)
        : NOT_TRAINED;
  }

  /** The costs of a chromosome by its types alone, as if it looked typical. */
  static double[] ofTypes(
      TypeProbabilities probabilities, TypeMeans means, AssignerParameters parameters) {
    double[] costs = new double[CLASSES];
    for (int type = 0; type < TypeMeans.TYPES; type++) {
      costs[type] = cost(type, probabilities.of(ChromosomeType.ALL.get(type)), means);
    }
    costs[MARKER] = parameters.price() / 2 + parameters.markerPrice();
    return costs;
  }

  /** The less typical the chromosome, the less a marker costs, to a bound. */
  private double marker(int i) {
    double half = parameters.price() / 2;
    return Math.max(
        -half - MAX_MARKER_GAIN,
        half
            + parameters.markerPrice()
            + Math.log(Math.max(Double.MIN_NORMAL, typicality.values()[i])));
  }

  static double least(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  /** The evidence of how a chromosome lies; infinite if that is given. */
  private double wayLogit(int i) {
    Optional<Polarity> given = chromosomes.get(i).polarity();
    return given.isPresent()
        ? given.get() == Polarity.P_UP ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY
        : parameters.wayWeight() * wayFeature(i);
  }

  private double upright(int i, double logit) {
    Optional<Polarity> given = chromosomes.get(i).polarity();
    return given.isPresent()
        ? given.get() == Polarity.P_UP ? 1 : 0
        : LogisticRegression.sigmoid(logit);
  }

  private double[] probabilities(int i) {
    Chromosome chromosome = chromosomes.get(i);
    float[] asItLies = chromosome.asItLies().probabilities().toArray();
    float[] turned = chromosome.turned().probabilities().toArray();
    double upright = upright(i, wayLogits[i] + priorLogit);
    double[] both = new double[TypeMeans.TYPES];
    Arrays.setAll(both, type -> upright * asItLies[type] + (1 - upright) * turned[type]);
    return both;
  }

  private void addHomologues() {
    if (parameters.homologueShare() == 0) {
      return;
    }
    List<HomologueSimilarity.Look> looks = new ArrayList<>();
    for (int i = 0; i < chromosomes.size(); i++) {
      looks.add(HomologueSimilarity.Look.of(moreProbable(i).straightened()));
    }
    double[][] alike =
        new HomologueSimilarity(parameters.homologueWeights()).of(looks, templates.upright());
    double[][] weights = new double[chromosomes.size()][];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = pinnedOr(i, probabilities[i]);
    }
    for (int i = 0; i < weights.length; i++) {
      for (int type = 0; type < TypeMeans.TYPES; type++) {
        double sum = 0;
        double weight = NO_HOMOLOGUE_WEIGHT;
        for (int j = 0; j < weights.length; j++) {
          if (j != i) {
            sum += weights[j][type] * alike[i][j];
            weight += weights[j][type];
          }
        }
        costs[i][type] -= parameters.homologueShare() * sum / weight;
      }
    }
  }

  /** The chromosome the more probable way up. */
  private Classification moreProbable(int i) {
    boolean upright = upright(i, wayLogits[i] + priorLogit) >= 0.5;
    Chromosome chromosome = chromosomes.get(i);
    return upright ? chromosome.asItLies() : chromosome.turned();
  }

  private double[] pinnedOr(int i, double[] otherwise) {
    Optional<Designation> pinned = chromosomes.get(i).pinned();
    if (pinned.isEmpty()) {
      return otherwise;
    }
    double[] certain = new double[TypeMeans.TYPES];
    pinned.get().type().ifPresent(type -> certain[type.ordinal()] = 1);
    return certain;
  }

  private void pin() {
    for (int i = 0; i < costs.length; i++) {
      Optional<Designation> pinned = chromosomes.get(i).pinned();
      if (pinned.isPresent()) {
        Arrays.fill(costs[i], FORBIDDEN);
        costs[i][pinned.get().type().map(ChromosomeType::ordinal).orElse(MARKER)] = 0;
      }
    }
  }

  /** What each class costs each chromosome. */
  double[][] costs() {
    return costs;
  }

  /** How typical a chromosome looks in its cell, 0 to 1; 1 if that is not known. */
  double typicality(int i) {
    return typicality.values()[i];
  }

  /** Whether the cell as a whole looks like none that is known. */
  boolean unfamiliar() {
    return typicality.unfamiliar();
  }

  /** The evidence for the polarity of a chromosome of a known type. */
  double[] polarityFeatures(int i, int type) {
    return ways.get(i).features(type, templates);
  }

  /** The probability that a chromosome of a known type lies with its p arm up. */
  double upright(int i, int type) {
    return upright(
        i,
        priorLogit
            + LogisticRegression.product(parameters.polarityWeights(), polarityFeatures(i, type)));
  }

  /** The evidence for the polarity of a chromosome of unknown type. */
  double wayFeature(int i) {
    return ways.get(i).feature();
  }
}
