package io.karyo.model;

/**
 * Checks of settings. All of them throw an {@link IllegalArgumentException} whose message is {@code
 * name: must be RULE, found VALUE}.
 */
public final class Require {

  private Require() {}

  /**
   * Checks a whole number.
   *
   * @param name the name of the number, for the message
   * @param value the number
   * @param least the smallest allowed value
   * @param most the largest allowed value
   * @return the number
   * @throws IllegalArgumentException if it is out of range
   */
  public static int inRange(String name, int value, int least, int most) {
    return that(value >= least && value <= most, name, least + " to " + most, value);
  }

  /**
   * Checks a number.
   *
   * @param name what the number is, for the message
   * @param value the number
   * @param least the smallest that is allowed
   * @param most the largest that is allowed
   * @return the number
   * @throws IllegalArgumentException if it is another
   */
  public static double inRange(String name, double value, double least, double most) {
    return that(value >= least && value <= most, name, text(least) + " to " + text(most), value);
  }

  private static String text(double bound) {
    return bound == (int) bound ? Integer.toString((int) bound) : Double.toString(bound);
  }

  /**
   * Checks a whole number.
   *
   * @param name the name of the number, for the message
   * @param value the number
   * @param least the smallest allowed value
   * @return the number
   * @throws IllegalArgumentException if it is smaller
   */
  public static int atLeast(String name, int value, int least) {
    return that(value >= least, name, "at least " + least, value);
  }

  /**
   * Checks that a number is finite and more than 0.
   *
   * @param name the name of the number, for the message
   * @param value the number
   * @return the number
   * @throws IllegalArgumentException if it is not
   */
  public static double positive(String name, double value) {
    return that(value > 0 && value < Double.POSITIVE_INFINITY, name, "a number above 0", value);
  }

  /**
   * Checks that a number is finite and at least 0.
   *
   * @param name the name of the number, for the message
   * @param value the number
   * @return the number
   * @throws IllegalArgumentException if it is not
   */
  public static double notNegative(String name, double value) {
    return that(value >= 0 && value < Double.POSITIVE_INFINITY, name, "at least 0", value);
  }

  /**
   * Checks that a number is at least 0 and less than 1.
   *
   * @param name the name of the number, for the message
   * @param value the number
   * @return the number
   * @throws IllegalArgumentException if it is not
   */
  public static double belowOne(String name, double value) {
    return that(value >= 0 && value < 1, name, "0 to below 1", value);
  }

  /**
   * Checks a value.
   *
   * @param holds whether the value satisfies the rule
   * @param name the name of the value, for the message
   * @param rule the rule, for example "at least 1"
   * @param value the value
   * @param <T> its type
   * @return the value
   * @throws IllegalArgumentException if it does not satisfy the rule
   */
  public static <T> T that(boolean holds, String name, String rule, T value) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": must be " + rule + ", found " + value);
    }
    return value;
  }
}
