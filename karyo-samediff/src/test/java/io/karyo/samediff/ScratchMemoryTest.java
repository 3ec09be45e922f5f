package io.karyo.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.KaryoException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ScratchMemoryTest {

  private final AtomicInteger made = new AtomicInteger();
  private final List<Integer> freed = new ArrayList<>();
  private final ScratchMemory<Integer> one =
      new ScratchMemory<>(1, made::incrementAndGet, freed::add);

  private Thread inThread(Runnable work) {
    int before = one.waiting();
    Thread thread = new Thread(work);
    thread.start();
    while (one.waiting() == before && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return thread;
  }

  @Test
  void theOneIsLentAgainAndFreedAtTheEnd() {
    for (int i = 0; i < 3; i++) {
      one.use(scratch -> assertThat(scratch).isEqualTo(1));
    }
    assertThat(one.count()).isEqualTo(1);
    one.close();
    assertThat(freed).containsExactly(1);
    assertThat(one.count()).isZero();
  }

  @Test
  void othersWaitUntilItIsGivenBackInTheOrderInWhichTheyCame() throws InterruptedException {
    List<Integer> order = Collections.synchronizedList(new ArrayList<>());
    List<Thread> waiting = new ArrayList<>();
    one.use(
        scratch -> {
          for (int i = 0; i < 5; i++) {
            int me = i;
            waiting.add(inThread(() -> one.use(its -> order.add(me))));
          }
          assertThat(one.waiting()).isEqualTo(5);
          assertThat(order).isEmpty();
        });
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
    assertThat(one.count()).isEqualTo(1);
  }

  @Test
  void whoIsInterruptedWaitsNoLongerAndKeepsTheFlag() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>(false);
    one.use(
        scratch -> {
          Thread thread =
              inThread(
                  () -> {
                    try {
                      one.use(its -> {});
                    } catch (KaryoException e) {
                      thrown.set(e);
                      flag.set(Thread.currentThread().isInterrupted());
                    }
                  });
          thread.interrupt();
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(thrown.get()).hasMessage("interrupted while 1 other threads were computing");
    assertThat(flag).hasValue(true);
    one.use(scratch -> assertThat(scratch).isEqualTo(1));
  }

  @Test
  void whoNeedNotWaitDoesNotHeedAnInterruption() {
    Thread.currentThread().interrupt();
    try {
      one.use(scratch -> assertThat(scratch).isEqualTo(1));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void memoryThatCannotBeHadKeepsNobodysTurn() {
    AtomicInteger tries = new AtomicInteger();
    ScratchMemory<Integer> scarce =
        new ScratchMemory<>(
            1,
            () -> {
              if (tries.incrementAndGet() <= 3) {
                throw new OutOfMemoryError("no memory");
              }
              return 7;
            },
            freed::add);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> scarce.use(scratch -> {})).isInstanceOf(OutOfMemoryError.class);
    }
    assertThat(scarce.count()).isZero();
    assertThatThrownBy(
            () ->
                scarce.use(
                    scratch -> {
                      throw new OutOfMemoryError("in the work");
                    }))
        .hasMessage("in the work");
    scarce.use(scratch -> assertThat(scratch).isEqualTo(7));
    assertThat(scarce.count()).isEqualTo(1);
    scarce.close();
    assertThat(freed).containsExactly(7);
  }

  @Test
  void moreThreadsThanTheMostNeverHoldMoreThanTheMost() throws Exception {
    int most = 3;
    ScratchMemory<Integer> three = new ScratchMemory<>(most, made::incrementAndGet, freed::add);
    CountDownLatch full = new CountDownLatch(most);
    ExecutorService executor = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(
            executor.submit(
                () ->
                    three.use(
                        scratch -> {
                          full.countDown();
                          try {
                            full.await();
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        })));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(made).hasValue(most);
    three.close();
    assertThat(freed).containsExactlyInAnyOrder(1, 2, 3);
  }
}
