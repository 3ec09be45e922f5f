package io.karyo.cli.paper;

/** Which pairs a Siamese network learns from. */
enum Pairing {
  /** No pairs: not a Siamese network. */
  NONE("–"),
  /** Every pair. */
  ALL("all"),
  /** Every similar pair and twice as many random dissimilar ones. */
  RANDOM("random"),
  /** As many similar pairs of each type, as many dissimilar ones of each two types. */
  BALANCED("balanced");

  private final String title;

  Pairing(String title) {
    this.title = title;
  }

  /** The text in the table. */
  String title() {
    return title;
  }
}
