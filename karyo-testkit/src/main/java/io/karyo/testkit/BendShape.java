package io.karyo.testkit;

/** How a synthetic chromosome is bent. */
public enum BendShape {
  /** Evenly along its whole length, like a banana. */
  ARC,
  /** At one place, between two straight arms. */
  KINK,
  /** One way in its upper half and back in its lower half, like an S. */
  DOUBLE
}
