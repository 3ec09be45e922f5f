package io.karyo.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.spi.PartKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptedSaveTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private static List<String> java(Path file, int... floats) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Its counters are a file, which a quota would keep from being written.
    command.add("-XX:-UsePerfData");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(SavingProgram.class.getName());
    command.add(file.toString());
    for (int number : floats) {
      command.add(String.valueOf(number));
    }
    return command;
  }

  /** Reads the model, whose floats must all be its number. */
  private static int number(Path file) throws IOException {
    ModelFile model = ModelFile.read(file);
    int number = model.properties().integer("number", 0);
    float[] values = model.source(PartKind.STRAIGHTENER).array("values", -1);
    for (float value : values) {
      assertThat(value).isEqualTo(number);
    }
    return number;
  }

  @Test
  void aProgramThatIsKilledWhileItSavesLeavesAWholeModel() throws Exception {
    Path file = folder.resolve("m.karyo");
    // Killed at another place of the sixth model each time: while it is written, forced or moved.
    for (int kill = 0; kill < 6; kill++) {
      Process process = new ProcessBuilder(java(file, 400_000)).redirectErrorStream(true).start();
      int saved = 0;
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          assertThat(line).startsWith(SavingProgram.SAVED);
          saved = Integer.parseInt(line.substring(SavingProgram.SAVED.length()));
          if (saved == 5) {
            Thread.sleep(2L * kill);
            // The process would close the stream; there may be more in it.
            process.toHandle().destroyForcibly();
          }
        }
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor()).isNotZero();
      assertThat(number(file)).as("saved %d", saved).isGreaterThanOrEqualTo(saved);
      assertThat(saved).isGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void aDiskThatIsFullLeavesTheOldModelAndNothingElse() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell that sets a quota");
    Path file = folder.resolve("m.karyo");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 256; exec \"$@\""));
    command.add("sh");
    command.addAll(java(file, 100, 1_000_000));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(output::add);
    }
    assertThat(process.waitFor()).isZero();
    assertThat(output).hasSize(2);
    assertThat(output.get(0)).isEqualTo(SavingProgram.SAVED + 1);
    assertThat(output.get(1)).startsWith(SavingProgram.FAILED);
    assertThat(number(file)).isEqualTo(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
