package io.karyo.cli.paper;

import java.util.Locale;

/**
 * What is trained for a row; rows that are the mean and the best of the same runs share it.
 *
 * @param family the kind of model
 * @param method how chromosomes are straightened
 * @param pairing which pairs are learned from
 */
record Experiment(Family family, Method method, Pairing pairing) {

  /** Returns a name that is fit for a file. */
  String id() {
    String id = family + "." + method + (family.siamese() ? "." + pairing : "");
    return id.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the model with its straightening, for a reader. */
  String title() {
    return family.title()
        + ", "
        + method.title()
        + (family.siamese() ? ", " + pairing.title() + " pairs" : "");
  }

  /**
   * Returns whether both columns are one. The library's perceptron has one way to train, and the
   * paper does not describe its own.
   */
  boolean sameInBothColumns() {
    return family == Family.PIXEL_MLP;
  }
}
