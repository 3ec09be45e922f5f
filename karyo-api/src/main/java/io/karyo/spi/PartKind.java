package io.karyo.spi;

import java.util.List;

/**
 * The kinds of parts that make up a {@link io.karyo.Karyotyper}, and of those that are found in the
 * same way but stand within another part.
 *
 * <p><b>Thread safety:</b> immutable. Each kind is equal to itself only.
 *
 * @param <P> the plug-in interface of the kind
 */
public final class PartKind<P extends Part> {

  /** A {@link Segmenter}, which only photographs need; a karyotyper can be without. */
  public static final PartKind<Segmenter> SEGMENTER = new PartKind<>("segmenter", Segmenter.class);

  /** A {@link Straightener}. */
  public static final PartKind<Straightener> STRAIGHTENER =
      new PartKind<>("straightener", Straightener.class);

  /** A {@link PairSampler}. */
  public static final PartKind<PairSampler> PAIR_SAMPLER =
      new PartKind<>("pairSampler", PairSampler.class);

  /** A {@link SiameseEncoder}. */
  public static final PartKind<SiameseEncoder> ENCODER =
      new PartKind<>("encoder", SiameseEncoder.class);

  /** An {@link EmbeddingClassifier}. */
  public static final PartKind<EmbeddingClassifier> CLASSIFIER =
      new PartKind<>("classifier", EmbeddingClassifier.class);

  /** A {@link KaryotypeAssigner}; a karyotyper can be without. */
  public static final PartKind<KaryotypeAssigner> ASSIGNER =
      new PartKind<>("assigner", KaryotypeAssigner.class);

  private final String property;
  private final Class<P> type;

  /**
   * Makes the kind of a part that stands within another part, which looks it up by {@link
   * Parts#create(PartKind, String, io.karyo.model.Settings)}. A {@link PartProvider} registers it.
   *
   * @param property names the kind in messages
   * @param type the plug-in interface
   * @param <P> the plug-in interface
   * @return a kind that is none of {@link #values}
   */
  public static <P extends Part> PartKind<P> inner(String property, Class<P> type) {
    return new PartKind<>(property, type);
  }

  private PartKind(String property, Class<P> type) {
    this.property = property;
    this.type = type;
  }

  /** {@return the six kinds in the order in which a karyotyper uses the parts, unmodifiable} */
  public static List<PartKind<?>> values() {
    return List.of(SEGMENTER, STRAIGHTENER, PAIR_SAMPLER, ENCODER, CLASSIFIER, ASSIGNER);
  }

  /**
   * {@return the name of the builder's property and of the model file's field; for example {@code
   * "pairSampler"}}
   */
  public String property() {
    return property;
  }

  /** {@return the plug-in interface} */
  public Class<P> type() {
    return type;
  }

  @Override
  public String toString() {
    return property;
  }
}
