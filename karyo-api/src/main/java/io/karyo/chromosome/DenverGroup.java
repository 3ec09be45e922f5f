package io.karyo.chromosome;

/**
 * The seven groups of human chromosomes by size and centromere (Denver conference, 1960; London,
 * 1963).
 *
 * <p><b>Thread safety:</b> immutable.
 */
public enum DenverGroup {
  /** 1 to 3: large, metacentric. */
  A,
  /** 4 and 5: large, submetacentric. */
  B,
  /** 6 to 12 and X: medium, submetacentric. */
  C,
  /** 13 to 15: medium, acrocentric. */
  D,
  /** 16 to 18: short. */
  E,
  /** 19 and 20: short, metacentric. */
  F,
  /** 21, 22 and Y: short, acrocentric. */
  G
}
