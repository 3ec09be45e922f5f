package io.karyo.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.cli.KaryoCli;
import io.karyo.cli.TinyData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

  @TempDir Path folder = Path.of("");

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
  void anInterruptedTrainingLeavesNothing() throws IOException, InterruptedException {
    Path data = TinyData.write(folder.resolve("data"));
    Path models = Files.createDirectories(folder.resolve("models"));
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KaryoCli.class.getName(),
                "train",
                "--data",
                data.toString(),
                "--epochs",
                "100000",
                "--model",
                models.resolve("m.karyo").toString())
            .redirectError(err.toFile())
            .start();
    try (BufferedReader out = process.inputReader()) {
      String line;
      do {
        line = out.readLine();
      } while (line != null && !line.startsWith("encoder: epoch 1 "));
      assertThat(line).as("the first epoch's line; %s", Files.readString(err)).isNotNull();
      // Unlike Process.destroy, this leaves its output open.
      process.toHandle().destroy();
      out.transferTo(Writer.nullWriter());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).isNotZero();
    assertThat(err).content().contains("karyo train: cancelled, no model was saved");
    try (Stream<Path> files = Files.list(models)) {
      assertThat(files).isEmpty();
    }
  }
}
