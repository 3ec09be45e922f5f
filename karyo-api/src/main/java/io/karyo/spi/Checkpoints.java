package io.karyo.spi;

import io.karyo.Karyotyper;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import java.io.IOException;
import java.util.Optional;

/**
 * Stores checkpoints of a training, so that it can resume after its program was killed: see {@link
 * Karyotyper.Builder#checkpoints}.
 *
 * <p>A trainer with support for checkpoints begins with {@link #latest()} and calls {@link #save}
 * after each epoch. Other trainers start from the beginning after an interruption.
 *
 * <p><b>Thread safety:</b> used by one thread.
 */
public interface Checkpoints {

  /** Stores nothing. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<ModelSource> latest() {
          return Optional.empty();
        }

        @Override
        public void save(Content content) {}

        @Override
        public Checkpoints nested(String name) {
          return this;
        }
      };

  /** Writes a checkpoint. */
  @FunctionalInterface
  interface Content {

    /**
     * Writes it.
     *
     * @param sink receives arrays and a state
     * @throws IOException if the sink throws it
     */
    void writeTo(ModelSink sink) throws IOException;
  }

  /**
   * Returns the last checkpoint, of this training or an earlier one with the same data, parts, seed
   * and library version.
   *
   * @return the checkpoint, empty if there is none
   * @throws ModelFormatException if it is damaged; the message names the file
   */
  Optional<ModelSource> latest();

  /**
   * Saves a checkpoint, which replaces the previous one once it is complete. If that fails, for
   * example on a full disk, a warning is logged, the previous one remains and the training
   * continues.
   *
   * @param content writes it
   */
  void save(Content content);

  /**
   * Returns the checkpoints of a nested trainer.
   *
   * @param name 1 to 64 of a–z, A–Z, 0–9, '_' and '-'
   * @return separate checkpoints
   */
  Checkpoints nested(String name);
}
