package io.karyo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotyper;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelsTest {

  private final Models models = new Models();
  private final AtomicInteger loaded = new AtomicInteger();
  private final Karyotyper trained;
  private final KaryotyperSource source;

  ModelsTest() throws IOException {
    trained = TestCells.train();
    source = KaryotyperSource.of(trained);
  }

  @AfterAll
  void close() {
    trained.close();
  }

  private Karyotyper load() {
    loaded.incrementAndGet();
    return source.load();
  }

  private static ChromosomeImage image() throws IOException {
    return TestCells.cell(0, 1).get(0).decode();
  }

  @Test
  void tasksThatWantTheSameModelAtOnceShareOne() throws Exception {
    ExecutorService tasks = Executors.newFixedThreadPool(4);
    try {
      List<Future<Karyotyper>> lent = new ArrayList<>();
      int before = loaded.get();
      for (int i = 0; i < 4; i++) {
        lent.add(tasks.submit(() -> models.lend("shared", this::load)));
      }
      for (Future<Karyotyper> one : lent) {
        assertThat(one.get()).isSameAs(lent.get(0).get());
        models.giveBack("shared");
      }
      assertThat(loaded.get() - before).isEqualTo(1);
    } finally {
      tasks.shutdownNow();
    }
  }

  @Test
  void aModelInUseStaysAndOneThatManyOthersFollowedIsClosed() throws IOException {
    Karyotyper lent = models.lend("lent", this::load);
    useOthers("a", "b", "c");
    assertThat(lent.classify(image())).isNotNull();
    models.giveBack("lent");
    useOthers("d");
    // Now it is one of the two latest that nobody uses, and is not loaded again.
    int before = loaded.get();
    assertThat(models.lend("lent", this::load)).isSameAs(lent);
    assertThat(loaded.get()).isEqualTo(before);
    models.giveBack("lent");
    useOthers("e", "f");
    ChromosomeImage image = image();
    assertThatThrownBy(() -> lent.classify(image))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("karyotyper: must be open, found closed");
  }

  private void useOthers(String... names) {
    for (String name : names) {
      models.lend(name, this::load);
      models.giveBack(name);
    }
  }

  @Test
  void aModelThatFailsToLoadIsNotHeldAsLent() {
    assertThatThrownBy(
            () ->
                models.lend(
                    "broken",
                    () -> {
                      throw new IllegalArgumentException("broken");
                    }))
        .hasMessage("broken");
    assertThatThrownBy(() -> models.giveBack("broken"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model: must have been lent, found broken");
  }

  @Test
  void aModelThatFailsToLoadPushesNoneOut() {
    Karyotyper idle = models.lend("idle", this::load);
    models.giveBack("idle");
    useOthers("other");
    assertThatThrownBy(
            () ->
                models.lend(
                    "missing",
                    () -> {
                      throw new IllegalArgumentException("missing");
                    }))
        .hasMessage("missing");
    assertThat(models.lend("idle", this::load)).isSameAs(idle);
    models.giveBack("idle");
  }
}
