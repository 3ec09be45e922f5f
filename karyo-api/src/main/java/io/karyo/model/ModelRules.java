package io.karyo.model;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * What a model file takes. A {@link ModelSink} that is no model file, for example one for tests,
 * checks by these rules what a part saves.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
public final class ModelRules {

  /** An array has at most so many dimensions. */
  public static final int MAX_DIMENSIONS = 8;

  /**
   * The kind of a part, the names of parts within it and that of an array, joined by slashes, have
   * at most so many characters.
   */
  public static final int MAX_PATH = 256;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  private ModelRules() {}

  /**
   * Returns whether an array, or a part within a part, may have a name: 1 to 64 of a–z, A–Z, 0–9,
   * '_', '.' and '-', the first no '.' or '-'.
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
   * @throws IllegalArgumentException if it is not as {@link #isName} wants it
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
   * @param length how many of them count
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
   * @throws IllegalArgumentException if the shape is not as {@link #sizeOf} wants it or of another
   *     number of values, or a number is not finite
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
