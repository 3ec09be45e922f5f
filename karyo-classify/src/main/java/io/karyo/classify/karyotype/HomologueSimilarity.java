package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.spi.AssignerTraining.Example;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The similarity of two chromosomes of a cell: the log likelihood ratio of homologues against two
 * easily confused types.
 *
 * <p>Homologues of a cell are condensed and stained alike. Length, area and band profile keep this
 * information, while an embedding is trained to discard everything except the type.
 *
 * @param weights of 1, the correlation of the profiles, and the differences of length and area
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record HomologueSimilarity(double[] weights) {

  static final int FEATURES = 4;

  /** The bound of the absolute value. */
  private static final double MAX_SIMILARITY = 6;

  private static final double MAX_LENGTH_DIFFERENCE = 0.5;
  private static final double MAX_AREA_DIFFERENCE = 0.6;

  /** How many of the nearest other types each type is compared with. */
  private static final int CONFUSABLE = 4;

  /** A similarity of 0 for all pairs. */
  static final HomologueSimilarity NONE = new HomologueSimilarity(new double[FEATURES]);

  /**
   * The compared properties of a chromosome.
   *
   * @param profile its band profile
   * @param logLength the logarithm of its length
   * @param logArea the logarithm of its area
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Look(double[] profile, double logLength, double logArea) {
    static Look of(Straightened chromosome) {
      return new Look(
          Profiles.of(chromosome), Math.log(chromosome.length()), Math.log(chromosome.area()));
    }
  }

  /**
   * Learns from pairs of chromosomes in one cell.
   *
   * @param means the means of the types' embeddings, which show the types that are easily confused
   * @param upright whether the profiles all begin with the p arm
   * @return empty if no cell has such pairs
   */
  static Optional<HomologueSimilarity> fit(
      List<Example> examples, TypeMeans means, boolean upright) {
    Map<String, List<Example>> cells = new LinkedHashMap<>();
    for (Example example : examples) {
      example
          .cell()
          .ifPresent(cell -> cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(example));
    }
    boolean[][] confusable = means.nearest(CONFUSABLE);
    List<double[]> alike = new ArrayList<>();
    List<double[]> other = new ArrayList<>();
    for (List<Example> cell : cells.values()) {
      List<Look> looks = cell.stream().map(e -> Look.of(e.chromosome().straightened())).toList();
      for (int i = 0; i < looks.size(); i++) {
        ChromosomeType type = cell.get(i).type();
        for (int j = 0; j < i; j++) {
          ChromosomeType with = cell.get(j).type();
          if (type == with) {
            alike.add(features(looks.get(i), looks.get(j), upright));
          } else if (confusable[type.ordinal()][with.ordinal()]
              || confusable[with.ordinal()][type.ordinal()]) {
            other.add(features(looks.get(i), looks.get(j), upright));
          }
        }
      }
    }
    if (alike.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    double weight = other.size() / (double) alike.size();
    List<LogisticRegression.Observation> observations = new ArrayList<>();
    alike.forEach(x -> observations.add(new LogisticRegression.Observation(x, true, weight)));
    other.forEach(x -> observations.add(new LogisticRegression.Observation(x, false, 1)));
    return Optional.of(new HomologueSimilarity(LogisticRegression.fit(observations, FEATURES)));
  }

  private static double[] features(Look a, Look b, boolean upright) {
    double correlation = Profiles.correlation(a.profile(), b.profile());
    if (!upright) {
      correlation =
          Math.max(correlation, Profiles.correlation(a.profile(), Profiles.turned(b.profile())));
    }
    return new double[] {
      1,
      correlation,
      Math.min(MAX_LENGTH_DIFFERENCE, Math.abs(a.logLength() - b.logLength())),
      Math.min(MAX_AREA_DIFFERENCE, Math.abs(a.logArea() - b.logArea()))
    };
  }

  /** The logarithm of the ratio for all pairs of some chromosomes; 0 for one with itself. */
  double[][] of(List<Look> looks, boolean upright) {
    double[][] similarities = new double[looks.size()][looks.size()];
    for (int i = 0; i < similarities.length; i++) {
      for (int j = 0; j < i; j++) {
        double ratio =
            LogisticRegression.product(weights, features(looks.get(i), looks.get(j), upright));
        similarities[i][j] = Math.max(-MAX_SIMILARITY, Math.min(MAX_SIMILARITY, ratio));
        similarities[j][i] = similarities[i][j];
      }
    }
    return similarities;
  }
}
