package io.karyo.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class WorkersTest {

  private static NativeOps nativeOps() {
    Nd4j.getExecutioner();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  @Test
  void takesEachStepOnce() {
    AtomicIntegerArray taken = new AtomicIntegerArray(1000);
    new Workers(3).run(1000, taken::incrementAndGet);
    for (int i = 0; i < 1000; i++) {
      assertThat(taken.get(i)).isEqualTo(1);
    }
    new Workers(3).run(0, i -> assertThat(i).isNegative());
  }

  @Test
  void takesNoMoreStepsAtOnceThanItHasThreads() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    new Workers(1)
        .run(
            200,
            i -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              LockSupport.parkNanos(10_000);
              running.decrementAndGet();
            });
    assertThat(most).hasValue(1);
  }

  @Test
  void nativeOperationsOfAStepStayInItsThreadAndTheCallersKeepTheirs() {
    int before = nativeOps().ompGetMaxThreads();
    nativeOps().setOmpNumThreads(3);
    try {
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      new Workers(2).run(50, i -> seen.add(nativeOps().ompGetMaxThreads()));
      assertThat(seen).containsExactly(1);
      assertThat(nativeOps().ompGetMaxThreads()).isEqualTo(3);
      assertThat(Workers.ofCaller().threads()).isEqualTo(3);
    } finally {
      nativeOps().setOmpNumThreads(before);
    }
  }

  @Test
  void anErrorIsThrownAfterTheStepsUnderWayAreDone() {
    AtomicInteger running = new AtomicInteger();
    assertThatThrownBy(
            () ->
                new Workers(2)
                    .run(
                        100,
                        i -> {
                          if (i == 1) {
                            throw new IllegalArgumentException("step 1");
                          }
                          running.incrementAndGet();
                          LockSupport.parkNanos(10_000);
                          running.decrementAndGet();
                        }))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 1");
    assertThat(running).hasValue(0);
  }

  @Test
  void anInterruptedCallerStillWaits() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    AtomicReference<Boolean> kept = new AtomicReference<>(false);
    Thread caller =
        new Thread(
            () -> {
              new Workers(1)
                  .run(
                      1,
                      i -> {
                        begun.countDown();
                        for (int k = 0; k < 1_000_000; k++) {
                          done.incrementAndGet();
                        }
                      });
              kept.set(Thread.currentThread().isInterrupted() && done.get() == 1_000_000);
            });
    caller.start();
    begun.await();
    caller.interrupt();
    caller.join();
    assertThat(kept).hasValue(true);
  }

  /** The OpenMP threads of a virtual thread's carrier are not its own, and carriers change. */
  @Test
  void aVirtualThreadLeavesTheStepsToThreadsWhoseNativeOperationsStayWithinThem() throws Exception {
    ExecutorService virtual;
    try {
      virtual =
          (ExecutorService)
              Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (NoSuchMethodException e) {
      abort("no virtual threads before Java 21");
      return;
    }
    try {
      Set<Integer> seen = ConcurrentHashMap.newKeySet();
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      Callable<Thread> caller =
          () -> {
            new Workers(2)
                .run(
                    50,
                    i -> {
                      threads.add(Thread.currentThread());
                      seen.add(nativeOps().ompGetMaxThreads());
                    });
            return Thread.currentThread();
          };
      Thread called = virtual.submit(caller).get();
      assertThat(seen).containsExactly(1);
      assertThat(threads).isNotEmpty().doesNotContain(called);
    } finally {
      virtual.shutdownNow();
    }
  }
}
