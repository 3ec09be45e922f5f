package io.karyo.network;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The mean embedding of each type, as it lies and turned by 180 degrees; they show which way a
 * chromosome lies. A type without an image has zeros.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class PolarityPrototypes {

  private static final String ARRAY = "prototypes";
  private static final int TYPES = ChromosomeType.ALL.size();

  private final float[][] asItLies;
  private final float[][] turned;

  private PolarityPrototypes(float[][] asItLies, float[][] turned) {
    this.asItLies = asItLies;
    this.turned = turned;
  }

  /**
   * Takes the means.
   *
   * @param asTheyLie one embedding per chromosome
   * @param turned the embeddings of the same chromosomes turned by 180 degrees
   * @param types their types
   * @return the means
   */
  public static PolarityPrototypes of(
      float[][] asTheyLie, float[][] turned, List<ChromosomeType> types) {
    return new PolarityPrototypes(means(asTheyLie, types), means(turned, types));
  }

  /**
   * Fills the gaps of these means.
   *
   * @param others means of the same size
   * @return these means, and those of the others for types that have none here
   */
  public PolarityPrototypes orElse(PolarityPrototypes others) {
    float[][] upright = asItLies.clone();
    float[][] other = turned.clone();
    for (int type = 0; type < TYPES; type++) {
      if (!present(type)) {
        upright[type] = others.asItLies[type];
        other[type] = others.turned[type];
      }
    }
    return new PolarityPrototypes(upright, other);
  }

  private static float[][] means(float[][] embeddings, List<ChromosomeType> types) {
    float[][] means = new float[TYPES][embeddings[0].length];
    int[] counts = new int[TYPES];
    for (ChromosomeType type : types) {
      counts[type.ordinal()]++;
    }
    for (int i = 0; i < embeddings.length; i++) {
      int type = types.get(i).ordinal();
      for (int j = 0; j < means[type].length; j++) {
        means[type][j] += embeddings[i][j] / counts[type];
      }
    }
    return means;
  }

  /**
   * Finds the nearest mean, as it lies.
   *
   * @param embedding an embedding
   * @return the ordinal number of its type; -1 if there are no means
   */
  public int nearest(float[] embedding) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int type = 0; type < TYPES; type++) {
      double distance = distance(embedding, asItLies[type]);
      if (present(type) && distance < least) {
        least = distance;
        nearest = type;
      }
    }
    return nearest;
  }

  /**
   * Returns whether a chromosome of an unknown type fits better when it is turned.
   *
   * @param asItLies its embedding
   * @param turned its embedding when it is turned
   * @return true if so
   */
  public boolean liesTurned(float[] asItLies, float[] turned) {
    double upright = Double.POSITIVE_INFINITY;
    double other = Double.POSITIVE_INFINITY;
    for (ChromosomeType type : ChromosomeType.ALL) {
      if (present(type.ordinal())) {
        upright = Math.min(upright, misfit(type, asItLies, turned));
        other = Math.min(other, misfit(type, turned, asItLies));
      }
    }
    return other < upright;
  }

  /**
   * Returns whether a chromosome of a known type fits better when it is turned.
   *
   * @param type its type
   * @param asItLies its embedding
   * @param turned its embedding when it is turned
   * @return true if so; false for a type without means
   */
  public boolean liesTurned(ChromosomeType type, float[] asItLies, float[] turned) {
    return present(type.ordinal())
        && misfit(type, turned, asItLies) < misfit(type, asItLies, turned);
  }

  private double misfit(ChromosomeType type, float[] upright, float[] other) {
    return distance(upright, asItLies[type.ordinal()]) + distance(other, turned[type.ordinal()]);
  }

  private boolean present(int type) {
    for (float value : asItLies[type]) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }

  /** The squared distance. */
  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = a[j] - b[j];
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * Writes the means as the array {@code prototypes}, {@code [2, 24, size]}.
   *
   * @param sink the part of a model file that is to hold the network
   * @throws IOException if writing fails
   */
  public void write(ModelSink sink) throws IOException {
    int size = asItLies[0].length;
    float[] all = new float[2 * TYPES * size];
    for (int type = 0; type < TYPES; type++) {
      System.arraycopy(asItLies[type], 0, all, type * size, size);
      System.arraycopy(turned[type], 0, all, (TYPES + type) * size, size);
    }
    sink.array(ARRAY, all, 2, TYPES, size);
  }

  /**
   * Reads means.
   *
   * @param source the part of a model file that holds the network
   * @param size the number of coordinates of an embedding
   * @return the means
   * @throws io.karyo.model.ModelFormatException if the array is missing or has another shape
   */
  public static PolarityPrototypes read(ModelSource source, int size) {
    float[] all = source.array(ARRAY, 2, TYPES, size);
    float[][] rows = new float[2 * TYPES][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(all, i * size, (i + 1) * size));
    return new PolarityPrototypes(
        Arrays.copyOf(rows, TYPES), Arrays.copyOfRange(rows, TYPES, 2 * TYPES));
  }
}
