package io.karyo.chromosome;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A point in the space that a Siamese encoder learns; points of one type lie close together.
 *
 * <p><b>Thread safety:</b> immutable. Two embeddings are equal if all their bits are equal.
 */
public final class Embedding {

  private final float[] values;

  /**
   * Copies the coordinates.
   *
   * @param values the coordinates, at least one, all finite
   * @throws IllegalArgumentException if there is none or one is not finite
   */
  public Embedding(float... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: must have at least one coordinate, found none");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("values[" + i + "]: must be finite, found " + values[i]);
      }
    }
    this.values = values.clone();
  }

  /** {@return the number of coordinates, at least 1} */
  public int size() {
    return values.length;
  }

  /**
   * Returns one coordinate.
   *
   * @param index 0 to {@link #size()} - 1
   * @return the coordinate
   */
  public float get(int index) {
    return values[index];
  }

  /** {@return a new array of all coordinates} */
  public float[] toArray() {
    return values.clone();
  }

  /**
   * Returns the square of the Euclidean distance of two points.
   *
   * @param one the coordinates of one point
   * @param other the coordinates of the other point, equally many
   * @return ‖one − other‖₂²
   */
  public static double squaredDistance(float[] one, float[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      double difference = (double) one[d] - other[d];
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * Returns the Euclidean distance to another embedding, the D of the contrastive loss.
   *
   * @param other an embedding of the same size
   * @return ‖this − other‖₂
   * @throws IllegalArgumentException if the sizes differ
   */
  public double distance(Embedding other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "other: must have " + values.length + " coordinates, found " + other.values.length);
    }
    return Math.sqrt(squaredDistance(values, other.values));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Embedding embedding && Arrays.equals(values, embedding.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Embedding" + Arrays.toString(values);
  }
}
