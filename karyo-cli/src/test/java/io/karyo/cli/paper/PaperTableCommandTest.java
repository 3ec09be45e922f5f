package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.cli.Cli;
import io.karyo.cli.TinyData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's table from its command to its files, on a few small images. */
class PaperTableCommandTest {

  private static Path data = Path.of("");

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void draws(@TempDir Path once) throws IOException {
    data = TinyData.write(once);
  }

  private Cli run(Object... more) {
    List<Object> arguments =
        Stream.concat(
                Stream.<Object>of("paper-table", "--data", data, "--out", folder.resolve("out")),
                Stream.of(more))
            .toList();
    return Cli.run(arguments.toArray());
  }

  private Cli tiny(Object... more) {
    return run(
        Stream.concat(Stream.<Object>of("--quick", "--filters", "2,4"), Stream.of(more)).toArray());
  }

  private List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
    }
  }

  @Test
  void itWritesTheTableThePicturesAndTheReport() throws IOException {
    Cli run = tiny("--rows", "1,4,7,14,17");
    assertThat(run.code()).as(run.err()).isZero();
    Path out = folder.resolve("out");
    assertThat(Files.readString(out.resolve("table1.md")))
        .contains("| 1 | two-layer MLP | none |", "| 7 | Siamese + nearest | SPV | all ")
        .contains("| 17 | Con-Siamese + MLP | SPV |", "A quick run")
        .contains("balanced pairs train in at most 1/83 of the time");
    assertThat(Files.readAllLines(out.resolve("table1.csv"))).hasSize(1 + 2 * 5);
    String report = Files.readString(out.resolve("report.html"));
    assertThat(files(".*\\.png"))
        .isNotEmpty()
        .allSatisfy(png -> assertThat(ImageIO.read(png.toFile())).isNotNull());
    assertThat(report.split("data:image/png;base64,", -1)).hasSize(1 + files(".*\\.png").size());
    // The perceptron on pixels is one for both columns; the timing is one more.
    assertThat(files(".*\\.json")).hasSize(2 * 5 - 1 + 1);
    assertThat(files("\\.karyo.*")).isEmpty();
  }

  @Test
  void whatIsFinishedIsNotRunAgainUnlessAnOptionChanges() throws IOException {
    assertThat(tiny("--rows", "1").code()).isZero();
    Path kept = files("pixel-mlp.*json").get(0);
    FileTime before = FileTime.from(Instant.EPOCH);
    Files.setLastModifiedTime(kept, before);

    Cli again = tiny("--rows", "1,18");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(before);
    assertThat(again.out()).doesNotContain("two-layer MLP").contains("Siamese + MLP, none");

    Cli other = tiny("--rows", "18", "--epochs-scale", 2);
    assertThat(other.code()).isZero();
    assertThat(other.out())
        .contains("siamese-mlp.none.balanced.ours.1: has other data or options, runs again")
        .contains("Siamese + MLP, none, balanced pairs, ours, seed 1: ");
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThat(run("--rows", "19").err()).contains("rows: must be 1 to 18, found 19");
    assertThat(run("--seeds", "0").err()).contains("seeds: must be at least 1, found 0");
    assertThat(run("--epochs-scale", "0").err()).contains("epochs-scale: must be more than 0");
    assertThat(run("--filters", "16").err()).contains("--filters: must be two numbers, found 1");
    assertThat(run("--filters", "16,0").err()).contains("filters: must be 1 to 1024, found 0");
    assertThat(run("--protocol", "cell").err()).contains("--protocol");
    assertThat(run("--rows", "19").code()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
