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
 * the embedding of a chromosome must not depend on the others in the list.
 */
@FunctionalInterface
public interface TrainedEncoder extends AutoCloseable {

  /**
   * Embeds chromosomes.
   *
   * @param chromosomes any number of chromosomes
   * @return one embedding per chromosome, in the same order, all of one size
   */
  List<Embedding> encode(List<PreparedChromosome> chromosomes);

  /**
   * {@return whether a chromosome has the same embedding in both polarities; default false} If so,
   * it is not embedded a second time to find its polarity.
   */
  default boolean ignoresPolarity() {
    return false;
  }

  /**
   * Writes what {@link SiameseEncoder#restore} needs.
   *
   * @param sink receives arrays and a state
   * @throws IOException if writing fails
   * @throws UnsupportedOperationException unless overridden
   */
  default void save(ModelSink sink) throws IOException {
    throw new UnsupportedOperationException("this encoder must override save to be saved");
  }

  /**
   * Adapts the encoder to another laboratory's chromosomes. The training starts from this encoder
   * and stays near it. Unless this encoder {@link #ignoresPolarity}, chromosomes that appeared to
   * be upside down have been turned.
   *
   * @param training the new chromosomes, possibly of only a few cells
   * @return a new encoder; this one is unchanged
   * @throws UnsupportedOperationException unless overridden
   */
  default TrainedEncoder adapt(EncoderTraining training) {
    throw new UnsupportedOperationException("this encoder must override adapt to be adapted");
  }

  /** Frees memory outside the heap; a second call does nothing. */
  @Override
  default void close() {}
}
