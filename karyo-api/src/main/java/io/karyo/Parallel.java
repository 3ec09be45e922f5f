package io.karyo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/** Runs independent steps on a number of threads that live as long as the call. */
final class Parallel {

  private static final int CHUNK = 32;

  private Parallel() {}

  /** Waits for the steps under way: they may use what the caller frees next. */
  private static void join(ExecutorService executor) {
    boolean interrupted = false;
    while (true) {
      try {
        if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Computes a list, element by element.
   *
   * @param count how many elements
   * @param threads on how many threads; short lists are computed by the caller
   * @param step computes one element
   * @param done is told now and then, by the calling thread, how many are done
   * @return the elements in order, whatever the threads
   */
  static <R> List<R> map(int count, int threads, IntFunction<R> step, LongConsumer done) {
    if (threads == 1 || count <= CHUNK) {
      List<R> results = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        results.add(step.apply(i));
        if (i % CHUNK == CHUNK - 1 || i == count - 1) {
          done.accept(i + 1);
        }
      }
      return results;
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "karyo-worker");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<List<R>>> chunks = new ArrayList<>();
      for (int start = 0; start < count; start += CHUNK) {
        int from = start;
        int to = Math.min(count, start + CHUNK);
        chunks.add(
            executor.submit(
                () -> {
                  List<R> chunk = new ArrayList<>(to - from);
                  for (int i = from; i < to; i++) {
                    chunk.add(step.apply(i));
                  }
                  return chunk;
                }));
      }
      List<R> results = new ArrayList<>(count);
      for (Future<List<R>> chunk : chunks) {
        results.addAll(chunk.get());
        done.accept(results.size());
      }
      return results;
    } catch (ExecutionException e) {
      // The steps throw unchecked exceptions only; the caller's stack is worth more than the
      // pool's.
      if (e.getCause() instanceof RuntimeException cause) {
        cause.addSuppressed(new Throwable("called here"));
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KaryoException("interrupted after some of " + count + " images", e);
    } finally {
      executor.shutdownNow();
      join(executor);
    }
  }
}
