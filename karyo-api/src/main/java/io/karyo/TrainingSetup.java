package io.karyo;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledMetaphase;
import io.karyo.model.Require;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Segmenter;
import io.karyo.spi.TrainingListener;
import io.karyo.training.SafeListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings that {@link Karyotyper#builder()}, for a new model, and {@link Karyotyper#adapt()},
 * for a trained one, have in common. Not thread-safe.
 *
 * @param <S> the type that the setters return
 */
public abstract sealed class TrainingSetup<S extends TrainingSetup<S>>
    permits Karyotyper.Builder, Adaptation {

  private long seed;
  private int threads = Runtime.getRuntime().availableProcessors();
  private boolean strict = true;
  private TrainingListener listener = TrainingListener.NONE;
  private Cancellation cancellation = new Cancellation();
  private PartingPhotographs photographs = PartingPhotographs.NONE;

  TrainingSetup() {}

  abstract S self();

  /**
   * Trains.
   *
   * @param dataset labelled chromosomes of at least two types
   * @return a karyotyper that is ready for use
   * @throws IOException if an image cannot be read, unless {@link #strict} is false
   */
  public abstract Karyotyper train(ChromosomeDataset dataset) throws IOException;

  /**
   * Sets the segmenter, which finds the chromosomes of a photograph.
   *
   * @param segmenter the part; it has learned already, if it learns
   * @return this
   */
  public abstract S segmenter(Segmenter segmenter);

  /**
   * Sets the random seed.
   *
   * @param seed any number; default 0
   * @return this
   */
  public S seed(long seed) {
    this.seed = seed;
    return self();
  }

  /**
   * Sets the number of threads that read and straighten images, during and after training, and that
   * train. The threads of a native engine for predictions are configured separately: those of ND4J
   * by the environment variable {@code OMP_NUM_THREADS}.
   *
   * @param threads at least 1; default one per processor
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public S threads(int threads) {
    this.threads = Require.atLeast("threads", threads, 1);
    return self();
  }

  /**
   * Sets whether an image that cannot be read or shows no chromosome fails the training, or one of
   * the {@link #partings} photographs that cannot be read or searched. If not, the training
   * continues without it and reports it to the listener.
   *
   * @param strict default true
   * @return this
   */
  public S strict(boolean strict) {
    this.strict = strict;
    return self();
  }

  /**
   * Sets the listener that receives the training's progress, default none. A training takes
   * minutes; {@link TrainingListener#logging()} logs its progress.
   *
   * @param listener called by the training thread
   * @return this
   */
  public S listener(TrainingListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return self();
  }

  /**
   * Sets the object with which another thread can stop the training.
   *
   * @param cancellation checked between steps
   * @return this
   */
  public S cancellation(Cancellation cancellation) {
    this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
    return self();
  }

  /**
   * Sets photographs on which the training learns how much shapes, looks and the numbers of types
   * count when {@link Karyotyper#karyotype(io.karyo.photo.Segmentation)} chooses between the
   * partings of a cluster. Default none: a new model then gets the weights of another data set, and
   * an adapted one keeps its own.
   *
   * <p>A training that is {@linkplain Cancellation#finishEarly finished early}, or has no assigner,
   * learns nothing from them.
   *
   * @param photographs some dozens that neither the segmenter nor the encoder learns from, such as
   *     the split {@code validation}; those with masks in place of boxes are passed over
   * @param margin how far annotated boxes reach beyond chromosomes on every side, in px; at least 0
   * @return this
   * @throws IllegalArgumentException if the margin is negative
   */
  public S partings(List<LabelledMetaphase> photographs, int margin) {
    this.photographs = PartingPhotographs.of(photographs, margin);
    return self();
  }

  long seed() {
    return seed;
  }

  boolean isStrict() {
    return strict;
  }

  /** The listener, whose exceptions do not reach the caller. */
  TrainingListener safeListener() {
    return new SafeListener(listener);
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** The training that was set up. */
  Training training(Start start, @Nullable Path checkpoints) {
    return new Training(
        start, seed, threads, strict, checkpoints, photographs, listener, cancellation);
  }
}
