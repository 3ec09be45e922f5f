package io.karyo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that a user starts: all that it needs is in it, and nothing twice. */
class RunnableJarIT {

  private static final Path JAR = Path.of("target", "karyo-cli.jar");

  @TempDir Path folder = Path.of("");

  private Cli java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      // See docs/modules.md; the jar's manifest can only allow native access.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    int code =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Cli(code, Files.readString(out), Files.readString(err));
  }

  @Test
  void quickstartRunsFromTheJar() throws IOException, InterruptedException {
    Cli run = java("quickstart", "--cells", "1", "--epochs", "1");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(folder.resolve("karyo-quickstart"))
        .isDirectoryContaining("glob:**quickstart.karyo")
        .isDirectoryContaining("glob:**metrics.json")
        .isDirectoryContaining("glob:**chromosomes.png");
  }

  @Test
  void thePartsOfAllModulesAreAnnounced() throws IOException, InterruptedException {
    assertThat(java("train", "--help").out())
        .contains("medial-axis", "in-batch", "samediff", "nearest-neighbours");
    assertThat(java("--version").out()).matches("karyo \\d.*\\R");
  }

  @Test
  void thereIsOneNativeLibraryOfNd4j() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .filteredOn(name -> name.matches(".*/(lib)?nd4jcpu\\.(so|dylib|dll)"))
          .hasSize(1);
    }
  }
}
