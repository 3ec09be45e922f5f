package io.karyo;

import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The parts of a karyotyper; segmenter and assigner are optional. */
record Pipeline(
    Optional<Segmenter> segmenter,
    Straightener straightener,
    PairSampler pairSampler,
    SiameseEncoder encoder,
    EmbeddingClassifier classifier,
    Optional<KaryotypeAssigner> assigner) {

  /** Puts a segmenter in the place of the one that there is, if any. */
  Pipeline with(Segmenter other) {
    return new Pipeline(
        Optional.of(other), straightener, pairSampler, encoder, classifier, assigner);
  }

  /**
   * The segmenter, or the default one of the class path.
   *
   * @throws IllegalStateException if there is neither
   */
  Segmenter segmenterOrDefault() {
    return segmenter.orElseGet(() -> Parts.defaultPart(PartKind.SEGMENTER));
  }

  /** Calls something with each part, in the order of their kinds. */
  void forEach(BiConsumer<PartKind<?>, Part> call) {
    segmenter.ifPresent(part -> call.accept(PartKind.SEGMENTER, part));
    call.accept(PartKind.STRAIGHTENER, straightener);
    call.accept(PartKind.PAIR_SAMPLER, pairSampler);
    call.accept(PartKind.ENCODER, encoder);
    call.accept(PartKind.CLASSIFIER, classifier);
    assigner.ifPresent(part -> call.accept(PartKind.ASSIGNER, part));
  }
}
