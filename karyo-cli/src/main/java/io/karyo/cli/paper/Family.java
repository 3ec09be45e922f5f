package io.karyo.cli.paper;

/** The kinds of models that the paper compares. */
enum Family {
  PIXEL_MLP("two-layer MLP"),
  DEEP_CNN("Deep CNN"),
  SIAMESE_NEAREST("Siamese + nearest"),
  SIAMESE_MLP("Siamese + MLP"),
  CON_SIAMESE_MLP("Con-Siamese + MLP");

  private final String title;

  Family(String title) {
    this.title = title;
  }

  /** The name in the paper. */
  String title() {
    return title;
  }

  /** Whether an embedding is learned from pairs. */
  boolean siamese() {
    return this == SIAMESE_NEAREST || this == SIAMESE_MLP || this == CON_SIAMESE_MLP;
  }
}
