package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.spi.CellEvidence.Chromosome;

/**
 * The two possible polarities of a chromosome.
 *
 * @param distances the distances to the means of the types, see {@link TypeMeans#distances}
 * @param turnedDistances the same for the chromosome turned by 180 degrees
 * @param asItLies the straightened chromosome, not turned
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Ways(double[] distances, double[] turnedDistances, Straightened asItLies) {

  /** Nearer than that are the means themselves. */
  private static final double DISTANCE_OFFSET = 0.01;

  static Ways of(Chromosome chromosome, TypeMeans means) {
    return new Ways(
        means.distances(chromosome.asItLies().embedding()),
        means.distances(chromosome.turned().embedding()),
        chromosome.asItLies().straightened());
  }

  /**
   * The evidence for the polarity of a chromosome of unknown type: the logarithm of the ratio of
   * the distances to the nearest mean. A difference of distances would be too sure of those that
   * are far from any.
   */
  double feature() {
    return Math.log(CellCosts.least(turnedDistances) + DISTANCE_OFFSET)
        - Math.log(CellCosts.least(distances) + DISTANCE_OFFSET);
  }

  /** The log odds that a chromosome of a known type has its p arm up. */
  double evidence(ChromosomeType type, AssignerParameters parameters, ProfileTemplates templates) {
    return LogisticRegression.product(
        parameters.polarityWeights(), features(type.ordinal(), templates));
  }

  /** The evidence for the polarity of a chromosome of a known type, or of a marker. */
  double[] features(int type, ProfileTemplates templates) {
    return new double[] {
      type == CellCosts.MARKER || Double.isInfinite(distances[type])
          ? CellCosts.least(turnedDistances) - CellCosts.least(distances)
          : turnedDistances[type] - distances[type],
      type == CellCosts.MARKER
          ? 0
          : templates.fit(Profiles.of(asItLies), ChromosomeType.ALL.get(type))
    };
  }
}
