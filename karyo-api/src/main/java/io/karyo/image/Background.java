package io.karyo.image;

/**
 * The tone of the background in the picture of a chromosome.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public enum Background {
  /** Dark chromosome on white: absorbing stains such as G-bands (Giemsa). */
  WHITE,
  /** Bright chromosome on black: fluorescent stains such as Q-bands (quinacrine). */
  BLACK
}
