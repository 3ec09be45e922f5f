package io.karyo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedStepsTest {

  private final ExecutorService pool = Executors.newFixedThreadPool(2);

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aListIsComputedInOrderOnAnyNumberOfThreads() {
    for (int threads = 1; threads <= 3; threads++) {
      assertThat(SharedSteps.map(100, threads, pool, i -> i * i))
          .isEqualTo(IntStream.range(0, 100).mapToObj(i -> i * i).toList());
    }
    assertThat(SharedSteps.map(0, 2, pool, i -> i)).isEmpty();
    assertThatThrownBy(
            () ->
                SharedSteps.map(
                    5,
                    2,
                    pool,
                    i -> {
                      throw new IllegalStateException("element " + i);
                    }))
        .hasMessage("element 0");
  }

  @Test
  void eachStepIsTakenOnceByTheCallerAndItsHelpers() {
    AtomicIntegerArray taken = new AtomicIntegerArray(1000);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CyclicBarrier all = new CyclicBarrier(3);
    SharedSteps.run(
        1000,
        3,
        pool,
        i -> {
          if (threads.add(Thread.currentThread())) {
            meet(all);
          }
          taken.incrementAndGet(i);
        });
    for (int i = 0; i < 1000; i++) {
      assertThat(taken.get(i)).isEqualTo(1);
    }
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
    SharedSteps.run(0, 3, pool, i -> assertThat(i).isNegative());
  }

  @Test
  void noMoreHelpersAreAskedThanThereAreStepsForThem() {
    List<Runnable> asked = new ArrayList<>();
    SharedSteps.run(3, 8, asked::add, i -> {});
    assertThat(asked).hasSize(2);
    asked.clear();
    SharedSteps.run(8, 1, asked::add, i -> {});
    assertThat(asked).isEmpty();
  }

  @Test
  void theCallerTakesAllStepsIfNoHelperComesAndOneThatComesLateDoesNothing() {
    List<Runnable> late = new ArrayList<>();
    List<Integer> taken = new ArrayList<>();
    SharedSteps.run(4, 2, late::add, taken::add);
    assertThat(taken).containsExactly(0, 1, 2, 3);
    late.get(0).run();
    assertThat(taken).hasSize(4);
  }

  @Test
  void aPoolThatRefusesOrHasNoMemoryForAThreadLeavesTheStepsToTheCaller() {
    RejectedExecutionException full = new RejectedExecutionException("full");
    OutOfMemoryError noThread = new OutOfMemoryError("no thread");
    refusesAndTheCallerTakesAll(
        full,
        task -> {
          throw full;
        });
    refusesAndTheCallerTakesAll(
        noThread,
        task -> {
          throw noThread;
        });
  }

  private static void refusesAndTheCallerTakesAll(Throwable refusal, Executor refusing) {
    List<Integer> taken = new ArrayList<>();
    SharedSteps.run(3, 2, refusing, taken::add);
    assertThat(taken).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> SharedSteps.handOver(3, 2, refusing, taken::add)).isSameAs(refusal);
    assertThat(taken).hasSize(3);
  }

  @Test
  void stepsOfStepsEndInAPoolOfOneThread() {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      AtomicInteger taken = new AtomicInteger();
      CyclicBarrier both = new CyclicBarrier(2);
      SharedSteps.run(
          2,
          2,
          one,
          i -> {
            meet(both);
            SharedSteps.run(10, 2, one, k -> taken.incrementAndGet());
          });
      assertThat(taken).hasValue(20);
    } finally {
      one.shutdownNow();
    }
  }

  @Test
  void theFailureOfTheLowestStepIsThrownWhoeverFailedFirst() {
    CountDownLatch later = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                SharedSteps.run(
                    10,
                    2,
                    pool,
                    i -> {
                      if (i == 0) {
                        await(later);
                      } else if (i == 1) {
                        later.countDown();
                      }
                      throw new IllegalArgumentException("step " + i);
                    }))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("step 0");
  }

  @Test
  void anOutOfMemoryErrorOfAHelperIsThrownWhenTheStepsUnderWayHaveEnded() {
    Thread caller = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    OutOfMemoryError error = new OutOfMemoryError("of a helper");
    assertThatThrownBy(
            () ->
                SharedSteps.run(
                    1000,
                    2,
                    pool,
                    i -> {
                      if (Thread.currentThread() != caller) {
                        // A failure before the caller's first step would leave it none to take.
                        await(begun);
                        failed.countDown();
                        throw error;
                      }
                      begun.countDown();
                      await(failed);
                      ended.set(true);
                    }))
        .isSameAs(error);
    assertThat(ended).isTrue();
  }

  @Test
  void theCallerWaitsForItsHelpersAndPassesItsInterruptionOnToThem() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean passedOn = new AtomicBoolean();
    AtomicBoolean kept = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              Thread self = Thread.currentThread();
              SharedSteps.run(
                  2,
                  2,
                  pool,
                  i -> {
                    if (Thread.currentThread() == self) {
                      SharedStepsTest.await(begun);
                      return;
                    }
                    begun.countDown();
                    try {
                      new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                      passedOn.set(true);
                    }
                  });
              kept.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    begun.await();
    while (!(LockSupport.getBlocker(caller) instanceof SharedSteps)) {
      Thread.onSpinWait();
    }
    caller.interrupt();
    caller.join();
    assertThat(passedOn).isTrue();
    assertThat(kept).isTrue();
    // The pool's threads are not the caller's to interrupt.
    for (int i = 0; i < 10; i++) {
      assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
    }
  }

  @Test
  void whatIsHandedOverIsTakenByThePoolAlone() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger taken = new AtomicInteger();
    SharedSteps.handOver(
        100,
        2,
        pool,
        i -> {
          threads.add(Thread.currentThread());
          taken.incrementAndGet();
        });
    assertThat(taken).hasValue(100);
    assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
    SharedSteps.handOver(0, 2, pool, i -> taken.incrementAndGet());
    assertThat(taken).hasValue(100);
    assertThatThrownBy(
            () ->
                SharedSteps.handOver(
                    5,
                    2,
                    pool,
                    i -> {
                      throw new IllegalStateException("step");
                    }))
        .hasMessage("step")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }
}
