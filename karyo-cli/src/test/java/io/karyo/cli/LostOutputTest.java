package io.karyo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Output that a full disk swallows is a failure, though writers keep it to themselves. */
class LostOutputTest {

  /** A stream to a full disk. */
  private static PrintWriter full() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    return new PrintWriter(
        new PrintStream(full, false, StandardCharsets.UTF_8), true, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "classify --help"})
  void aCommandWhoseOutputIsLostFails(String arguments) {
    StringWriter err = new StringWriter();
    int code = KaryoCli.run(full(), new PrintWriter(err), arguments.split(" "));
    assertThat(code).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "karyo: standard output: must be writable, failed; some of it is lost"
                + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-command", "classify"})
  void aWrongCommandLineStaysOne(String arguments) {
    StringWriter err = new StringWriter();
    assertThat(KaryoCli.run(full(), new PrintWriter(err), arguments)).isEqualTo(2);
  }
}
