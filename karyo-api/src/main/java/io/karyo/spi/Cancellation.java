package io.karyo.spi;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stops a training from another thread. An interrupt of the training thread, for example by {@code
 * Future.cancel(true)}, acts like {@link #cancel()}.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
public final class Cancellation {

  private enum Wish {
    GO_ON,
    FINISH,
    CANCEL
  }

  private final AtomicReference<Wish> wish = new AtomicReference<>(Wish.GO_ON);

  /** Creates a cancellation that has not been requested yet. */
  public Cancellation() {}

  /** Ends the training soon with a {@link CancellationException} and without a model. */
  public void cancel() {
    wish.set(Wish.CANCEL);
  }

  /** Ends the training soon with the best model so far, as if its last epoch had been reached. */
  public void finishEarly() {
    wish.compareAndSet(Wish.GO_ON, Wish.FINISH);
  }

  /**
   * Returns whether a trainer should end with the best model so far.
   *
   * @return true after {@link #finishEarly()}
   * @throws CancellationException after {@link #cancel()}, or if the calling thread is interrupted,
   *     which it stays
   */
  public boolean shouldFinish() {
    if (wish.get() == Wish.CANCEL) {
      throw new CancellationException("the training was cancelled");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("the training was cancelled: its thread was interrupted");
    }
    return wish.get() == Wish.FINISH;
  }
}
