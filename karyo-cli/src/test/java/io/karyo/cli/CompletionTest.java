package io.karyo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shell offers, once it has read what {@code generate-completion} writes. */
class CompletionTest {

  private static final Path BASH = Path.of("/bin/bash");

  private static Path script = Path.of("");

  @BeforeAll
  static void generates(@TempDir Path folder) throws IOException {
    Cli run = Cli.run("generate-completion");
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    script = Files.writeString(folder.resolve("completion.sh"), run.out());
  }

  /** Returns what bash offers for the last of the words. */
  private static List<String> offered(String words) throws IOException, InterruptedException {
    assumeThat(BASH).exists();
    String program =
        "source "
            + script
            + " && COMP_WORDS=("
            + words
            + ") && COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) && _complete_karyo 2> /dev/null;"
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder(BASH.toString(), "-c", program).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return output.lines().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          karyo cl                           | classify
          karyo train --preset ''            | fast balanced best
          karyo train --straightener med     | medial-axis
          karyo train --sampler in           | in-batch
          karyo train --encoder s            | samediff
          karyo train --classifier class     | class-means
          karyo straighten --straightener no | none
          """)
  void bashOffersWhatMayBeWritten(String words, String offers) throws Exception {
    assertThat(offered(words)).containsExactly(offers.split(" "));
  }

  @Test
  void bashOffersTheOptionsOfACommand() throws Exception {
    assertThat(offered("karyo karyogram --")).contains("--model", "--cell", "--out", "--precision");
  }

  @Test
  void zshReadsTheSameScript() throws IOException {
    assertThat(Files.readString(script)).contains("ZSH_VERSION", "bashcompinit");
  }
}
