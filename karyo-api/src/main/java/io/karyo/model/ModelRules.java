package io.karyo.model;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The rules for the content of a model file. A {@link ModelSink} other than a model file, for
 * example one for tests, can check the values that a part saves by these rules.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
public final class ModelRules {

  /** The maximum number of dimensions of an array. */
  public static final int MAX_DIMENSIONS = 8;

  /**
   * The maximum number of characters of a path: the kind of a part, the names of nested parts and
   * the name of an array, joined by slashes.
   */
  public static final int MAX_PATH = 256;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  private ModelRules() {}

  /**
   * Returns whether a name is valid for an array or a nested part: 1 to 64 of a–z, A–Z, 0–9, '_',
   * '.' and '-', not beginning with '.' or '-'.
   *
   * @param name a proposed name
   * @return whether it is of that form
   */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Checks a name.
   *
   * @param name a proposed name
   * @return the same name
   * @throws IllegalArgumentException if {@link #isName} is false
   */
  public static String checkName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "name: must be 1 to 64 of a-z, A-Z, 0-9, '_', '.' and '-', the first no '.' or '-',"
              + " found '"
              + name
              + "'");
    }
    return name;
  }

  /**
   * Returns the number of values of a shape.
   *
   * @param shape the extent of each dimension
   * @return their product, 1 without dimensions
   * @throws IllegalArgumentException if an extent is below 1, or there are more than {@link
   *     #MAX_DIMENSIONS} dimensions or 2³¹ values or more
   */
  public static int sizeOf(int... shape) {
    if (shape.length > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "must have at most " + MAX_DIMENSIONS + " dimensions, found " + shape.length);
    }
    int size = 1;
    try {
      for (int extent : shape) {
        if (extent < 1) {
          throw new IllegalArgumentException(
              "must have no extent below 1, found " + Arrays.toString(shape));
        }
        size = Math.multiplyExact(size, extent);
      }
      return size;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "must have fewer than 2^31 values, found " + Arrays.toString(shape), e);
    }
  }

  /**
   * Returns the index of the first NaN or infinity.
   *
   * @param values numbers
   * @param length the number of values to check
   * @return the index, or -1 if all are finite
   */
  public static int firstNotFinite(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Checks an array.
   *
   * @param name names it in messages
   * @param values the numbers
   * @param shape the extent of each dimension
   * @throws IllegalArgumentException if the shape is invalid (see {@link #sizeOf}) or does not
   *     match the number of values, or a number is not finite
   */
  public static void checkArray(String name, float[] values, int... shape) {
    int size;
    try {
      size = sizeOf(shape);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("array '" + name + "': " + e.getMessage(), e);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "array '%s': must have the %d values of shape %s, found %d"
              .formatted(name, size, Arrays.toString(shape), values.length));
    }
    int notFinite = firstNotFinite(values, values.length);
    if (notFinite >= 0) {
      throw new IllegalArgumentException(
          "array '%s': must be finite, found %s at %d"
              .formatted(name, values[notFinite], notFinite));
    }
  }
}
