package io.karyo.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs independent steps on the calling thread and on threads of a pool.
 *
 * <p>The caller waits only for helpers that have already begun. So a pool that is busy, full or has
 * one thread only makes a call slower, even if a step shares its own steps with the same pool.
 * Nothing is allocated after the first step has begun, so that a call can end even if memory is
 * exhausted.
 *
 * <p><b>Thread safety:</b> the methods are safe for concurrent calls.
 */
public final class SharedSteps {

  private final int steps;
  private final Thread caller = Thread.currentThread();
  private final AtomicInteger next = new AtomicInteger();

  /** The running helpers, each in its own slot. Guarded by this, like all fields below. */
  private final @Nullable Thread[] helpers;

  private int working;
  private boolean interrupted;

  /** Null once the caller has returned, because a pool may hold its tasks for long. */
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
   * Runs steps 0 to {@code steps} − 1 in any order. The calling thread runs a share of them, and
   * all of them if the pool rejects the tasks.
   *
   * <p>After the first failure no further step begins. When the running steps have ended, the
   * failure of the lowest step is thrown, which does not depend on the number of threads. If the
   * caller is interrupted while it waits for helpers, they are interrupted as well, and the
   * caller's interrupt status stays set; the steps decide how to react.
   *
   * @param steps the number of steps; may be 0
   * @param threads the maximum number of threads including the calling one, at least 1
   * @param pool runs the other threads; may drop or reject tasks
   * @param step runs the step of a number; may be called by several threads at once
   */
  public static void run(int steps, int threads, Executor pool, IntConsumer step) {
    SharedSteps shared = new SharedSteps(steps, Math.max(0, Math.min(threads, steps) - 1), step);
    shared.askForHelp(pool);
    shared.take(step);
    shared.finish();
  }

  /**
   * Computes a list by steps that are shared like those of {@link #run}.
   *
   * @param count the number of elements; may be 0
   * @param threads the maximum number of threads including the calling one, at least 1
   * @param pool runs the other threads; may drop or reject tasks
   * @param element computes one element; may be called by several threads at once
   * @param <R> the type of the elements
   * @return the elements in order, whatever the threads
   */
  public static <R> List<R> map(int count, int threads, Executor pool, IntFunction<R> element) {
    AtomicReferenceArray<R> computed = new AtomicReferenceArray<>(count);
    run(count, threads, pool, i -> computed.set(i, element.apply(i)));
    List<R> elements = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      elements.add(computed.get(i));
    }
    return elements;
  }

  /**
   * Runs steps like {@link #run}, but none of them on the calling thread, which waits.
   *
   * @param steps the number of steps; may be 0
   * @param threads the maximum number of threads of the pool, at least 1
   * @param pool runs all steps; must not drop tasks
   * @param step runs the step of a number; may be called by several threads at once
   * @throws RuntimeException if the pool rejects all tasks; thrown by the pool
   */
  public static void handOver(int steps, int threads, Executor pool, IntConsumer step) {
    SharedSteps shared = new SharedSteps(steps, Math.min(threads, steps), step);
    Throwable refusal = shared.askForHelp(pool);
    if (refusal != null) {
      shared.fail(steps, refusal);
    }
    shared.finish();
  }

  /** Returns why no helper could be started; null if one may start, or none is needed. */
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

  /** Waits for the running steps, which may use memory that the caller frees next. */
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
