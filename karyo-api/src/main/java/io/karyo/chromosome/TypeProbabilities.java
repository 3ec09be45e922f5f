package io.karyo.chromosome;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A probability for each of the 24 types, with the sum 1.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class TypeProbabilities {

  private static final double TOLERANCE = 1e-3;

  private final float[] values;

  /**
   * Copies and normalises the probabilities.
   *
   * @param values one number per type, in the order of {@link ChromosomeType#ALL}; none negative,
   *     their sum within 0.001 of 1
   * @throws IllegalArgumentException if they are not as described
   */
  public TypeProbabilities(float... values) {
    if (values.length != ChromosomeType.ALL.size()) {
      throw new IllegalArgumentException(
          "values: must be " + ChromosomeType.ALL.size() + ", found " + values.length);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0)) {
        throw new IllegalArgumentException(
            "probability of " + ChromosomeType.ALL.get(i) + ": must be 0 to 1, found " + values[i]);
      }
      sum += values[i];
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException("values: must add up to 1, found " + sum);
    }
    this.values = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      this.values[i] = (float) (values[i] / sum);
    }
  }

  /**
   * Returns the probability of one type.
   *
   * @param type the type
   * @return 0 to 1
   */
  public float of(ChromosomeType type) {
    return values[type.ordinal()];
  }

  /**
   * Returns the weighted mean of these probabilities and others.
   *
   * @param others the other probabilities
   * @param share the weight of the others, 0 to 1; at 0 the result equals this, at 1 the others, to
   *     the last bit
   * @return the mean
   */
  public TypeProbabilities mixedWith(TypeProbabilities others, double share) {
    if (share == 0 || others.equals(this)) {
      return this;
    }
    if (share == 1) {
      return others;
    }
    float[] mixed = new float[values.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (float) ((1 - share) * values[i] + share * others.values[i]);
    }
    return new TypeProbabilities(mixed);
  }

  /** {@return the most probable type, the first of equals} */
  public ChromosomeType best() {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return ChromosomeType.ALL.get(best);
  }

  /** {@return all 24 types with their probabilities, the most probable first} */
  public List<Classification.Alternative> ranked() {
    return ChromosomeType.ALL.stream()
        .map(type -> new Classification.Alternative(type, of(type)))
        .sorted(Comparator.comparingDouble(alternative -> -alternative.probability()))
        .toList();
  }

  /** {@return a new array of the 24 probabilities, in the order of {@link ChromosomeType#ALL}} */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TypeProbabilities that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "TypeProbabilities" + ranked().subList(0, 3);
  }
}
