package io.karyo.spi;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import java.io.IOException;
import java.util.List;

/**
 * A trained Siamese encoder.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * the embedding of a chromosome must not depend on which others are in the list.
 */
@FunctionalInterface
public interface TrainedEncoder extends AutoCloseable {

  /**
   * Embeds chromosomes.
   *
   * @param chromosomes any number of chromosomes
   * @return an embedding each, in the same order, all of one size
   */
  List<Embedding> encode(List<PreparedChromosome> chromosomes);

  /**
   * Returns whether a chromosome has the same embedding whichever way up it lies. It is then not
   * embedded a second time to find its polarity out.
   *
   * @return false unless overridden
   */
  default boolean ignoresPolarity() {
    return false;
  }

  /**
   * Writes what {@link SiameseEncoder#restore} needs.
   *
   * @param sink where to
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException unless overridden
   */
  default void save(ModelSink sink) throws IOException {
    throw new UnsupportedOperationException("this encoder must override save to be saved");
  }

  /**
   * Learns from another laboratory's chromosomes, beginning where this encoder is and staying near.
   * Unless this encoder {@link #ignoresPolarity}, those that seemed to lie upside down were turned.
   *
   * @param training the new chromosomes, perhaps of a few cells only
   * @return a new encoder; this one stays as it is
   * @throws UnsupportedOperationException unless overridden
   */
  default TrainedEncoder adapt(EncoderTraining training) {
    throw new UnsupportedOperationException("this encoder must override adapt to be adapted");
  }

  /** Frees what the encoder holds outside the heap; a second call does nothing. */
  @Override
  default void close() {}
}
