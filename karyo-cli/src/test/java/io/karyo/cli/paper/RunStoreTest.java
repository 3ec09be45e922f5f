package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.cli.paper.report.Tsne;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {

  @TempDir Path folder = Path.of("");

  private final List<String> messages = new ArrayList<>();

  private RunStore store() {
    return new RunStore(folder, messages::add);
  }

  private static Run run() {
    return new Run(
        null,
        List.of("1", "X"),
        List.of("1", "Y"),
        0.75,
        List.of(new Run.Epoch(0.5, Double.NaN, false, 3, 6), new Run.Epoch(0.25, 0.75, true, 3, 6)),
        12.5,
        0.125,
        List.of(new Tsne.Point(1, -2.5), new Tsne.Point(0, 3)));
  }

  @Test
  void whatIsKeptIsFoundAgain() throws IOException {
    store().keep("a.b", "f", run());
    assertThat(store().find("a.b", "f", Run.class)).contains(run());
    Run collapsed = Run.collapsed("fell to \"one\" point", Double.NaN, List.of(), 3);
    store().keep("c", "f", collapsed);
    assertThat(store().find("c", "f", Run.class)).contains(collapsed);
    assertThat(messages).isEmpty();
  }

  @Test
  void whatWasNeverKeptIsNotFoundAndNoMessage() throws IOException {
    assertThat(store().find("a", "f", Run.class)).isEmpty();
    assertThat(messages).isEmpty();
  }

  @Test
  void whatWasMadeOtherwiseCountsForNothingAndSaysSo() throws IOException {
    store().keep("a", "f", run());
    assertThat(store().find("a", "g", Run.class)).isEmpty();
    assertThat(messages).containsExactly("a: has other data or options, runs again");
    store().keep("a", "g", run());
    assertThat(store().find("a", "g", Run.class)).contains(run());
  }

  @Test
  void aDamagedFileRunsAgain() throws IOException {
    store().keep("a", "f", run());
    Path file = folder.resolve("a.json");
    Files.writeString(file, Files.readString(file).substring(0, 40));
    assertThat(store().find("a", "f", Run.class)).isEmpty();
    assertThat(messages).singleElement().asString().startsWith("a: cannot be read, runs again (");
  }

  @Test
  void nothingButTheFileIsLeft() throws IOException {
    store().keep("a", "f", run());
    store().keep("a", "f", run());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("a.json"));
    }
  }

  @Test
  void aFingerprintTellsPartsApart() {
    String fingerprint = RunStore.fingerprint("ab", "c", 1);
    assertThat(fingerprint).isEqualTo(RunStore.fingerprint("ab", "c", 1)).hasSize(64);
    assertThat(fingerprint)
        .isNotEqualTo(RunStore.fingerprint("a", "bc", 1))
        .isNotEqualTo(RunStore.fingerprint("ab", "c", 2))
        .isNotEqualTo(RunStore.fingerprint("c", "ab", 1));
  }
}
