package io.karyo.synthetic;

/** The shape of the bend of a synthetic chromosome. */
public enum BendShape {
  /** Evenly along its whole length, like a banana. */
  ARC,
  /** At one place, between two straight arms. */
  KINK,
  /** One way in one half and back in the other, like an S. */
  DOUBLE
}
