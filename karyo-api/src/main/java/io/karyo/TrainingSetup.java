package io.karyo;

import io.karyo.data.ChromosomeDataset;
import io.karyo.model.Require;
import io.karyo.spi.Cancellation;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is set for every training: one that starts anew, {@link Karyotyper#builder()}, and one that
 * starts with a model, {@link Karyotyper#adapt()}. Not thread-safe.
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
   * Sets the seed of all draws.
   *
   * @param seed any number; 0 unless set
   * @return this
   */
  public S seed(long seed) {
    this.seed = seed;
    return self();
  }

  /**
   * Sets how many threads read and straighten images, in training and after, and how many train.
   * How many a native engine uses for predictions is set where it is configured: ND4J's by the
   * environment variable {@code OMP_NUM_THREADS}.
   *
   * @param threads at least 1; as many as the machine has processors unless set
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public S threads(int threads) {
    this.threads = Require.atLeast("threads", threads, 1);
    return self();
  }

  /**
   * Sets whether an image that cannot be read or shows no chromosome fails the training. If not,
   * the training goes on without it, and the listener receives each.
   *
   * @param strict true unless set
   * @return this
   */
  public S strict(boolean strict) {
    this.strict = strict;
    return self();
  }

  /**
   * Sets the listener that receives the training's progress; none unless set. A training takes
   * minutes, and {@link TrainingListener#logging()} logs how far it has come.
   *
   * @param listener called by the training thread
   * @return this
   */
  public S listener(TrainingListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return self();
  }

  /**
   * Sets what can stop the training.
   *
   * @param cancellation asked between steps
   * @return this
   */
  public S cancellation(Cancellation cancellation) {
    this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
    return self();
  }

  /** The training that was set up. */
  Training training(Start start, @Nullable Path checkpoints) {
    return new Training(start, seed, threads, strict, checkpoints, listener, cancellation);
  }
}
