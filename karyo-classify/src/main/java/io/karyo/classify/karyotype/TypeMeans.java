package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.spi.AssignerTraining.Example;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The mean embedding of each type.
 *
 * @param means one row a type in the order of {@link ChromosomeType#ALL}; zeros for a type that was
 *     not trained
 * @param trained which types were trained
 * @param spread the mean squared distance between two trained means
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record TypeMeans(float[][] means, boolean[] trained, double spread) {

  static final int TYPES = ChromosomeType.ALL.size();

  static TypeMeans of(List<Example> examples) {
    int size = examples.get(0).chromosome().embedding().size();
    double[][] sums = new double[TYPES][size];
    int[] counts = new int[TYPES];
    for (Example example : examples) {
      int type = example.type().ordinal();
      counts[type]++;
      for (int d = 0; d < size; d++) {
        sums[type][d] += example.chromosome().embedding().get(d);
      }
    }
    float[][] means = new float[TYPES][size];
    boolean[] trained = new boolean[TYPES];
    for (int type = 0; type < TYPES; type++) {
      trained[type] = counts[type] > 0;
      for (int d = 0; d < size && trained[type]; d++) {
        means[type][d] = (float) (sums[type][d] / counts[type]);
      }
    }
    return of(means, trained);
  }

  static TypeMeans of(float[][] means, boolean[] trained) {
    double sum = 0;
    int count = 0;
    for (int a = 0; a < TYPES; a++) {
      for (int b = 0; b < a; b++) {
        if (trained[a] && trained[b]) {
          sum += Embedding.squaredDistance(means[a], means[b]);
          count++;
        }
      }
    }
    return new TypeMeans(means, trained, sum > 0 ? sum / count : 1);
  }

  /** Moves the means towards those of new examples; as many as the inertia go half-way. */
  TypeMeans movedTo(List<Example> examples, double inertia) {
    TypeMeans other = of(examples);
    int[] counts = new int[TYPES];
    examples.forEach(example -> counts[example.type().ordinal()]++);
    float[][] moved = new float[TYPES][];
    for (int type = 0; type < TYPES; type++) {
      moved[type] = means[type].clone();
      double share = counts[type] / (counts[type] + inertia);
      for (int d = 0; d < moved[type].length && trained[type]; d++) {
        moved[type][d] += (float) (share * (other.means[type][d] - moved[type][d]));
      }
    }
    return of(moved, trained);
  }

  /**
   * The squared distances to all means over the spread; infinite for a type that has none.
   *
   * @throws KaryoException if the embedding is of another size, as in a model of parts that do not
   *     belong together
   */
  double[] distances(Embedding embedding) {
    float[] point = embedding.toArray();
    if (point.length != means[0].length) {
      throw new KaryoException(
          "assigner: must be of embeddings of "
              + point.length
              + " coordinates, found "
              + means[0].length);
    }
    double[] distances = new double[TYPES];
    for (int type = 0; type < TYPES; type++) {
      distances[type] =
          trained[type]
              ? Embedding.squaredDistance(point, means[type]) / spread
              : Double.POSITIVE_INFINITY;
    }
    return distances;
  }

  /** Returns which other types are nearest to each type. */
  boolean[][] nearest(int count) {
    boolean[][] nearest = new boolean[TYPES][TYPES];
    for (int type = 0; type < TYPES; type++) {
      float[] mean = means[type];
      int own = type;
      IntStream.range(0, TYPES)
          .filter(other -> other != own && trained[own] && trained[other])
          .boxed()
          .sorted(
              Comparator.comparingDouble(other -> Embedding.squaredDistance(mean, means[other])))
          .limit(count)
          .forEach(other -> nearest[own][other] = true);
    }
    return nearest;
  }
}
