package io.karyo.spi;

/** The five kinds of parts that make up a {@link io.karyo.Karyotyper}. */
public enum PartKind {
  /** A {@link Straightener}. */
  STRAIGHTENER("straightener", Straightener.class),
  /** A {@link PairSampler}. */
  PAIR_SAMPLER("pairSampler", PairSampler.class),
  /** A {@link SiameseEncoder}. */
  ENCODER("encoder", SiameseEncoder.class),
  /** An {@link EmbeddingClassifier}. */
  CLASSIFIER("classifier", EmbeddingClassifier.class),
  /** A {@link KaryotypeAssigner}; the only kind that a karyotyper can be without. */
  ASSIGNER("assigner", KaryotypeAssigner.class);

  private final String property;
  private final Class<? extends Part> type;

  PartKind(String property, Class<? extends Part> type) {
    this.property = property;
    this.type = type;
  }

  /**
   * Returns the name of the builder's property and of the model file's field.
   *
   * @return for example {@code "pairSampler"}
   */
  public String property() {
    return property;
  }

  /**
   * Returns the plug-in interface.
   *
   * @return one of the five interfaces
   */
  public Class<? extends Part> type() {
    return type;
  }
}
