package io.karyo.classify.karyotype;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a {@link Typicality} is made from: the means of the types and the precision of what is
 * around them.
 *
 * <p>The features of a picture are alike for chromosomes that were learned from and for others, so
 * their means and their covariance come from all. The features from encoder and classifier come
 * from the others only, by a regression on those of the picture.
 *
 * @param means one row for each type
 * @param precision of all features
 * @param ofPicture the precision of the features of the picture alone
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TypicalityFit(double[][] means, double[][] precision, double[][] ofPicture) {

  /** No patient. */
  static final int NO_PATIENT = -1;

  /** The features that encoder and classifier give; the others come from the picture. */
  private static final int LEARNED = 2;

  private static final int SIZE = Typicality.FEATURES;

  /** The mean of all types counts for as many chromosomes of each. */
  private static final double PRIOR_WEIGHT = 3;

  /** How much of the covariance is taken for zero. */
  private static final double SHRINKAGE = 0.1;

  /** All features are of the order of 1; a few known chromosomes may be the same in one. */
  private static final double MIN_VARIANCE = 1e-4;

  /** More patients are left out several at a time. */
  private static final int MAX_GROUPS = 40;

  /** This many distances determine all required shares. */
  private static final int MAX_DISTANCES = 4000;

  /** A chromosome, taken for one of a type: the features and the type. */
  record Candidate(double[] row, int type) {

    /** How far the features are from the mean of the type. */
    double[] from(double[][] means) {
      double[] residual = row.clone();
      for (int k = 0; k < residual.length; k++) {
        residual[k] -= means[type][k];
      }
      return residual;
    }
  }

  /** Chromosomes of known types and patients. */
  static final class Known {
    private final List<Candidate> rows = new ArrayList<>();
    private final List<List<Candidate>> probable = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final Map<String, Integer> patients = new HashMap<>();

    /** Adds a chromosome as one of its type, and as all that it could be without that known. */
    void add(Candidate known, List<Candidate> couldBe, String patient) {
      rows.add(known);
      probable.add(couldBe);
      int place = patients.size();
      groups.add(patients.computeIfAbsent(patient, p -> place % MAX_GROUPS));
    }

    int size() {
      return rows.size();
    }

    private int groupCount() {
      return Math.min(MAX_GROUPS, patients.size());
    }

    /** The places of all chromosomes but those of one group; of all if there is no other. */
    private int[] allBut(int group) {
      return IntStream.range(0, size())
          .filter(i -> groups.get(i) != group || groupCount() == 1)
          .toArray();
    }

    private Known only(int[] places) {
      Known some = new Known();
      for (int place : places) {
        some.rows.add(rows.get(place));
      }
      return some;
    }
  }

  /** Fits all chromosomes that were learned from and, of the others, all but a group. */
  static TypicalityFit of(Known unlearned, Known learned, int without) {
    return of(unlearned.only(unlearned.allBut(without)), learned);
  }

  private static TypicalityFit of(Known unlearned, Known learned) {
    double[][] means = new double[TypeMeans.TYPES][SIZE];
    double[][] weights = new double[TypeMeans.TYPES][SIZE];
    addMeans(List.of(unlearned), 0, LEARNED, means, weights);
    addMeans(List.of(unlearned, learned), LEARNED, SIZE, means, weights);
    double[][] ofOthers = covariance(List.of(unlearned), 0, means, weights);
    double[][] ofPicture =
        LogisticRegression.inverse(
            covariance(List.of(unlearned, learned), LEARNED, means, weights));
    return new TypicalityFit(means, joined(ofOthers, ofPicture), ofPicture);
  }

  /** Finds some of the features' means for each type, and how many chromosomes are in each. */
  private static void addMeans(
      List<Known> parts, int from, int to, double[][] means, double[][] weights) {
    int count = parts.stream().mapToInt(Known::size).sum();
    for (int k = from; k < to; k++) {
      double all = 0;
      for (Known known : parts) {
        for (int i = 0; i < known.size(); i++) {
          Candidate one = known.rows.get(i);
          all += one.row()[k] / count;
          means[one.type()][k] += one.row()[k];
          weights[one.type()][k]++;
        }
      }
      for (int type = 0; type < means.length; type++) {
        weights[type][k] += PRIOR_WEIGHT;
        means[type][k] = (means[type][k] + PRIOR_WEIGHT * all) / weights[type][k];
      }
    }
  }

  /** The covariance of the features from one on. */
  private static double[][] covariance(
      List<Known> parts, int from, double[][] means, double[][] weights) {
    int count = parts.stream().mapToInt(Known::size).sum();
    double[][] covariance = new double[SIZE - from][SIZE - from];
    for (Known known : parts) {
      for (Candidate one : known.rows) {
        double[] residual = Arrays.copyOfRange(one.from(means), from, SIZE);
        for (int k = from; k < SIZE; k++) {
          // As if it were not in the mean that it is compared with.
          residual[k - from] *= weights[one.type()][k] / (weights[one.type()][k] - 1);
        }
        for (int k = 0; k < residual.length; k++) {
          for (int l = 0; l < residual.length; l++) {
            covariance[k][l] += residual[k] * residual[l] / count * (k == l ? 1 : 1 - SHRINKAGE);
          }
        }
      }
    }
    for (int k = 0; k < covariance.length; k++) {
      covariance[k][k] += MIN_VARIANCE;
    }
    return covariance;
  }

  /**
   * The precision of all features: around what the features of the picture let expect, the learned
   * ones have the precision that all have together.
   */
  private static double[][] joined(double[][] ofOthers, double[][] ofPicture) {
    double[][] joined = LogisticRegression.inverse(ofOthers);
    double[][] residual = new double[LEARNED][LEARNED];
    for (int k = 0; k < LEARNED; k++) {
      residual[k] = Arrays.copyOf(joined[k], LEARNED);
    }
    double[][] spread = LogisticRegression.inverse(residual);
    for (int k = LEARNED; k < SIZE; k++) {
      for (int l = LEARNED; l < SIZE; l++) {
        double expected = 0;
        for (int a = 0; a < LEARNED; a++) {
          for (int b = 0; b < LEARNED; b++) {
            expected += joined[k][a] * spread[a][b] * joined[b][l];
          }
        }
        joined[k][l] = ofPicture[k - LEARNED][l - LEARNED] + expected;
      }
    }
    return joined;
  }

  /** A distance, and how much of it the picture makes. */
  private record Distance(double ofPicture, double all) {}

  /** The distance from the nearest of the types. */
  private Distance distance(List<Candidate> candidates) {
    Distance nearest = new Distance(0, Double.POSITIVE_INFINITY);
    for (Candidate candidate : candidates) {
      double[] residual = candidate.from(means);
      double all = Typicality.distance(residual, precision);
      if (all < nearest.all()) {
        double[] picture = Arrays.copyOfRange(residual, LEARNED, SIZE);
        nearest = new Distance(Typicality.distance(picture, ofPicture), all);
      }
    }
    return nearest;
  }

  /**
   * The distances of known chromosomes from fits without their patients. What encoder and
   * classifier add to the distance of a chromosome that they learned from is taken from the other
   * one whose picture is as untypical among its like.
   *
   * @return rising
   */
  static double[] distancesOfOthers(Known unlearned, Known learned) {
    List<Distance> others = new ArrayList<>();
    for (int group = 0; group < unlearned.groupCount(); group++) {
      TypicalityFit fit = of(unlearned, learned, group);
      for (int i = 0; i < unlearned.size(); i++) {
        if (unlearned.groups.get(i) == group) {
          others.add(fit.distance(unlearned.probable.get(i)));
        }
      }
    }
    others.sort(Comparator.comparingDouble(Distance::ofPicture));
    List<Double> ofLearned = new ArrayList<>();
    for (int group = 0; group < learned.groupCount(); group++) {
      TypicalityFit fit = of(unlearned, learned.only(learned.allBut(group)));
      for (int i = 0; i < learned.size(); i++) {
        if (learned.groups.get(i) == group) {
          ofLearned.add(fit.distance(learned.probable.get(i)).ofPicture());
        }
      }
    }
    ofLearned.sort(null);
    List<Double> all = new ArrayList<>();
    others.forEach(distance -> all.add(distance.all()));
    for (int i = 0; i < ofLearned.size(); i++) {
      Distance like = others.get((int) ((i + 0.5) / ofLearned.size() * others.size()));
      all.add(ofLearned.get(i) + like.all() - like.ofPicture());
    }
    all.sort(null);
    double step = Math.max(1, all.size() / (double) MAX_DISTANCES);
    return IntStream.range(0, (int) (all.size() / step))
        .mapToDouble(i -> all.get((int) ((i + 0.5) * step)))
        .toArray();
  }
}
