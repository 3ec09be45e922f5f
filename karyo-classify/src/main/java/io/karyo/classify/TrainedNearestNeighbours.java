package io.karyo.classify;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Explanation;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelSink;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.TrainedClassifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The training embeddings, laid out for a search that a compiler turns into vector operations. */
final class TrainedNearestNeighbours implements TrainedClassifier {

  static final String EMBEDDINGS = "embeddings";
  static final String LABELS = "types";

  /** The additional votes of all types together. */
  private static final double SMOOTHING = 0.1;

  /** The number of embeddings whose distances are computed side by side. */
  private static final int BLOCK = 256;

  private final int k;
  private final double temperature;
  private final TypeSet types;
  private final int[] classes;
  private final int size;

  /** A block each: coordinate by coordinate, its values of the block's embeddings. */
  private final float[][] blocks;

  /**
   * Takes up the training embeddings.
   *
   * @param temperature divides the logarithms of the votes
   * @param classes the class of each embedding
   * @param embeddings row-major, an embedding a row
   */
  TrainedNearestNeighbours(
      int k, double temperature, TypeSet types, int[] classes, float[] embeddings) {
    this.k = k;
    this.temperature = temperature;
    this.types = types;
    this.classes = classes;
    size = embeddings.length / classes.length;
    blocks = new float[(classes.length + BLOCK - 1) / BLOCK][];
    Arrays.setAll(
        blocks,
        b -> new float[Math.multiplyExact(size, Math.min(BLOCK, classes.length - b * BLOCK))]);
    for (int i = 0; i < classes.length; i++) {
      float[] block = blocks[i / BLOCK];
      int width = block.length / size;
      for (int d = 0; d < size; d++) {
        block[d * width + i % BLOCK] = embeddings[i * size + d];
      }
    }
  }

  private TrainedNearestNeighbours(TrainedNearestNeighbours other, double temperature) {
    k = other.k;
    this.temperature = temperature;
    types = other.types;
    classes = other.classes;
    size = other.size;
    blocks = other.blocks;
  }

  TrainedNearestNeighbours withTemperature(double other) {
    return new TrainedNearestNeighbours(this, other);
  }

  @Override
  public List<TypeProbabilities> classify(List<Embedding> embeddings) {
    List<TypeProbabilities> probabilities = new ArrayList<>(embeddings.size());
    for (int i = 0; i < embeddings.size(); i++) {
      float[] logits = logits(TypeSet.coordinates(embeddings, i, size));
      probabilities.add(types.probabilities(Temperature.softmax(logits, temperature)));
    }
    return probabilities;
  }

  /** Returns the logarithm of the votes for each class. */
  float[] logits(float[] query) {
    int voters = Math.min(k, classes.length);
    int[] nearest = new int[voters];
    double[] distances = new double[voters];
    nearest(query, nearest, distances);
    double mean = 0;
    for (int i = 0; i < voters; i++) {
      distances[i] = Math.sqrt(distances[i]);
      mean += distances[i] / voters;
    }
    double scale = mean > 0 ? mean : 1;
    double[] votes = new double[types.count()];
    Arrays.fill(votes, SMOOTHING / votes.length);
    for (int i = 0; i < voters; i++) {
      votes[classes[nearest[i]]] += scale / (scale + distances[i]);
    }
    float[] logits = new float[votes.length];
    for (int c = 0; c < votes.length; c++) {
      logits[c] = (float) StrictMath.log(votes[c]);
    }
    return logits;
  }

  @Override
  public List<Explanation.Neighbour> nearest(Embedding embedding, int count) {
    int[] nearest = new int[Math.min(count, classes.length)];
    double[] distances = new double[nearest.length];
    nearest(TypeSet.coordinates(List.of(embedding), 0, size), nearest, distances);
    List<Explanation.Neighbour> neighbours = new ArrayList<>(nearest.length);
    for (int i = 0; i < nearest.length; i++) {
      neighbours.add(
          new Explanation.Neighbour(types.typeOf(classes[nearest[i]]), Math.sqrt(distances[i])));
    }
    return neighbours;
  }

  /** Finds the nearest, in order of their squared distances, then of their indices. */
  private void nearest(float[] query, int[] nearest, double[] distances) {
    int wanted = nearest.length;
    double[] sums = new double[BLOCK];
    int found = 0;
    for (int b = 0; b < blocks.length; b++) {
      Arrays.fill(sums, 0);
      int inBlock = blocks[b].length / size;
      for (int d = 0; d < size; d++) {
        addSquares(blocks[b], d * inBlock, inBlock, query[d], sums);
      }
      for (int i = 0; i < inBlock; i++) {
        if (found < wanted || sums[i] < distances[wanted - 1]) {
          int place = found < wanted ? found++ : wanted - 1;
          while (place > 0 && distances[place - 1] > sums[i]) {
            distances[place] = distances[place - 1];
            nearest[place] = nearest[place - 1];
            place--;
          }
          distances[place] = sums[i];
          nearest[place] = b * BLOCK + i;
        }
      }
    }
  }

  /**
   * Sums in double, because the rounding of float sums could change the order of close neighbours.
   */
  private static void addSquares(
      float[] block, int start, int count, double coordinate, double[] sums) {
    for (int i = 0; i < count; i++) {
      double difference = coordinate - block[start + i];
      sums[i] += difference * difference;
    }
  }

  /** Adds the new embeddings to its own. */
  @Override
  public TrainedClassifier adapt(ClassifierTraining training) {
    List<ClassifierTraining.Example> examples = training.training();
    types.requireAll(examples);
    float[] all = Arrays.copyOf(embeddings(), (classes.length + examples.size()) * size);
    int[] allClasses = Arrays.copyOf(classes, classes.length + examples.size());
    int[] added = types.classesOf(examples);
    System.arraycopy(added, 0, allClasses, classes.length, added.length);
    List<Embedding> embeddings =
        examples.stream().map(ClassifierTraining.Example::embedding).toList();
    for (int i = 0; i < added.length; i++) {
      float[] coordinates = TypeSet.coordinates(embeddings, i, size);
      System.arraycopy(coordinates, 0, all, (classes.length + i) * size, size);
    }
    return new TrainedNearestNeighbours(k, temperature, types, allClasses, all);
  }

  private float[] embeddings() {
    float[] embeddings = new float[classes.length * size];
    for (int i = 0; i < classes.length; i++) {
      float[] block = blocks[i / BLOCK];
      int width = block.length / size;
      for (int d = 0; d < size; d++) {
        embeddings[i * size + d] = block[d * width + i % BLOCK];
      }
    }
    return embeddings;
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    sink.array(EMBEDDINGS, embeddings(), classes.length, size);
    sink.array(LABELS, types.ordinalsOf(classes), classes.length);
    sink.state(Temperature.state(temperature));
  }
}
