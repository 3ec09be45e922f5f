package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.KaryoException;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What calls, the threads that they share and {@code close} do to each other. */
@Timeout(120)
class CallsUnderWayTest {

  private static final int MANY = 64;

  private final FakeParts.SizeEncoder encoder = new FakeParts.SizeEncoder();
  private volatile Consumer<ChromosomeImage> whileStraightening = image -> {};
  private final Karyotyper karyotyper;

  CallsUnderWayTest() throws IOException {
    Straightener plain = FakeParts.straightener();
    List<LabelledChromosome> items = new ArrayList<>();
    for (int cell = 0; cell < 4; cell++) {
      for (ChromosomeType type : List.of(ChromosomeType.C1, ChromosomeType.C21)) {
        items.add(
            LabelledChromosome.of(bar(type.equals(ChromosomeType.C1) ? 60 : 20), type)
                .withCell("cell " + cell)
                .withSplit(cell < 2 ? "train" : "validation"));
      }
    }
    karyotyper =
        Karyotyper.builder()
            .straightener(
                image -> {
                  whileStraightening.accept(image);
                  return plain.straighten(image);
                })
            .pairSampler(FakeParts.sampler())
            .encoder(encoder)
            .classifier(new FakeParts.NearestClassifier())
            .threads(3)
            .train(ChromosomeDataset.of(items));
  }

  private static ChromosomeImage bar(int length) {
    byte[] grey = new byte[5 * length];
    Arrays.fill(grey, (byte) 255);
    for (int y = 2; y < length - 2; y++) {
      grey[y * 5 + 2] = 80;
    }
    return ChromosomeImage.of(length, 5, grey);
  }

  private static List<ChromosomeImage> bars(int count) {
    return Collections.nCopies(count, bar(20));
  }

  private Thread closeInAnotherThread() {
    Thread closer = new Thread(karyotyper::close);
    closer.start();
    while (closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    return closer;
  }

  @Test
  void aPartThatHasAnotherThreadAskDoesNotKeepCloseFromEnding() throws InterruptedException {
    AtomicReference<Thread> closer = new AtomicReference<>();
    whileStraightening =
        image -> {
          closer.set(closeInAnotherThread());
          whileStraightening = other -> {};
          CompletableFuture.supplyAsync(
                  () -> karyotyper.classify(bar(20)), task -> new Thread(task).start())
              .join();
        };
    assertThatThrownBy(() -> karyotyper.classify(bar(20)))
        .isInstanceOf(KaryoException.class)
        .hasRootCauseMessage("karyotyper: must be open, found closed");
    Objects.requireNonNull(closer.get()).join();
    assertThat(encoder.closed).isTrue();
  }

  @Test
  void aPartThatAsksInItsOwnThreadIsAnsweredWhileCloseWaits() throws InterruptedException {
    asksBackWhileCloseWaits(1);
  }

  @Test
  void helpersOfACallMayAskWhileCloseWaits() throws InterruptedException {
    asksBackWhileCloseWaits(MANY);
  }

  private void asksBackWhileCloseWaits(int images) throws InterruptedException {
    AtomicInteger answered = new AtomicInteger();
    AtomicReference<Thread> closer = new AtomicReference<>();
    whileStraightening =
        image -> {
          if (image.height() == 60) {
            return;
          }
          synchronized (closer) {
            if (closer.get() == null) {
              closer.set(closeInAnotherThread());
            }
          }
          karyotyper.classify(bar(60));
          answered.incrementAndGet();
        };
    assertThat(karyotyper.classify(bars(images))).hasSize(images);
    assertThat(answered).hasValue(images);
    Objects.requireNonNull(closer.get()).join();
    assertThat(encoder.closed).isTrue();
  }

  @Test
  void aPartCannotCloseTheKaryotyperThatCallsIt() {
    whileStraightening = image -> karyotyper.close();
    for (int images : new int[] {1, MANY}) {
      assertThatThrownBy(() -> karyotyper.classify(bars(images)))
          .isInstanceOf(KaryoException.class)
          .hasRootCauseMessage(
              "karyotyper: must not be closed by a part or listener within a call of its own");
    }
    whileStraightening = image -> {};
    assertThat(karyotyper.classify(bar(20))).isNotNull();
    karyotyper.close();
    assertThat(encoder.closed).isTrue();
  }

  @Test
  void afterOutOfMemoryErrorsInAnyThreadEveryCallReturnsAndSoDoesClose() throws Exception {
    AtomicInteger straightened = new AtomicInteger();
    whileStraightening =
        image -> {
          if (straightened.incrementAndGet() % 50 == 0) {
            throw new OutOfMemoryError("provoked");
          }
        };
    int failed = 0;
    ExecutorService callers = Executors.newFixedThreadPool(MANY);
    try {
      List<Future<List<Classification>>> calls = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        calls.add(callers.submit(() -> karyotyper.classify(bars(MANY))));
      }
      for (Future<List<Classification>> call : calls) {
        try {
          assertThat(call.get()).hasSize(MANY);
        } catch (ExecutionException e) {
          assertThat(e).hasRootCauseExactlyInstanceOf(OutOfMemoryError.class);
          failed++;
        }
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(failed).isPositive();
    whileStraightening = image -> {};
    assertThat(karyotyper.classify(bars(MANY))).hasSize(MANY);
    karyotyper.close();
    assertThat(encoder.closed).isTrue();
  }

  @Test
  void callsShareTheirThreadsAndTheseSeeTheClassesOfTheCaller() throws IOException {
    Set<Thread> threads = Collections.newSetFromMap(new ConcurrentHashMap<>());
    Set<ClassLoader> loaders = Collections.newSetFromMap(new ConcurrentHashMap<>());
    whileStraightening =
        image -> {
          threads.add(Thread.currentThread());
          loaders.add(Objects.requireNonNull(Thread.currentThread().getContextClassLoader()));
        };
    int calls = 4 * (Runtime.getRuntime().availableProcessors() + 10);
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    try (URLClassLoader own = new URLClassLoader(new URL[0], before)) {
      caller.setContextClassLoader(own);
      for (int i = 0; i < calls; i++) {
        assertThat(karyotyper.classify(bars(MANY))).hasSize(MANY);
      }
      assertThat(loaders).containsExactly(own);
    } finally {
      caller.setContextClassLoader(before);
    }
    assertThat(threads).hasSizeLessThan(calls);
  }

  @Test
  void anInterruptedCallOfManyImagesEndsAndLeavesTheFlag() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> karyotyper.classify(bars(MANY)))
          .isInstanceOf(KaryoException.class)
          .hasMessage("interrupted after some of 64 images");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(karyotyper.classify(bars(MANY))).hasSize(MANY);
  }

  @Test
  void oneThatIsInterruptedWhileItClosesStillWaits() throws InterruptedException {
    CountDownLatch straightening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<List<Boolean>> found = new AtomicReference<>(List.of());
    whileStraightening =
        image -> {
          straightening.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    Thread call = new Thread(() -> karyotyper.classify(bar(20)));
    call.start();
    straightening.await();
    Thread closer =
        new Thread(
            () -> {
              karyotyper.close();
              found.set(List.of(Thread.currentThread().isInterrupted(), encoder.closed.get()));
            });
    closer.start();
    closer.interrupt();
    while (closer.isInterrupted() || closer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(encoder.closed).isFalse();
    goOn.countDown();
    call.join();
    closer.join();
    assertThat(found.get()).containsExactly(true, true);
  }
}
