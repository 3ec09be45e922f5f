package io.karyo.chromosome;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The density of the stain along a chromosome, evenly spaced from the end of the p arm to the end
 * of the q arm.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class BandProfile {

  private final float[] values;

  /**
   * Copies the values.
   *
   * @param values stain, 0 to 1 each; at least one
   * @throws IllegalArgumentException if they are not as described
   */
  public BandProfile(float... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: must be at least one, found none");
    }
    for (float value : values) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("values: must be 0 to 1, found " + value);
      }
    }
    this.values = values.clone();
  }

  /** {@return the number of values, at least 1} */
  public int size() {
    return values.length;
  }

  /** {@return a new array of the values} */
  public float[] toArray() {
    return values.clone();
  }

  /**
   * Stretches or shrinks the profile; each new value is the mean of the range that it covers.
   *
   * @param size the new number of values, at least 1
   * @return the same profile with other spacing
   */
  public BandProfile resized(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size: must be at least 1, found " + size);
    }
    float[] resized = new float[size];
    double step = values.length / (double) size;
    for (int i = 0; i < size; i++) {
      double from = i * step;
      double to = Math.min(values.length, (i + 1) * step);
      double sum = 0;
      for (int j = (int) from; j < to; j++) {
        sum += values[j] * (Math.min(to, j + 1) - Math.max(from, j));
      }
      resized[i] = (float) Math.max(0, Math.min(1, sum / (to - from)));
    }
    return new BandProfile(resized);
  }

  /** {@return the profile in reverse order, as seen from the other end} */
  public BandProfile turned() {
    float[] turned = new float[values.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = values[values.length - 1 - i];
    }
    return new BandProfile(turned);
  }

  /**
   * Returns Pearson's correlation with another profile.
   *
   * @param other a profile of the same size
   * @return -1 to 1; 0 if one of them is flat
   * @throws IllegalArgumentException if the sizes differ
   */
  public double correlation(BandProfile other) {
    if (other.values.length != values.length) {
      throw new IllegalArgumentException(
          "other: must have " + values.length + " values, found " + other.values.length);
    }
    double mean = 0;
    double otherMean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += values[i] / (double) values.length;
      otherMean += other.values[i] / (double) values.length;
    }
    double product = 0;
    double square = 0;
    double otherSquare = 0;
    for (int i = 0; i < values.length; i++) {
      double difference = values[i] - mean;
      double otherDifference = other.values[i] - otherMean;
      product += difference * otherDifference;
      square += difference * difference;
      otherSquare += otherDifference * otherDifference;
    }
    return square > 0 && otherSquare > 0 ? product / Math.sqrt(square * otherSquare) : 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BandProfile that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "BandProfile[" + values.length + "]";
  }
}
