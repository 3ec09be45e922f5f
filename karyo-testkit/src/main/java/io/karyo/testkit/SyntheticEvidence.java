package io.karyo.testkit;

import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.CellEvidence;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Synthetic cells as input for an assigner: normal, upright, embedded by {@link MeasuredBands} and
 * classified by the nearest mean.
 *
 * <p><b>Thread safety:</b> immutable.
 */
final class SyntheticEvidence {

  private static final int TYPES = ChromosomeType.ALL.size();

  /** With this factor, the mean probability of the best type is close to the accuracy. */
  private static final double SURENESS = 4;

  private final SyntheticCells cells;
  private final double[][] means;
  private final double spread;

  /**
   * Computes the means of some cells.
   *
   * @param cells the source of all cells
   * @param learned the number of cells, from the first, that give the means
   */
  SyntheticEvidence(SyntheticCells cells, int learned) {
    this.cells = cells;
    List<ChromosomeType> types = new ArrayList<>();
    List<float[]> points = new ArrayList<>();
    for (int i = 0; i < learned; i++) {
      SyntheticCell cell = cells.cell(i);
      cell.chromosomes().forEach(chromosome -> types.add(chromosome.type()));
      cell.prepared().forEach(chromosome -> points.add(MeasuredBands.of(chromosome).toArray()));
    }
    int size = points.get(0).length;
    this.means = new double[TYPES][size];
    for (int type = 0; type < TYPES; type++) {
      int own = type;
      int[] places =
          IntStream.range(0, types.size()).filter(i -> types.get(i).ordinal() == own).toArray();
      Arrays.setAll(
          means[type],
          d -> Arrays.stream(places).mapToDouble(i -> points.get(i)[d]).average().orElseThrow());
    }
    this.spread =
        IntStream.range(0, points.size())
            .mapToDouble(i -> squaredDistance(points.get(i), types.get(i).ordinal()))
            .average()
            .orElseThrow();
  }

  private double squaredDistance(float[] point, int type) {
    double square = 0;
    for (int i = 0; i < point.length; i++) {
      square += (point[i] - means[type][i]) * (point[i] - means[type][i]);
    }
    return square;
  }

  private Classification classification(Straightened straightened, Optional<CellScale> scale) {
    Embedding embedding = MeasuredBands.of(new PreparedChromosome(straightened, scale));
    double[] distances = new double[TYPES];
    Arrays.setAll(
        distances, type -> squaredDistance(embedding.toArray(), type) / spread * SURENESS);
    double least = Arrays.stream(distances).min().orElseThrow();
    double[] weights = Arrays.stream(distances).map(d -> Math.exp(least - d)).toArray();
    double sum = Arrays.stream(weights).sum();
    float[] probabilities = new float[TYPES];
    for (int type = 0; type < TYPES; type++) {
      probabilities[type] = (float) (weights[type] / sum);
    }
    return new Classification(new TypeProbabilities(probabilities), embedding, straightened);
  }

  /**
   * Returns what is known of a cell.
   *
   * @param index which one
   * @return its chromosomes, numbered in the order of the cell, all with the p arm up
   */
  AssignerTraining.KnownCell cell(int index) {
    SyntheticCell cell = cells.cell(index);
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>();
    for (PreparedChromosome chromosome : cell.prepared()) {
      Straightened straightened = chromosome.straightened();
      chromosomes.add(
          new CellEvidence.Chromosome(
              chromosomes.size(),
              classification(straightened, chromosome.scale()),
              classification(straightened.turned(), chromosome.scale())));
    }
    return new AssignerTraining.KnownCell(
        chromosomes,
        cell.chromosomes().stream().map(SyntheticChromosome::type).toList(),
        Optional.of("patient of " + cell.id()));
  }

  /** Returns several cells, from the first to before the last index. */
  List<AssignerTraining.KnownCell> cells(int from, int to) {
    return IntStream.range(from, to).mapToObj(this::cell).toList();
  }

  /** Returns the chromosomes of cells, each cell named by its place in the list. */
  static List<AssignerTraining.Example> examples(List<AssignerTraining.KnownCell> cells) {
    List<AssignerTraining.Example> examples = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      AssignerTraining.KnownCell cell = cells.get(i);
      for (int j = 0; j < cell.types().size(); j++) {
        examples.add(
            new AssignerTraining.Example(
                cell.chromosomes().get(j).asItLies(),
                cell.types().get(j),
                Optional.of("cell " + i)));
      }
    }
    return List.copyOf(examples);
  }
}
