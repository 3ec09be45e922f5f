package io.karyo.samediff;

import io.karyo.chromosome.KaryoException;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What threads need while they compute, lent to as many at a time as there are processors. More
 * would not compute faster, only hold more memory; they wait, the first to come first. What was
 * given back is lent again, the latest first, and made only if there is none.
 *
 * <p>A thread that has borrowed must not wait for one that has yet to borrow here.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close} excepted.
 *
 * @param <T> what is lent
 */
public final class ScratchMemory<T> implements AutoCloseable {

  private final int most;
  private final Supplier<? extends T> maker;
  private final Consumer<? super T> freer;
  private final Semaphore turns;

  /** As long as it can get: giving back allocates nothing. */
  private final ArrayDeque<T> idle;

  private int made;

  public ScratchMemory(Supplier<? extends T> maker, Consumer<? super T> freer) {
    this(Runtime.getRuntime().availableProcessors(), maker, freer);
  }

  ScratchMemory(int most, Supplier<? extends T> maker, Consumer<? super T> freer) {
    this.most = most;
    this.maker = maker;
    this.freer = freer;
    turns = new Semaphore(most, true);
    idle = new ArrayDeque<>(most);
  }

  /**
   * Lends for the time of some work.
   *
   * @throws KaryoException if the thread is interrupted while it waits for its turn
   */
  public void use(Consumer<? super T> work) {
    waitForTurn();
    try {
      T scratch = borrow();
      try {
        work.accept(scratch);
      } finally {
        giveBack(scratch);
      }
    } finally {
      turns.release();
    }
  }

  private void waitForTurn() {
    // Without waiting an interruption is the caller's matter.
    if (!turns.hasQueuedThreads() && turns.tryAcquire()) {
      return;
    }
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KaryoException("interrupted while " + most + " other threads were computing", e);
    }
  }

  private T borrow() {
    synchronized (this) {
      T scratch = idle.poll();
      if (scratch != null) {
        return scratch;
      }
    }
    // Memory of a workspace of the application would be gone when that is left.
    T scratch = Backend.outsideWorkspaces(maker);
    synchronized (this) {
      made++;
    }
    return scratch;
  }

  private synchronized void giveBack(T scratch) {
    idle.push(scratch);
  }

  /** Returns how many there are, lent or not. */
  public synchronized int count() {
    return made;
  }

  /** Returns how many threads wait for their turn. */
  int waiting() {
    return turns.getQueueLength();
  }

  /** Frees all, none of which is lent. */
  @Override
  public synchronized void close() {
    idle.forEach(freer);
    idle.clear();
    made = 0;
  }
}
