package io.karyo;

/** Trains on labelled chromosomes and classifies others. */
public final class Karyotyper {
  private Karyotyper() {}
}
