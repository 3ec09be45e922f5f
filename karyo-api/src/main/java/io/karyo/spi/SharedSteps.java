package io.karyo.spi;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Independent steps that a calling thread shares with threads of a pool.
 *
 * <p>The caller waits for helpers that have begun, and never for one that has yet to begin: a pool
 * that is busy, full or of one thread only makes a call slower, also when a step shares steps of
 * its own with the same pool. Nothing is allocated from the first step on, so that a call also ends
 * when memory does.
 *
 * <p><b>Thread safety:</b> the methods are safe for concurrent calls.
 */
public final class SharedSteps {

  private final int steps;
  private final Thread caller = Thread.currentThread();
  private final AtomicInteger next = new AtomicInteger();

  /** Those at work, in a place each. Guarded by this, as are all that follow. */
  private final @Nullable Thread[] helpers;

  private int working;
  private boolean interrupted;

  /** Nothing once the caller is gone: a pool may hold its tasks for long. */
  private @Nullable IntConsumer step;

  private @Nullable Throwable failure;
  private @Nullable Thread failedIn;
  private int failedStep;

  private SharedSteps(int steps, int helpers, IntConsumer step) {
    this.steps = steps;
    this.helpers = new Thread[helpers];
    this.step = step;
  }

  /**
   * Takes steps 0 to {@code steps} − 1 in any order. The calling thread takes its share, and all of
   * them if the pool refuses to help.
   *
   * <p>After the first failure no further step is begun. When those under way have ended, the
   * failure of the lowest step is thrown, which does not depend on the number of threads. An
   * interruption of the caller is passed on to the helpers while it waits for them, and is left for
   * the caller to find; what it means is the steps' matter.
   *
   * @param steps how many; may be 0
   * @param threads on how many threads at most, the calling one among them; at least 1
   * @param pool runs the others; may also drop or refuse what it is given
   * @param step takes the step of a number; may be called by several threads at once
   */
  public static void run(int steps, int threads, Executor pool, IntConsumer step) {
    SharedSteps shared = new SharedSteps(steps, Math.max(0, Math.min(threads, steps) - 1), step);
    shared.askForHelp(pool);
    shared.take(step);
    shared.finish();
  }

  /**
   * Takes steps as {@link #run} does, but none of them in the calling thread, which waits.
   *
   * @param steps how many; may be 0
   * @param threads on how many threads of the pool at most; at least 1
   * @param pool runs all of them; must not drop what it is given
   * @param step takes the step of a number; may be called by several threads at once
   * @throws RuntimeException what the pool throws, if it takes nothing
   */
  public static void handOver(int steps, int threads, Executor pool, IntConsumer step) {
    SharedSteps shared = new SharedSteps(steps, Math.min(threads, steps), step);
    Throwable refusal = shared.askForHelp(pool);
    if (refusal != null) {
      shared.fail(steps, refusal);
    }
    shared.finish();
  }

  /** Returns why not even one helper was found; null if one may come, or none is needed. */
  private @Nullable Throwable askForHelp(Executor pool) {
    for (int asked = 0; asked < helpers.length; asked++) {
      try {
        pool.execute(this::help);
      } catch (RuntimeException | Error e) {
        // No thread or no memory for one: those that are there do the work.
        return asked == 0 ? e : null;
      }
    }
    return null;
  }

  private void help() {
    IntConsumer work;
    int place = 0;
    synchronized (this) {
      work = step;
      if (work == null || next.get() >= steps) {
        return;
      }
      while (helpers[place] != null) {
        place++;
      }
      helpers[place] = Thread.currentThread();
      working++;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      take(work);
    } finally {
      synchronized (this) {
        helpers[place] = null;
        working--;
        if (interrupted) {
          // It was the caller's, not that of the pool's thread.
          Thread.interrupted();
        }
      }
      LockSupport.unpark(caller);
    }
  }

  private void take(IntConsumer work) {
    int i = 0;
    try {
      for (i = next.getAndIncrement(); i < steps; i = next.getAndIncrement()) {
        work.accept(i);
      }
    } catch (RuntimeException | Error e) {
      fail(i, e);
    }
  }

  private synchronized void fail(int at, Throwable thrown) {
    // Steps are begun in order: all below the lowest that fails have been begun, and are waited
    // for.
    if (failure == null || at < failedStep) {
      failure = thrown;
      failedStep = at;
      failedIn = Thread.currentThread();
    }
    next.set(steps);
  }

  /** Waits for the steps under way: they may use what the caller frees next. */
  private void finish() {
    boolean wasInterrupted = false;
    while (!hasEnded()) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        wasInterrupted = true;
        interruptHelpers();
      }
    }
    if (wasInterrupted) {
      caller.interrupt();
    }
    throwFailure();
  }

  private synchronized boolean hasEnded() {
    boolean ended = next.get() >= steps && working == 0;
    if (ended) {
      step = null;
    }
    return ended;
  }

  private synchronized void interruptHelpers() {
    interrupted = true;
    for (Thread helper : helpers) {
      if (helper != null) {
        helper.interrupt();
      }
    }
  }

  private synchronized void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      if (failedIn != caller) {
        exception.addSuppressed(new Throwable("called here"));
      }
      throw exception;
    }
  }
}
