package io.karyo.siamese;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Takes steps on several threads, whose native operations stay within them: a barrier of OpenMP
 * after every operation costs more than the operation where images can be shared out instead.
 * OpenMP's number of threads is a setting of each thread; the application's get theirs back.
 *
 * <p><b>Thread safety:</b> immutable. The threads are shared by all, and end when they are idle.
 */
final class Workers {

  private static final class Worker extends ForkJoinWorkerThread {
    Worker(ForkJoinPool pool) {
      super(pool);
    }

    @Override
    protected void onStart() {
      super.onStart();
      setName("karyo-native-" + getPoolIndex());
      nativeOps().setOmpNumThreads(1);
    }
  }

  private static final ForkJoinPool POOL =
      new ForkJoinPool(Runtime.getRuntime().availableProcessors(), Worker::new, null, true);

  private final int threads;

  Workers(int threads) {
    this.threads = threads;
  }

  /** As many as the calling thread's OpenMP may use. */
  static Workers ofCaller() {
    return new Workers(Math.max(1, nativeOps().ompGetMaxThreads()));
  }

  private static NativeOps nativeOps() {
    // ND4J's initialisation fills the holder.
    Nd4j.getExecutioner();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  int threads() {
    return threads;
  }

  /**
   * Takes steps 0 to {@code steps} − 1 in any order, the calling thread among those that take them:
   * waking another takes longer than a small network. Without a CPU backend it takes them all.
   *
   * <p>After the first error no further step is begun; it is thrown when those under way are done.
   */
  void run(int steps, IntConsumer step) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Runnable some =
        () -> {
          try {
            for (int i = next.getAndIncrement(); i < steps; i = next.getAndIncrement()) {
              step.accept(i);
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            next.set(steps);
          }
        };
    if (Backend.onCpu()) {
      share(Math.min(threads, steps), some);
    } else {
      some.run();
    }
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Runs something in the calling thread and at most so many in all; waits for those begun. */
  private static void share(int threads, Runnable some) {
    Phaser caller = new Phaser(1);
    for (int i = 1; i < threads; i++) {
      POOL.execute(
          () -> {
            // One that comes when the caller has gone has nothing left to do.
            if (caller.register() == 0) {
              try {
                some.run();
              } finally {
                caller.arriveAndDeregister();
              }
            }
          });
    }
    NativeOps nativeOps = nativeOps();
    int own = nativeOps.ompGetMaxThreads();
    nativeOps.setOmpNumThreads(1);
    try {
      some.run();
    } finally {
      nativeOps.setOmpNumThreads(own);
      caller.arriveAndAwaitAdvance();
    }
  }
}
