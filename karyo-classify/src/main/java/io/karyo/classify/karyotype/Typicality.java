package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Straightened;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.AssignerTraining.Example;
import io.karyo.spi.AssignerTraining.KnownCell;
import io.karyo.training.KnownDistances;
import io.karyo.training.PictureStatistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The typicality of a chromosome for a plausible type: the share of known chromosomes whose squared
 * Mahalanobis distance from the mean of their type, under one covariance for all types, is at least
 * as great ("typicality probability", McLachlan 1992, section 6.4; with the shared covariance of
 * Lee and others 2018).
 *
 * @param means of {@link #FEATURES} features, one row a type
 * @param precision the inverse of the covariance
 * @param distances of known chromosomes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Typicality(double[][] means, double[][] precision, KnownDistances distances) {

  static final int FEATURES = 11;

  /** The least number of known chromosomes; fewer determine the rarest tenth poorly. */
  private static final int MIN_CHROMOSOMES = 50;

  private static final double MIN_DISTANCE = 1e-3;
  private static final double MIN_DOUBT = 1e-4;
  private static final double STEP_OFFSET = 1e-6;
  private static final double MAX_CORRELATION = 0.999;

  /** A chromosome that could as well be of another type is none that fits no type. */
  private static final double PROBABLE = 0.01;

  /** The features that come from the picture alone: those that move with the laboratory. */
  private static final int FIRST_OF_PICTURE = 3;

  /**
   * Learns typical pictures of each type from all known chromosomes, and typical outputs of encoder
   * and classifier from those on which they were not trained. The distances of new chromosomes are
   * found by leaving out one patient after the other, because most of the variance is between
   * patients.
   *
   * @return empty if there are too few chromosomes
   */
  static Optional<Typicality> of(
      AssignerTraining training, TypeMeans means, ProfileTemplates templates) {
    TypicalityFit.Known unlearned = new TypicalityFit.Known();
    for (int cell = 0; cell < training.validation().size(); cell++) {
      KnownCell known = training.validation().get(cell);
      String patient = known.patient().orElse("cell " + cell);
      for (int i = 0; i < known.types().size(); i++) {
        Classification chromosome = known.chromosomes().get(i).asItLies();
        ChromosomeType type = known.types().get(i);
        if (means.trained()[type.ordinal()]) {
          unlearned.add(
              candidates(chromosome, List.of(type), means, templates).get(0),
              candidates(chromosome, probable(chromosome), means, templates),
              patient);
        }
      }
    }
    if (unlearned.size() < MIN_CHROMOSOMES) {
      return Optional.empty();
    }
    TypicalityFit.Known learned = new TypicalityFit.Known();
    for (Example example : training.training()) {
      String patient =
          example.patient().or(example::cell).orElseGet(() -> "image " + learned.size());
      TypicalityFit.Candidate known =
          candidates(example.chromosome(), List.of(example.type()), means, templates).get(0);
      learned.add(known, List.of(known), patient);
    }
    TypicalityFit all = TypicalityFit.of(unlearned, learned, TypicalityFit.NO_PATIENT);
    return Optional.of(
        new Typicality(
                all.means(),
                all.precision(),
                KnownDistances.of(TypicalityFit.distancesOfOthers(unlearned, learned)))
            .asSaved());
  }

  /** The types that a chromosome could be of. */
  private static List<ChromosomeType> probable(Classification chromosome) {
    return ChromosomeType.ALL.stream()
        .filter(
            type -> type == chromosome.type() || chromosome.probabilities().of(type) >= PROBABLE)
        .toList();
  }

  /** A chromosome, taken for one of each type. */
  private static List<TypicalityFit.Candidate> candidates(
      Classification chromosome,
      List<ChromosomeType> types,
      TypeMeans means,
      ProfileTemplates templates) {
    Straightened image = chromosome.straightened();
    double[] picture = ofPicture(image);
    double[] profile = Profiles.of(image);
    double[] toMeans = means.distances(chromosome.embedding());
    List<TypicalityFit.Candidate> candidates = new ArrayList<>(types.size());
    for (ChromosomeType type : types) {
      double[] row = picture.clone();
      addType(
          row,
          toMeans[type.ordinal()],
          chromosome.probabilities().of(type),
          templates.correlation(profile, type));
      candidates.add(new TypicalityFit.Candidate(row, type.ordinal()));
    }
    return candidates;
  }

  /** The features that depend on the type. */
  private static void addType(
      double[] features, double distance, float probability, double correlation) {
    double bounded = Math.max(-MAX_CORRELATION, Math.min(MAX_CORRELATION, correlation));
    features[0] = Math.log(distance + MIN_DISTANCE);
    features[1] = Math.log(1 - probability + MIN_DOUBT);
    features[2] = Math.log((1 + bounded) / (1 - bounded)) / 2;
  }

  /** The features that do not, behind room for those that do. */
  private static double[] ofPicture(Straightened image) {
    PictureStatistics statistics = PictureStatistics.of(image);
    return new double[] {
      0,
      0,
      0,
      image.quality(),
      Math.log(Math.max(1, image.area())),
      Math.log(image.length()),
      Math.log(statistics.widest()),
      image.meanStain(),
      statistics.contrast(),
      Math.log(statistics.along() + STEP_OFFSET),
      Math.log(statistics.across() + STEP_OFFSET)
    };
  }

  static double distance(double[] residual, double[][] precision) {
    double distance = 0;
    for (int k = 0; k < residual.length; k++) {
      distance += residual[k] * LogisticRegression.product(precision[k], residual);
    }
    return distance;
  }

  /** {@return the typicality of a chromosome for the probable type that fits best, 0 to 1} */
  double of(Classification chromosome, TypeMeans means, ProfileTemplates templates) {
    return distances.share(distance(chromosome, means, templates));
  }

  /** Returns how far a chromosome is from the nearest of its probable types. */
  double distance(Classification chromosome, TypeMeans means, ProfileTemplates templates) {
    double least = Double.POSITIVE_INFINITY;
    for (TypicalityFit.Candidate candidate :
        candidates(chromosome, probable(chromosome), means, templates)) {
      least = Math.min(least, distance(candidate.from(this.means), precision));
    }
    return least;
  }

  /** Moves to how the pictures of another laboratory look. */
  Typicality movedTo(List<Example> examples) {
    double[] shift = new double[FEATURES];
    for (Example example : examples) {
      double[] row = ofPicture(example.chromosome().straightened());
      for (int k = FIRST_OF_PICTURE; k < FEATURES; k++) {
        shift[k] += (row[k] - this.means[example.type().ordinal()][k]) / examples.size();
      }
    }
    double[][] moved = new double[this.means.length][FEATURES];
    for (int type = 0; type < moved.length; type++) {
      for (int k = 0; k < FEATURES; k++) {
        moved[type][k] = this.means[type][k] + shift[k];
      }
    }
    return new Typicality(moved, precision, distances).asSaved();
  }

  /** With the precision of a model file, so that a loaded one gives the same answers. */
  private Typicality asSaved() {
    return of(toArray());
  }

  /** All numbers: means, precision, distances. */
  float[] toArray() {
    double[] rising = distances.toArray();
    float[] array = new float[(means.length + FEATURES) * FEATURES + rising.length];
    int at = 0;
    for (double[][] rows : new double[][][] {means, precision, {rising}}) {
      for (double[] row : rows) {
        for (double value : row) {
          array[at++] = (float) value;
        }
      }
    }
    return array;
  }

  static Typicality of(float[] array) {
    int fixed = (TypeMeans.TYPES + FEATURES) * FEATURES;
    if (array.length <= fixed) {
      throw new ModelFormatException(
          "typicality: must have more than " + fixed + " numbers, found " + array.length);
    }
    double[][] rows = new double[TypeMeans.TYPES + FEATURES][FEATURES];
    for (int i = 0; i < fixed; i++) {
      rows[i / FEATURES][i % FEATURES] = array[i];
    }
    double[] distances = new double[array.length - fixed];
    Arrays.setAll(distances, i -> array[fixed + i]);
    for (int i = 1; i < distances.length; i++) {
      if (distances[i] < distances[i - 1]) {
        throw new ModelFormatException(
            "typicality: distances must rise, found "
                + distances[i]
                + " after "
                + distances[i - 1]);
      }
    }
    return new Typicality(
        Arrays.copyOf(rows, TypeMeans.TYPES),
        Arrays.copyOfRange(rows, TypeMeans.TYPES, rows.length),
        KnownDistances.of(distances));
  }
}
