package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Ideogram;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Cells as an encoder and a classifier might see them: the embedding of a type is a corner of a
 * cube with noise, and some chromosomes look like the next type.
 */
final class KnownCells {

  private static final int SIZE = ChromosomeType.ALL.size() + 1;

  private final SplittableRandom random;
  private final double noise;

  KnownCells(long seed, double noise) {
    this.random = new SplittableRandom(seed);
    this.noise = noise;
  }

  /** 46 types, XX or XY. */
  static List<ChromosomeType> normal(boolean male) {
    List<ChromosomeType> types = new ArrayList<>();
    for (ChromosomeType type : ChromosomeType.ALL) {
      if (type.isAutosome()) {
        types.add(type);
        types.add(type);
      }
    }
    types.add(ChromosomeType.X);
    types.add(male ? ChromosomeType.Y : ChromosomeType.X);
    return types;
  }

  /** A chromosome that looks like its type with its p arm up. */
  CellEvidence.Chromosome upright(int number, ChromosomeType type) {
    return mixed(number, type, type, 0);
  }

  /** A chromosome that looks like another type, to the given share. */
  CellEvidence.Chromosome mixed(
      int number, ChromosomeType type, ChromosomeType other, double share) {
    Straightened image = image(type);
    return new CellEvidence.Chromosome(
        number,
        classification(point(type, other, share, 1), image),
        // A turned chromosome looks less like anything that is known.
        classification(point(type, other, share, 0.5), image.turned()));
  }

  /** A chromosome that looks like nothing that was trained. */
  CellEvidence.Chromosome stranger(int number) {
    float[] far = new float[SIZE];
    far[SIZE - 1] = 3;
    Straightened image = image(ChromosomeType.C9);
    return new CellEvidence.Chromosome(
        number, classification(far, image), classification(far, image.turned()));
  }

  static CellEvidence.Chromosome turned(CellEvidence.Chromosome chromosome) {
    return new CellEvidence.Chromosome(
        chromosome.number(),
        /* asItLies= */ chromosome.turned(),
        /* turned= */ chromosome.asItLies());
  }

  private float[] point(ChromosomeType type, ChromosomeType other, double share, double scale) {
    float[] point = new float[SIZE];
    for (int i = 0; i < ChromosomeType.ALL.size(); i++) {
      point[i] = (float) (noise * (2 * random.nextDouble() - 1));
    }
    point[type.ordinal()] += (float) (scale * (1 - share));
    point[other.ordinal()] += (float) (scale * share);
    return point;
  }

  private Straightened image(ChromosomeType type) {
    int length = 150 - 5 * type.ordinal() + random.nextInt(5);
    float[] profile = Ideogram.of(type).profile(length).toArray();
    float[] stain = new float[length * 10];
    for (int i = 0; i < stain.length; i++) {
      double value = 0.2 + 0.6 * profile[i / 10] + 0.1 * (random.nextDouble() - 0.5);
      stain[i] = (float) Math.max(0, Math.min(1, value));
    }
    return Straightened.builder(length, 10, stain).build();
  }

  private static Classification classification(float[] point, Straightened image) {
    double[] weights = new double[ChromosomeType.ALL.size()];
    Arrays.setAll(weights, i -> Math.exp(6 * point[i]));
    double sum = Arrays.stream(weights).sum();
    float[] probabilities = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      probabilities[i] = (float) (weights[i] / sum);
    }
    return new Classification(
        new TypeProbabilities(probabilities), new Embedding(point.clone()), image);
  }

  List<CellEvidence.Chromosome> cell(List<ChromosomeType> types) {
    List<CellEvidence.Chromosome> cell = new ArrayList<>();
    for (ChromosomeType type : types) {
      ChromosomeType next =
          ChromosomeType.ALL.get((type.ordinal() + 1) % ChromosomeType.ALL.size());
      // One of ten is torn between two types.
      double share = random.nextInt(10) == 0 ? 0.35 + 0.2 * random.nextDouble() : 0;
      cell.add(mixed(cell.size(), type, next, share));
    }
    return cell;
  }

  /** Training data of normal cells, p arms up. */
  AssignerTraining training(int trainingCells, int validationCells) {
    List<AssignerTraining.Example> examples = new ArrayList<>();
    for (int cell = 0; cell < trainingCells; cell++) {
      List<ChromosomeType> types = normal(cell % 2 == 0);
      List<CellEvidence.Chromosome> chromosomes = cell(types);
      for (int i = 0; i < types.size(); i++) {
        examples.add(
            new AssignerTraining.Example(
                chromosomes.get(i).asItLies(), types.get(i), Optional.of("cell " + cell)));
      }
    }
    List<AssignerTraining.KnownCell> validation = new ArrayList<>();
    for (int cell = 0; cell < validationCells; cell++) {
      List<ChromosomeType> types = normal(cell % 2 == 0);
      validation.add(new AssignerTraining.KnownCell(cell(types), types, Optional.empty()));
    }
    return new AssignerTraining(examples, validation, 1, new Cancellation());
  }
}
