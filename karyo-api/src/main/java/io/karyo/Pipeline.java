package io.karyo;

import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Part;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import java.util.List;
import java.util.Optional;

/** The five parts of a karyotyper; only the assigner is optional. */
record Pipeline(
    Straightener straightener,
    PairSampler pairSampler,
    SiameseEncoder encoder,
    EmbeddingClassifier classifier,
    Optional<KaryotypeAssigner> assigner) {

  /** Checks that each part can run in this environment. */
  void check() {
    for (Part part : List.of(straightener, pairSampler, encoder, classifier)) {
      part.check();
    }
    assigner.ifPresent(Part::check);
  }
}
