package io.karyo.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.spi.TrainingListener.Epoch;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingProgressTest {

  private final StringWriter text = new StringWriter();

  private static Epoch epoch(Stage stage, int number, double accuracy) {
    return new Epoch(stage, number, 10, 0.5, accuracy, number == 1, 1, 2, 1.25);
  }

  private void tell(int columns) {
    TrainingProgress progress = new TrainingProgress(new PrintWriter(text), columns);
    progress.onProgress(new Progress(Stage.STRAIGHTENING, 1, 2));
    progress.onProgress(new Progress(Stage.STRAIGHTENING, 2, 2));
    progress.onEpoch(epoch(Stage.ENCODER, 1, 0.915));
    progress.onEpoch(epoch(Stage.ENCODER, 2, Double.NaN));
    progress.onEpoch(epoch(Stage.CLASSIFIER, 1, 1));
    progress.onEpoch(epoch(Stage.CLASSIFIER, 2, 1));
    progress.onProgress(new Progress(Stage.ASSIGNER, 0, 2));
    progress.onProgress(new Progress(Stage.ASSIGNER, 2, 2));
    progress.finish();
  }

  @Test
  void elsewhereThereIsALineAStageAndAnEpoch() {
    tell(0);
    assertThat(text.toString().lines())
        .containsExactly(
            "straightening: 2 images",
            "encoder: training",
            "encoder: epoch 1 of 10, validation 91.5 %, loss 0.5000, best so far, 1.3 s",
            "encoder: epoch 2 of 10, loss 0.5000, 1.3 s",
            "classifier: training",
            "classifier: epoch 2 of 10, validation 100.0 %, loss 0.5000",
            "assigner: training");
  }

  @Test
  void elsewhereASegmenterHasALineForEachTenth() {
    TrainingProgress progress = new TrainingProgress(new PrintWriter(text), 0);
    for (int step = 1; step <= 40; step++) {
      progress.onProgress(new Progress(Stage.SEGMENTER, step, 40));
    }
    progress.finish();
    assertThat(text.toString().lines())
        .hasSize(11)
        .startsWith("segmenter: training", "segmenter: 10 %, 0:00", "segmenter: 20 %, 0:00")
        .endsWith("segmenter: 100 %, 0:00");
  }

  @Test
  void onATerminalAStageIsOneLineThatIsWrittenAgain() {
    tell(200);
    String[] lines = text.toString().split(System.lineSeparator(), -1);
    assertThat(lines).hasSize(5);
    assertThat(lines[0]).startsWith("\rstraightening [").contains("] 100 %");
    String[] drawings = lines[1].split("\r", -1);
    assertThat(drawings).hasSize(3);
    assertThat(drawings[1])
        .contains("[===   ", " 10 %")
        .endsWith("  epoch 1 of 10, validation 91.5 %, loss 0.5000, best so far");
    // The shorter text covers all of the longer one.
    assertThat(drawings[2]).contains(" 20 %").hasSameSizeAs(drawings[1]);
    assertThat(lines[3]).contains("\rassigner      [").contains("] 100 %");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          80  | epoch 100 of 120, validation 99.5 %
          100 | epoch 100 of 120, validation 99.5 %, loss 0.1234
          120 | epoch 100 of 120, validation 99.5 %, loss 0.1234, best so far
          60  | epoch 100 of 120
          """)
  void aLineFitsTheTerminal(int columns, String shown) {
    TrainingProgress progress = new TrainingProgress(new PrintWriter(text), columns);
    progress.onEpoch(new Epoch(Stage.ENCODER, 100, 120, 0.1234, 0.995, true, 1, 2, 1.25));
    assertThat(text.toString().substring(1)).endsWith("  " + shown).hasSizeLessThan(columns);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 40, 59, 80, 100, 300})
  void noLineIsEverWiderThanTheTerminal(int columns) {
    tell(columns);
    assertThat(text.toString().split("[\r\n]+", -1))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Math.max(1, columns - 1)));
  }

  @ParameterizedTest
  @CsvSource({"120,120", ",72", "'',72", "0,72", "-5,72", "wide,72", "99999,72"})
  void theEnvironmentSaysHowWideATerminalIsOrElseItIsAsked(
      @Nullable String environment, int found) {
    assertThat(CliCommand.columns(environment, () -> 72)).isEqualTo(found);
  }
}
