package io.karyo.spi;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Unclassified;
import java.util.Locale;

/**
 * Receives progress events of a training. All methods do nothing unless overridden; what they throw
 * is logged and does not stop the training.
 *
 * <p><b>Thread safety:</b> called by one thread at a time, the one that trains.
 */
public interface TrainingListener {

  /** Listens to nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Makes a listener that logs by SLF4J, under the name of this interface. At level INFO: the start
   * of each stage, each epoch of the encoder, each epoch of the classifier that takes a second or
   * more, and the end of the assigner's training; at level DEBUG: the other epochs and each tenth
   * of a stage. Images that are left out are logged without it, by the training itself.
   *
   * <pre>{@code
   * Karyotyper.builder().listener(TrainingListener.logging()).train(dataset)
   * }</pre>
   *
   * @return a listener for one training at a time
   */
  static TrainingListener logging() {
    return new LoggingListener();
  }

  /** The stages of a training, in their order. */
  enum Stage {
    /** Images are read and straightened. */
    STRAIGHTENING,
    /** The Siamese encoder learns. */
    ENCODER,
    /** The training images are embedded. */
    EMBEDDING,
    /** The classifier learns. */
    CLASSIFIER,
    /** The validation cells are read both ways up, and the assigner learns. */
    ASSIGNER
  }

  /**
   * How far a stage has come.
   *
   * @param stage the stage
   * @param done how many of its steps are done (images, batches, epochs, cells)
   * @param total how many there are
   */
  record Progress(Stage stage, long done, long total) {}

  /**
   * An image that the training goes on without; see {@link Karyotyper.Builder#strict}.
   *
   * @param image names it
   * @param cause as in {@link Unclassified#cause}
   */
  record Skipped(String image, Exception cause) {}

  /**
   * What an epoch gave.
   *
   * @param stage {@link Stage#ENCODER} or {@link Stage#CLASSIFIER}
   * @param epoch the number of the epoch, from 1
   * @param epochs how many there are at most
   * @param loss the mean training loss of the epoch
   * @param validationAccuracy the share of validation examples classified correctly (an encoder: by
   *     their nearest training class mean), NaN if there are none or a short epoch was not judged
   * @param best whether this is the best epoch so far
   * @param similarPairs how many similar pairs were scored, 0 for a classifier
   * @param dissimilarPairs how many dissimilar pairs were scored, 0 for a classifier
   * @param seconds how long the epoch took, its validation included
   */
  record Epoch(
      Stage stage,
      int epoch,
      int epochs,
      double loss,
      double validationAccuracy,
      boolean best,
      long similarPairs,
      long dissimilarPairs,
      double seconds) {

    /**
     * Puts the epoch into words, the most important first: {@code "epoch 3 of 40, validation 92.1
     * %, loss 0.1234, best so far"}. The same everywhere in the world.
     *
     * @return one line, without the stage and the seconds
     */
    public String summary() {
      return String.format(
          Locale.ROOT,
          "epoch %d of %d%s, loss %.4f%s",
          epoch,
          epochs,
          Double.isNaN(validationAccuracy)
              ? ""
              : String.format(Locale.ROOT, ", validation %.1f %%", 100 * validationAccuracy),
          loss,
          best ? ", best so far" : "");
    }
  }

  /**
   * A stage has come further.
   *
   * @param progress how far
   */
  default void onProgress(Progress progress) {}

  /**
   * An image is left out.
   *
   * @param skipped which one, and why
   */
  default void onSkipped(Skipped skipped) {}

  /**
   * An epoch has ended.
   *
   * @param epoch what it gave
   */
  default void onEpoch(Epoch epoch) {}
}
