package io.karyo.laboratory.internal;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.model.Require;
import io.karyo.model.Settings;
import io.karyo.spi.CellEvidence;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How long and how large the chromosomes of each type are beside the others of their cell. Stain
 * and microscope hardly change that, so it remains evidence where a network that learned from
 * another laboratory errs.
 *
 * <p>A size is the logarithm of length or area, less the mean of the cell, divided by the standard
 * deviation of the cell: how far the chromosomes of a cell are condensed shifts the logarithms, and
 * where short ones are cut out more generously their range is smaller.
 */
public final class TypeSizes {

  /** No sizes are known. */
  public static final TypeSizes NONE = new TypeSizes(new double[0][], new double[0]);

  /** Types are learned from cells of so many chromosomes. */
  private static final int LEAST_LEARNED = 40;

  /** Of fewer chromosomes mean and deviation depend on which types they are. */
  private static final int LEAST_CHROMOSOMES = 36;

  /** Rarer types do not show how large they are. */
  private static final int LEAST_OF_A_TYPE = 3;

  /** No size is so many standard deviations away from the mean of its cell. */
  private static final double MOST_SIZE = 100;

  private static final int MEASURES = 2;

  /** Sizes of a type differ by at least so much, because cut-outs of laboratories differ. */
  private static final double LEAST_DEVIATION = 0.25;

  /** Chromosomes of one size are not told apart. */
  private static final double LEAST_OF_A_CELL = 0.02;

  private static final String[] NAMES = {"length", "area"};
  private static final String DEVIATION = "deviation";

  private final double[][] means;
  private final double[] deviations;

  private TypeSizes(double[][] means, double[] deviations) {
    this.means = means;
    this.deviations =
        Arrays.stream(deviations).map(one -> Math.max(LEAST_DEVIATION, one)).toArray();
  }

  /**
   * A cell whose types are known.
   *
   * @param chromosomes all of its chromosomes
   * @param types one for each
   */
  public record KnownCell(List<Straightened> chromosomes, List<ChromosomeType> types) {}

  /**
   * Learns how large the types are.
   *
   * @param cells cells whose types are known; those of few chromosomes are not heeded
   * @return the sizes, {@link #NONE} unless each of the 24 types was seen several times
   */
  public static TypeSizes of(List<KnownCell> cells) {
    Sums[] sums = new Sums[MEASURES];
    Arrays.setAll(sums, m -> new Sums());
    for (KnownCell cell : cells) {
      if (cell.chromosomes().size() >= LEAST_LEARNED) {
        double[][] sizes = sizes(cell.chromosomes());
        for (int i = 0; i < cell.types().size(); i++) {
          for (int m = 0; m < MEASURES; m++) {
            sums[m].add(cell.types().get(i).ordinal(), sizes[m][i]);
          }
        }
      }
    }
    if (Arrays.stream(sums[0].counts).anyMatch(count -> count < LEAST_OF_A_TYPE)) {
      return NONE;
    }
    return new TypeSizes(
        Arrays.stream(sums).map(Sums::means).toArray(double[][]::new),
        Arrays.stream(sums).mapToDouble(Sums::deviation).toArray());
  }

  /** Adds up one measure. */
  private static final class Sums {
    private final int[] counts = new int[ChromosomeType.ALL.size()];
    private final double[] sums = new double[counts.length];
    private final double[] squares = new double[counts.length];

    void add(int type, double size) {
      counts[type]++;
      sums[type] += size;
      squares[type] += size * size;
    }

    double[] means() {
      double[] means = new double[counts.length];
      Arrays.setAll(means, type -> sums[type] / counts[type]);
      return means;
    }

    /** The standard deviation within the types, which are alike in it. */
    double deviation() {
      double within = 0;
      for (int type = 0; type < counts.length; type++) {
        within += squares[type] - sums[type] * sums[type] / counts[type];
      }
      int degrees = Arrays.stream(counts).sum() - counts.length;
      return Math.sqrt(Math.max(0, within / degrees));
    }
  }

  /**
   * Returns whether the sizes of a cell can be compared with these.
   *
   * @param chromosomes how many it has
   * @return whether they are enough, and sizes are known
   */
  public boolean areComparable(int chromosomes) {
    return !isEmpty() && chromosomes >= LEAST_CHROMOSOMES;
  }

  /** {@return whether there are none} */
  public boolean isEmpty() {
    return means.length == 0;
  }

  private static double[][] sizes(List<Straightened> cell) {
    return new double[][] {
      standardised(cell.stream().mapToDouble(one -> Math.log(one.length())).toArray()),
      standardised(cell.stream().mapToDouble(one -> Math.log(Math.max(1, one.area()))).toArray())
    };
  }

  private static double[] standardised(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double square =
        Arrays.stream(values).map(one -> (one - mean) * (one - mean)).average().orElse(0);
    double deviation = Math.max(LEAST_OF_A_CELL, Math.sqrt(square));
    return Arrays.stream(values).map(one -> (one - mean) / deviation).toArray();
  }

  /**
   * Weighs what the chromosomes of a cell may be with their sizes, as if these were independent of
   * what else was seen.
   *
   * @param cell all chromosomes of a cell
   * @return the chromosomes with other probabilities
   */
  public List<CellEvidence.Chromosome> weighed(List<CellEvidence.Chromosome> cell) {
    double[][] sizes = sizes(cell.stream().map(one -> one.asItLies().straightened()).toList());
    return IntStream.range(0, cell.size())
        .mapToObj(i -> Reweighing.with(cell.get(i), likelihoods(sizes, i)))
        .toList();
  }

  private double[] likelihoods(double[][] sizes, int i) {
    double[] logs = new double[ChromosomeType.ALL.size()];
    for (int m = 0; m < MEASURES; m++) {
      for (int type = 0; type < logs.length; type++) {
        double off = (sizes[m][i] - means[m][type]) / deviations[m];
        logs[type] -= off * off / 2;
      }
    }
    return logs;
  }

  /** {@return the sizes as model files hold them} */
  public Settings settings() {
    Settings settings = Settings.EMPTY;
    for (int m = 0; m < means.length; m++) {
      Settings byType = Settings.EMPTY.with(DEVIATION, deviations[m]);
      for (ChromosomeType type : ChromosomeType.ALL) {
        byType = byType.with(type.toString(), means[m][type.ordinal()]);
      }
      settings = settings.with(NAMES[m], byType);
    }
    return settings;
  }

  /**
   * Restores sizes.
   *
   * @param settings what {@link #settings()} returned
   * @return the sizes; {@link #NONE} if the settings are empty, as in models from before sizes were
   *     saved
   * @throws IllegalArgumentException if they are not as they must be
   */
  public static TypeSizes of(Settings settings) {
    if (settings.names().isEmpty()) {
      return NONE;
    }
    double[][] means = new double[MEASURES][ChromosomeType.ALL.size()];
    double[] deviations = new double[MEASURES];
    for (int m = 0; m < MEASURES; m++) {
      Settings byType = settings.nested(NAMES[m]);
      deviations[m] = byType.number(DEVIATION, 0);
      Require.positive(DEVIATION, deviations[m]);
      for (ChromosomeType type : ChromosomeType.ALL) {
        String name = type.toString();
        means[m][type.ordinal()] =
            Require.inRange(name, byType.number(name, Double.NaN), -MOST_SIZE, MOST_SIZE);
      }
    }
    return new TypeSizes(means, deviations);
  }
}
