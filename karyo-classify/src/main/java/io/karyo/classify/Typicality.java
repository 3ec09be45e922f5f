package io.karyo.classify;

import io.karyo.AssignerTraining;
import io.karyo.AssignerTraining.Example;
import io.karyo.AssignerTraining.KnownCell;
import io.karyo.ChromosomeType;
import io.karyo.Classification;
import io.karyo.ModelFormatException;
import io.karyo.Straightened;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How typical a chromosome looks of a type that it could be of: the share of known chromosomes
 * whose squared Mahalanobis distance from the mean of their type, under one covariance for all
 * types, is at least as great ("typicality probability", McLachlan 1992, section 6.4; with the
 * shared covariance of Lee and others 2018).
 *
 * @param means of {@link #FEATURES} features, one row a type
 * @param precision the inverse of the covariance
 * @param distances of known chromosomes, rising
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Typicality(double[][] means, double[][] precision, double[] distances) {

  static final int FEATURES = 11;

  /** Fewer known chromosomes say little of the rarest tenth. */
  private static final int FEWEST = 50;

  /** The mean of all types counts for as many chromosomes of each. */
  private static final double INERTIA = 3;

  /** How much of the covariance is taken for zero. */
  private static final double SHRINKAGE = 0.1;

  /** All features are of the order of 1; a few known chromosomes may be the same in one. */
  private static final double LEAST_VARIANCE = 1e-4;

  private static final double LEAST_DISTANCE = 1e-3;
  private static final double LEAST_DOUBT = 1e-4;
  private static final double LEAST_STEP = 1e-6;
  private static final double MOST_CORRELATION = 0.999;

  /** A chromosome that could as well be of another type is none that fits no type. */
  private static final double PROBABLE = 0.01;

  /** Beyond these the shares are those of an exponential tail: few chromosomes are there. */
  private static final double BODY = 0.9;

  /** The features that come from the picture alone: those that move with the laboratory. */
  private static final int FIRST_OF_PICTURE = 3;

  /** Known chromosomes, a row of features and a type each. */
  private static final class Known {
    final List<double[]> rows = new ArrayList<>();
    final List<Integer> types = new ArrayList<>();

    void add(
        Classification chromosome,
        ChromosomeType type,
        TypeMeans means,
        ProfileTemplates templates) {
      if (means.trained()[type.ordinal()]) {
        Straightened image = chromosome.straightened();
        double[] row = ofPicture(image);
        addType(
            row,
            means.distances(chromosome.embedding())[type.ordinal()],
            chromosome.probabilities().of(type),
            templates.correlation(Profiles.of(image), type));
        rows.add(row);
        types.add(type.ordinal());
      }
    }
  }

  /**
   * Learns how far chromosomes are from the mean of their type from those that encoder and
   * classifier have not learned from, and what pictures of a type look like from all.
   *
   * @return empty if there are too few
   */
  static Optional<Typicality> of(
      AssignerTraining training, TypeMeans means, ProfileTemplates templates) {
    Known unlearned = new Known();
    for (KnownCell cell : training.validation()) {
      for (int i = 0; i < cell.types().size(); i++) {
        unlearned.add(cell.chromosomes().get(i).asItLies(), cell.types().get(i), means, templates);
      }
    }
    if (unlearned.rows.size() < FEWEST) {
      return Optional.empty();
    }
    Known all = new Known();
    all.rows.addAll(unlearned.rows);
    all.types.addAll(unlearned.types);
    for (Example example : training.training()) {
      all.add(example.chromosome(), example.type(), means, templates);
    }
    double[][] typical = new double[TypeMeans.TYPES][FEATURES];
    double[][] weights = new double[TypeMeans.TYPES][FEATURES];
    addMeans(unlearned, 0, FIRST_OF_PICTURE, typical, weights);
    addMeans(all, FIRST_OF_PICTURE, FEATURES, typical, weights);
    return Optional.of(of(unlearned, typical, weights));
  }

  /** Finds some of the features' means for each type, and how many chromosomes are in each. */
  private static void addMeans(
      Known known, int from, int to, double[][] means, double[][] weights) {
    for (int k = from; k < to; k++) {
      double all = 0;
      for (int i = 0; i < known.rows.size(); i++) {
        all += known.rows.get(i)[k] / known.rows.size();
        means[known.types.get(i)][k] += known.rows.get(i)[k];
        weights[known.types.get(i)][k]++;
      }
      for (int type = 0; type < means.length; type++) {
        weights[type][k] += INERTIA;
        means[type][k] = (means[type][k] + INERTIA * all) / weights[type][k];
      }
    }
  }

  private static Typicality of(Known known, double[][] means, double[][] weights) {
    List<double[]> residuals = new ArrayList<>();
    double[][] covariance = new double[FEATURES][FEATURES];
    for (int i = 0; i < known.rows.size(); i++) {
      int type = known.types.get(i);
      double[] residual = new double[FEATURES];
      for (int k = 0; k < FEATURES; k++) {
        // As if it were not in the mean that it is compared with.
        residual[k] =
            (known.rows.get(i)[k] - means[type][k]) * weights[type][k] / (weights[type][k] - 1);
      }
      residuals.add(residual);
      for (int k = 0; k < FEATURES; k++) {
        for (int l = 0; l < FEATURES; l++) {
          covariance[k][l] +=
              residual[k] * residual[l] / known.rows.size() * (k == l ? 1 : 1 - SHRINKAGE);
        }
      }
    }
    for (int k = 0; k < FEATURES; k++) {
      covariance[k][k] += LEAST_VARIANCE;
    }
    double[][] precision = LogisticRegression.inverse(covariance);
    return new Typicality(
            means,
            precision,
            residuals.stream()
                .mapToDouble(residual -> distance(residual, precision))
                .sorted()
                .toArray())
        .asSaved();
  }

  /** The features that depend on the type. */
  private static void addType(
      double[] features, double distance, float probability, double correlation) {
    double bounded = Math.max(-MOST_CORRELATION, Math.min(MOST_CORRELATION, correlation));
    features[0] = Math.log(distance + LEAST_DISTANCE);
    features[1] = Math.log(1 - probability + LEAST_DOUBT);
    features[2] = Math.log((1 + bounded) / (1 - bounded)) / 2;
  }

  /** The features that do not, behind room for those that do. */
  private static double[] ofPicture(Straightened image) {
    float[] stain = image.toArray();
    int widest = 1;
    int count = 0;
    double sum = 0;
    double squares = 0;
    double along = 0;
    double across = 0;
    for (int row = 0; row < image.length(); row++) {
      int width = 0;
      for (int i = row * image.width(); i < (row + 1) * image.width(); i++) {
        if (stain[i] > Straightened.FAINT) {
          width++;
          sum += stain[i];
          squares += stain[i] * stain[i];
        }
        if (row > 0) {
          double step = stain[i] - stain[i - image.width()];
          along += step * step;
        }
        if (i > row * image.width()) {
          double step = stain[i] - stain[i - 1];
          across += step * step;
        }
      }
      widest = Math.max(widest, width);
      count += width;
    }
    double mean = count == 0 ? 1 : sum / count;
    double deviation =
        count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean;
    return new double[] {
      0,
      0,
      0,
      image.quality(),
      Math.log(Math.max(1, image.area())),
      Math.log(image.length()),
      Math.log(widest),
      image.meanStain(),
      deviation,
      Math.log(along / Math.max(1, image.area()) + LEAST_STEP),
      Math.log(across / Math.max(1, image.area()) + LEAST_STEP)
    };
  }

  private static double distance(double[] residual, double[][] precision) {
    double distance = 0;
    for (int k = 0; k < FEATURES; k++) {
      distance += residual[k] * LogisticRegression.product(precision[k], residual);
    }
    return distance;
  }

  /**
   * Says how typical a chromosome is, of that one of its probable types of which it is the most.
   *
   * @return 0 to 1
   */
  double of(Classification chromosome, TypeMeans means, ProfileTemplates templates) {
    double[] picture = ofPicture(chromosome.straightened());
    double[] profile = Profiles.of(chromosome.straightened());
    double[] toMeans = means.distances(chromosome.embedding());
    double least = Double.POSITIVE_INFINITY;
    for (ChromosomeType type : ChromosomeType.ALL) {
      float probability = chromosome.probabilities().of(type);
      if (type == chromosome.type() || probability >= PROBABLE) {
        double[] residual = picture.clone();
        addType(
            residual, toMeans[type.ordinal()], probability, templates.correlation(profile, type));
        for (int k = 0; k < FEATURES; k++) {
          residual[k] -= this.means[type.ordinal()][k];
        }
        least = Math.min(least, distance(residual, precision));
      }
    }
    return share(least);
  }

  /** The share of known chromosomes that are at least as far. */
  double share(double distance) {
    int start = (int) (BODY * (distances.length - 1));
    if (distance > distances[start]) {
      return shareBeyond(start) * Math.exp((distances[start] - distance) / meanBeyond(start));
    }
    int nearer = Arrays.binarySearch(distances, distance);
    // Of equals any may have been found.
    while (nearer > 0 && distances[nearer - 1] == distance) {
      nearer--;
    }
    return shareBeyond(nearer >= 0 ? nearer : -nearer - 1);
  }

  private double shareBeyond(int place) {
    return (1.0 + distances.length - place) / (1 + distances.length);
  }

  private double meanBeyond(int start) {
    double sum = 0;
    for (int i = start; i < distances.length; i++) {
      sum += distances[i] - distances[start];
    }
    return Math.max(Double.MIN_NORMAL, sum / (distances.length - start));
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
    float[] array = new float[(means.length + FEATURES) * FEATURES + distances.length];
    int at = 0;
    for (double[][] rows : new double[][][] {means, precision, {distances}}) {
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
        distances);
  }
}
