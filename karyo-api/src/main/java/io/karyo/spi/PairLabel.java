package io.karyo.spi;

/** Whether the two images of a pair show the same type. */
public enum PairLabel {
  /** Two images of one type. */
  SIMILAR,
  /** Images of two types. */
  DISSIMILAR
}
