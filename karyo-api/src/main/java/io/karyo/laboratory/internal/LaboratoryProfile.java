package io.karyo.laboratory.internal;

import io.karyo.laboratory.Familiarity;
import io.karyo.laboratory.Trait;
import io.karyo.model.Require;
import io.karyo.model.Settings;
import io.karyo.training.KnownDistances;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the cells look that a model learned from. A cell is as unusual as the sum of the squares of
 * its traits' deviations; several cells are as unusual as their mean would be as a single one,
 * because cells of one laboratory, and of one patient, deviate together.
 */
public final class LaboratoryProfile {

  /** Fewer cells do not show how much cells differ. */
  private static final int LEAST_CELLS = 5;

  /** More known distances than this add nothing. */
  private static final int MOST_DISTANCES = 200;

  /**
   * As many cells with normally distributed traits are added to the known ones: a few cells do not
   * show how far the most unusual ones are.
   */
  private static final int IDEAL_CELLS = 100;

  private static final long IDEAL_SEED = 1;

  private static final double LEAST_DEVIATION = 0.01;

  private static final String MEAN = "mean";
  private static final String DEVIATION = "deviation";
  private static final String DISTANCES = "distances";

  private final double[] means;
  private final double[] deviations;
  private final KnownDistances distances;

  private LaboratoryProfile(double[] means, double[] deviations, KnownDistances distances) {
    this.means = means;
    this.deviations = deviations;
    this.distances = distances;
  }

  /**
   * Learns how cells look.
   *
   * @param training the traits of pictures of cells that were trained on
   * @param validation all traits of others
   * @return empty if there are too few others
   */
  public static Optional<LaboratoryProfile> of(List<double[]> training, List<double[]> validation) {
    if (validation.size() < LEAST_CELLS) {
      return Optional.empty();
    }
    List<double[]> all = Stream.concat(training.stream(), validation.stream()).toList();
    double[] means = CellTraits.mean(validation);
    double[] deviations = deviations(validation);
    System.arraycopy(CellTraits.mean(all), 0, means, 0, CellTraits.OF_PICTURES);
    System.arraycopy(deviations(all), 0, deviations, 0, CellTraits.OF_PICTURES);
    LaboratoryProfile undistanced =
        new LaboratoryProfile(means, deviations, KnownDistances.of(new double[1]));
    double[] rising =
        validation.stream()
            .mapToDouble(cell -> distance(undistanced.deviationsOf(cell)))
            .sorted()
            .toArray();
    int count = Math.min(MOST_DISTANCES, rising.length);
    DoubleStream kept =
        IntStream.range(0, count)
            .mapToDouble(i -> rising[(int) ((long) i * (rising.length - 1) / (count - 1))]);
    // As precise as in a model file, so that a loaded model gives the same scores.
    double[] known =
        DoubleStream.concat(kept, idealDistances()).map(distance -> (float) distance).toArray();
    return Optional.of(new LaboratoryProfile(means, deviations, KnownDistances.of(known)));
  }

  private static DoubleStream idealDistances() {
    Random random = new Random(IDEAL_SEED);
    return IntStream.range(0, IDEAL_CELLS)
        .mapToDouble(
            i -> {
              double[] standard = new double[Trait.values().length];
              Arrays.setAll(standard, k -> random.nextGaussian());
              return distance(standard);
            });
  }

  /** The standard deviations, those of a cell that was left out. */
  private static double[] deviations(List<double[]> cells) {
    double[] mean = CellTraits.mean(cells);
    double[] squares = new double[mean.length];
    for (double[] cell : cells) {
      Arrays.setAll(squares, k -> squares[k] + (cell[k] - mean[k]) * (cell[k] - mean[k]));
    }
    // A new cell differs from the mean of few ones by more than these do, in the ratio of a
    // predictive t distribution.
    double degrees = cells.size() - 3.0;
    double factor = (1 + 1.0 / cells.size()) / degrees;
    return Arrays.stream(squares)
        .map(square -> Math.max(LEAST_DEVIATION, Math.sqrt(square * factor)))
        .toArray();
  }

  private double[] deviationsOf(double[] traits) {
    double[] standard = new double[means.length];
    Arrays.setAll(standard, k -> (traits[k] - means[k]) / deviations[k]);
    return standard;
  }

  private static double distance(double[] standard) {
    return Arrays.stream(standard).map(one -> one * one).sum();
  }

  /**
   * Compares cells.
   *
   * @param cells the traits of cells
   * @return how familiar they are together; empty if there are none
   */
  public Optional<Familiarity> familiarity(List<double[]> cells) {
    if (cells.isEmpty()) {
      return Optional.empty();
    }
    double[] standard = deviationsOf(CellTraits.mean(cells));
    Map<Trait, Double> byTrait = new EnumMap<>(Trait.class);
    for (Trait trait : Trait.values()) {
      byTrait.put(trait, standard[trait.ordinal()]);
    }
    return Optional.of(new Familiarity(distances.share(distance(standard)), byTrait, cells.size()));
  }

  /**
   * Takes over how the pictures of another laboratory look, to which a model was adapted.
   *
   * @param cells the traits of pictures of its cells; may be empty
   * @return the profile of that laboratory, in which cells differ as much as here
   */
  public LaboratoryProfile movedTo(List<double[]> cells) {
    if (cells.isEmpty()) {
      return this;
    }
    double[] moved = means.clone();
    System.arraycopy(CellTraits.mean(cells), 0, moved, 0, CellTraits.OF_PICTURES);
    return new LaboratoryProfile(moved, deviations, distances);
  }

  /** {@return the profile as model files hold it} */
  public Settings settings() {
    return Settings.EMPTY
        .with(MEAN, byTrait(means))
        .with(DEVIATION, byTrait(deviations))
        .with(
            DISTANCES,
            Arrays.stream(distances.toArray())
                .mapToObj(one -> Float.toString((float) one))
                .collect(Collectors.joining(" ")));
  }

  private static Settings byTrait(double[] values) {
    Settings settings = Settings.EMPTY;
    for (Trait trait : Trait.values()) {
      settings = settings.with(trait.name(), values[trait.ordinal()]);
    }
    return settings;
  }

  /**
   * Restores a profile.
   *
   * @param settings what {@link #settings()} returned
   * @return empty if they are empty, as in models from before profiles were saved
   * @throws IllegalArgumentException if they are not as they must be
   */
  public static Optional<LaboratoryProfile> of(Settings settings) {
    if (settings.names().isEmpty()) {
      return Optional.empty();
    }
    double[] deviations = byTrait(settings.nested(DEVIATION));
    for (double deviation : deviations) {
      Require.positive(DEVIATION, deviation);
    }
    String text = settings.text(DISTANCES, "");
    double[] distances;
    try {
      distances = Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(DISTANCES + ": must be numbers, found '" + text + "'", e);
    }
    for (double distance : distances) {
      Require.that(distance >= 0 && distance < 1e9, DISTANCES, "0 to 1e9", distance);
    }
    return Optional.of(
        new LaboratoryProfile(
            byTrait(settings.nested(MEAN)), deviations, KnownDistances.of(distances)));
  }

  private static double[] byTrait(Settings settings) {
    return Arrays.stream(Trait.values())
        .mapToDouble(trait -> settings.number(trait.name(), 0))
        .toArray();
  }
}
