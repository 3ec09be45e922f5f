package io.karyo.audit;

/** Why labels are probably wrong. */
public enum FindingKind {
  /** Chromosomes of one cell have each other's labels: two of them or, rarely, more in a circle. */
  EXCHANGED,
  /** A run of labels of one cell has moved on to the next type. */
  SHIFTED,
  /** The label of one chromosome is wrong by itself. */
  WRONG,
  /**
   * The same picture occurs more than once. This alone proposes no other type; if the labels
   * differ, all but one are wrong.
   */
  DOUBLE
}
