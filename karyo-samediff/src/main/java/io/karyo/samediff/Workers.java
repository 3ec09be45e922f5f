package io.karyo.samediff;

import io.karyo.training.SharedSteps;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
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
public final class Workers {

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

  public Workers(int threads) {
    this.threads = threads;
  }

  /** As many as the calling thread's OpenMP may use. */
  public static Workers ofCaller() {
    return new Workers(Math.max(1, nativeOps().ompGetMaxThreads()));
  }

  private static NativeOps nativeOps() {
    // ND4J's initialisation fills the holder.
    Nd4j.getExecutioner();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  public int threads() {
    return threads;
  }

  /**
   * Takes steps 0 to {@code steps} − 1 in any order, the calling thread among those that take them:
   * waking another takes longer than a small network. Without a CPU backend it takes them all. On a
   * CPU a virtual thread takes none, for its native thread may change in the midst of a step.
   *
   * <p>After the first error no further step is begun; it is thrown when those under way are done.
   */
  public void run(int steps, IntConsumer step) {
    if (!Backend.onCpu()) {
      SharedSteps.run(steps, 1, POOL, step);
      return;
    }
    if (VirtualThreads.isCurrent()) {
      SharedSteps.handOver(steps, threads, POOL, step);
      return;
    }
    NativeOps nativeOps = nativeOps();
    int own = nativeOps.ompGetMaxThreads();
    nativeOps.setOmpNumThreads(1);
    try {
      SharedSteps.run(steps, threads, POOL, step);
    } finally {
      nativeOps.setOmpNumThreads(own);
    }
  }
}
