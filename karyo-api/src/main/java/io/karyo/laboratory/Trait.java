package io.karyo.laboratory;

import java.util.Locale;

/**
 * What distinguishes the cells of one laboratory from those of another; medians over a cell, of
 * typicality and doubt means.
 */
public enum Trait {
  /** The natural logarithm of the lengths, in px: resolution, and how condensed the cells are. */
  LENGTH,
  /** The natural logarithm of the mean widths, in px. */
  WIDTH,
  /** The mean stain, 0 to 1. */
  STAIN,
  /** The contrast of the bands: standard deviation of the stain over its mean. */
  CONTRAST,
  /** The natural logarithm of the squared steps of stain from row to row: sharpness of bands. */
  BAND_SHARPNESS,
  /** The natural logarithm of the squared steps of stain across: sharpness of edges. */
  EDGE_SHARPNESS,
  /** The mean logarithm of the typicalities; 0 if the model does not measure them. */
  TYPICALITY,
  /** The mean logarithm of the doubt about the types. */
  DOUBT;

  /** {@return the trait in words, for example {@code band sharpness}} */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
