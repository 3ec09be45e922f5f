package io.karyo.archive;

/** Why a chromosome that was cut out of a karyogram should be looked at. */
public enum Doubt {
  /**
   * Its number could not be read, or was read as another: it follows from the order of the rest.
   */
  NUMBER,
  /** It stands between two places, or beside all of them. */
  PLACE,
  /** Its place has another number of chromosomes than usual. */
  COUNT,
  /** It touched its neighbour or its number and was parted from it, or may still be two. */
  TOUCHING,
  /** It was joined from pieces. */
  PIECES,
  /** Something beside it was left out, which may belong to it. */
  LEFT_OUT,
  /** It is unusually long or short for its number, or much longer than its homologue. */
  SIZE
}
