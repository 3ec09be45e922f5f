package io.karyo.benchmarks;

/**
 * What a figure must reach and what it aims at.
 *
 * @param must the limit
 * @param aim what would be better still
 * @param atLeast whether more is better
 */
record Goal(double must, double aim, boolean atLeast) {

  static Goal atLeast(double must, double aim) {
    return new Goal(must, aim, true);
  }

  static Goal atMost(double must, double aim) {
    return new Goal(must, aim, false);
  }

  private boolean reaches(double value, double limit) {
    return atLeast ? value >= limit : value <= limit;
  }

  String verdict(double value) {
    if (reaches(value, aim)) {
      return "ok, aim";
    }
    return reaches(value, must) ? "ok" : "missed";
  }

  @Override
  public String toString() {
    return (atLeast ? "≥ " : "≤ ") + Table.number(must) + "; " + Table.number(aim);
  }
}
