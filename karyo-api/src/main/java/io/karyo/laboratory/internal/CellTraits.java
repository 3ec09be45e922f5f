package io.karyo.laboratory.internal;

import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Straightened;
import io.karyo.laboratory.Trait;
import io.karyo.training.PictureStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Measures the {@link Trait}s of a cell. */
public final class CellTraits {

  /** Of fewer chromosomes a median depends on which types they are. */
  private static final int LEAST_CHROMOSOMES = 20;

  /** The number of traits that come from the pictures alone, the first ones. */
  static final int OF_PICTURES = Trait.TYPICALITY.ordinal();

  private static final double LEAST = 1e-4;
  private static final double LEAST_STEP = 1e-6;

  private CellTraits() {}

  /**
   * Returns whether a cell has traits.
   *
   * @param chromosomes how many it has
   * @return whether they are enough
   */
  public static boolean isEnough(int chromosomes) {
    return chromosomes >= LEAST_CHROMOSOMES;
  }

  /**
   * Measures the traits that come from pictures alone.
   *
   * @param cell the chromosomes of one cell
   * @return one number per trait, in the order of {@link Trait}, the others 0; empty for a cell of
   *     too few chromosomes
   */
  public static Optional<double[]> ofPictures(List<Straightened> cell) {
    if (!isEnough(cell.size())) {
      return Optional.empty();
    }
    List<PictureStatistics> statistics = cell.stream().map(PictureStatistics::of).toList();
    double[] traits = new double[Trait.values().length];
    traits[Trait.LENGTH.ordinal()] = median(cell, image -> Math.log(image.length()));
    traits[Trait.WIDTH.ordinal()] =
        median(cell, image -> Math.log(Math.max(1, image.area()) / (double) image.length()));
    traits[Trait.STAIN.ordinal()] = median(cell, Straightened::meanStain);
    traits[Trait.CONTRAST.ordinal()] = median(statistics, PictureStatistics::contrast);
    traits[Trait.BAND_SHARPNESS.ordinal()] =
        median(statistics, one -> Math.log(one.along() + LEAST_STEP));
    traits[Trait.EDGE_SHARPNESS.ordinal()] =
        median(statistics, one -> Math.log(one.across() + LEAST_STEP));
    return Optional.of(traits);
  }

  /**
   * Measures all traits.
   *
   * @param cell the chromosomes of one cell, classified as such
   * @return one number per trait, in the order of {@link Trait}; empty for a cell of too few
   *     chromosomes
   */
  public static Optional<double[]> of(List<Classification> cell) {
    Optional<double[]> traits =
        ofPictures(cell.stream().map(Classification::straightened).toList());
    traits.ifPresent(
        all -> {
          all[Trait.TYPICALITY.ordinal()] =
              mean(cell, one -> Math.log(Math.max(LEAST, one.typicality().orElse(1))));
          all[Trait.DOUBT.ordinal()] =
              mean(cell, one -> Math.log(Math.max(LEAST, 1 - one.probability())));
        });
    return traits;
  }

  private static <T> double median(List<T> all, ToDoubleFunction<T> measure) {
    double[] sorted = all.stream().mapToDouble(measure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static <T> double mean(List<T> all, ToDoubleFunction<T> measure) {
    return all.stream().mapToDouble(measure).average().orElseThrow();
  }

  /**
   * Averages cells.
   *
   * @param cells the traits of at least one cell
   * @return one number per trait
   */
  static double[] mean(List<double[]> cells) {
    double[] mean = new double[cells.get(0).length];
    for (double[] cell : cells) {
      Arrays.setAll(mean, k -> mean[k] + cell[k] / cells.size());
    }
    return mean;
  }
}
