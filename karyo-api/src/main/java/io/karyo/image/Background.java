package io.karyo.image;

/**
 * The tone around a chromosome in its picture.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public enum Background {
  /** Light around dark: absorbing stains such as G-bands (Giemsa). */
  WHITE,
  /** Dark around bright: fluorescent stains such as Q-bands (quinacrine). */
  BLACK
}
