package io.karyo.spi;

import io.karyo.Karyotyper;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import java.io.IOException;
import java.util.Optional;

/**
 * Where a trainer writes down how far it has come, so that it can go on from there when its program
 * was killed: see {@link Karyotyper.Builder#checkpoints}.
 *
 * <p>A trainer that heeds it begins with {@link #latest()} and calls {@link #save} after each
 * epoch; one that does not begins anew when it is started again.
 *
 * <p><b>Thread safety:</b> used by one thread.
 */
public interface Checkpoints {

  /** Keeps nothing. */
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
     * @param sink takes arrays and a state
     * @throws IOException if the sink throws it
     */
    void writeTo(ModelSink sink) throws IOException;
  }

  /**
   * Returns what was saved last, by this training or by one of the same data, parts, seed and
   * library before it.
   *
   * @return the checkpoint, empty if there is none
   * @throws ModelFormatException if it is damaged; the message names the file
   */
  Optional<ModelSource> latest();

  /**
   * Saves a checkpoint in place of the one before, which is there until the new one is complete. If
   * that fails, a warning is logged and the one before stays: a full disk stops no training.
   *
   * @param content writes it
   */
  void save(Content content);

  /**
   * Returns the place for the checkpoints of a trainer within this trainer.
   *
   * @param name 1 to 64 of a–z, A–Z, 0–9, '_' and '-'
   * @return a place of its own
   */
  Checkpoints nested(String name);
}
