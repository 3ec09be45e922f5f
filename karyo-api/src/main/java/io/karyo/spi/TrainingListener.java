package io.karyo.spi;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Unclassified;
import java.util.Locale;

/**
 * Receives progress events of a training. By default all methods do nothing; exceptions from them
 * are logged and do not stop the training.
 *
 * <p><b>Thread safety:</b> called only by the training thread.
 */
public interface TrainingListener {

  /** Ignores all events. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Creates a listener that logs to SLF4J, under the name of this interface. At level INFO: the
   * start of each stage, each epoch of the encoder, each epoch of the classifier that takes a
   * second or more, and the end of the assigner's training; at level DEBUG: the other epochs and
   * each tenth of a stage. Images that are left out are always logged by the training itself.
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
    /** The segmenter learns from photographs. */
    SEGMENTER,
    /** Images are read and straightened. */
    STRAIGHTENING,
    /** The Siamese encoder learns. */
    ENCODER,
    /** The training images are embedded. */
    EMBEDDING,
    /** The classifier learns. */
    CLASSIFIER,
    /** The validation cells are classified both ways up, and the assigner learns. */
    ASSIGNER,
    /** Photographs show how much counts when clusters are parted. */
    PARTINGS
  }

  /**
   * The progress of a stage.
   *
   * @param stage the stage
   * @param done the number of completed steps (images, batches, epochs, cells)
   * @param total the number of all steps
   */
  record Progress(Stage stage, long done, long total) {}

  /**
   * An image that the training leaves out; see {@link Karyotyper.Builder#strict}. An adaptation
   * without labels also leaves out whole cells that show nothing that the model knows.
   *
   * @param image the name of the image or of the cell
   * @param cause as in {@link Unclassified#cause}
   */
  record Skipped(String image, Exception cause) {}

  /**
   * The result of an epoch.
   *
   * @param stage {@link Stage#ENCODER} or {@link Stage#CLASSIFIER}
   * @param epoch the number of the epoch, from 1
   * @param epochs the maximum number of epochs
   * @param loss the mean training loss of the epoch
   * @param validationAccuracy the share of validation examples classified correctly (an encoder: by
   *     their nearest training class mean), NaN if there are none or a short epoch was not
   *     validated
   * @param best whether this is the best epoch so far
   * @param similarPairs the number of similar pairs scored, 0 for a classifier
   * @param dissimilarPairs the number of dissimilar pairs scored, 0 for a classifier
   * @param seconds the duration of the epoch including its validation
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
     * {@return a one-line summary without the stage and the seconds, the most important first:
     * {@code "epoch 3 of 40, validation 92.1 %, loss 0.1234, best so far"}} It does not depend on
     * the locale.
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
   * Called when a stage has progressed.
   *
   * @param progress the progress
   */
  default void onProgress(Progress progress) {}

  /**
   * Called when an image is left out.
   *
   * @param skipped the image and the reason
   */
  default void onSkipped(Skipped skipped) {}

  /**
   * Called when an epoch has ended.
   *
   * @param epoch its result
   */
  default void onEpoch(Epoch epoch) {}
}
