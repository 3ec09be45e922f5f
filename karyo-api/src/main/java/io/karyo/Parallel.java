package io.karyo;

import io.karyo.chromosome.KaryoException;
import io.karyo.training.SharedSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Computes lists on the calling thread and on a pool that all karyotypers share. The pool has one
 * thread per processor, or as many as the call with the most threads has requested; idle threads
 * end.
 */
final class Parallel {

  private static final int CHUNK = 32;

  private static final long IDLE_SECONDS = 30;

  private static final ThreadPoolExecutor POOL = pool(Runtime.getRuntime().availableProcessors());

  private Parallel() {}

  private static ThreadPoolExecutor pool(int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            // Other queues of the JDK have been seen to wait without end after an OutOfMemoryError.
            new LinkedTransferQueue<>(),
            task -> {
              Thread thread = new Thread(null, task, "karyo-worker", 0, false);
              thread.setDaemon(true);
              thread.setContextClassLoader(Parallel.class.getClassLoader());
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Returns the pool, enlarged if necessary; its threads use the class loader of the caller. */
  private static Executor pool(int threads, @Nullable ClassLoader callers) {
    synchronized (POOL) {
      if (POOL.getMaximumPoolSize() < threads) {
        POOL.setMaximumPoolSize(threads);
        POOL.setCorePoolSize(threads);
      }
    }
    return task ->
        POOL.execute(
            () -> {
              Thread thread = Thread.currentThread();
              ClassLoader own = thread.getContextClassLoader();
              thread.setContextClassLoader(callers);
              try {
                task.run();
              } finally {
                thread.setContextClassLoader(own);
              }
            });
  }

  /**
   * Computes a list, element by element.
   *
   * @param count how many elements
   * @param threads on how many threads; short lists are computed by the caller
   * @param step computes one element
   * @param done receives now and then, in the calling thread, how many are done
   * @return the elements in order, whatever the threads
   */
  static <R> List<R> map(int count, int threads, IntFunction<R> step, LongConsumer done) {
    List<R> results = new ArrayList<>(count);
    if (threads == 1 || count <= CHUNK) {
      for (int i = 0; i < count; i++) {
        results.add(step.apply(i));
        if (i % CHUNK == CHUNK - 1 || i == count - 1) {
          done.accept(i + 1);
        }
      }
      return results;
    }
    goOn(count);
    AtomicReferenceArray<R> shared = new AtomicReferenceArray<>(count);
    Thread caller = Thread.currentThread();
    AtomicInteger finished = new AtomicInteger();
    int[] told = new int[1];
    SharedSteps.run(
        count,
        threads,
        pool(threads - 1, caller.getContextClassLoader()),
        i -> {
          goOn(count);
          shared.set(i, step.apply(i));
          int all = finished.incrementAndGet();
          if (Thread.currentThread() == caller && all - told[0] >= CHUNK && all < count) {
            told[0] = all;
            done.accept(all);
          }
        });
    done.accept(count);
    for (int i = 0; i < count; i++) {
      results.add(shared.get(i));
    }
    return results;
  }

  private static void goOn(int count) {
    if (Thread.currentThread().isInterrupted()) {
      throw new KaryoException("interrupted after some of " + count + " images");
    }
  }
}
