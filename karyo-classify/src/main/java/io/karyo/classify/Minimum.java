package io.karyo.classify;

import java.util.function.DoubleUnaryOperator;

/** Minimises functions of one number. */
final class Minimum {

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int STEPS = 40;

  private Minimum() {}

  /**
   * Finds where a function with one minimum between two positive numbers has it, by golden section
   * of their logarithms (Kiefer 1953), to a relative 1e-7 or so.
   */
  static double between(double low, double high, DoubleUnaryOperator function) {
    double a = Math.log(low);
    double b = Math.log(high);
    double left = b - GOLDEN * (b - a);
    double right = a + GOLDEN * (b - a);
    double atLeft = function.applyAsDouble(Math.exp(left));
    double atRight = function.applyAsDouble(Math.exp(right));
    for (int step = 0; step < STEPS; step++) {
      if (atLeft <= atRight) {
        b = right;
        right = left;
        atRight = atLeft;
        left = b - GOLDEN * (b - a);
        atLeft = function.applyAsDouble(Math.exp(left));
      } else {
        a = left;
        left = right;
        atLeft = atRight;
        right = a + GOLDEN * (b - a);
        atRight = function.applyAsDouble(Math.exp(right));
      }
    }
    return Math.exp((a + b) / 2);
  }
}
