package io.karyo.cli.paper;

/**
 * How many images are drawn.
 *
 * @param train to learn from
 * @param validation to choose the best epoch with
 * @param test for the figures
 */
record Sizes(int train, int validation, int test) {

  /** The paper's. */
  static final Sizes PAPER = new Sizes(1296, 235, 209);

  /** A third of the training images: pairs fall with the square. */
  static final Sizes QUICK = new Sizes(432, 120, 120);

  int all() {
    return train + validation + test;
  }

  @Override
  public String toString() {
    return train + " / " + validation + " / " + test;
  }
}
