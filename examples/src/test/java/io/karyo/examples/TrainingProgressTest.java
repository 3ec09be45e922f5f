package io.karyo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.TrainingListener.Epoch;
import io.karyo.TrainingListener.Progress;
import io.karyo.TrainingListener.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {

  private final StringWriter text = new StringWriter();

  private static Epoch epoch(Stage stage, int number, double accuracy) {
    return new Epoch(stage, number, 10, 0.5, accuracy, number == 1, 1, 2, 1.25);
  }

  private void tell(boolean terminal) {
    TrainingProgress progress = new TrainingProgress(new PrintWriter(text), terminal);
    progress.onProgress(new Progress(Stage.STRAIGHTENING, 1, 2));
    progress.onProgress(new Progress(Stage.STRAIGHTENING, 2, 2));
    progress.onEpoch(epoch(Stage.ENCODER, 1, 0.915));
    progress.onEpoch(epoch(Stage.ENCODER, 2, Double.NaN));
    progress.onEpoch(epoch(Stage.CLASSIFIER, 1, 1));
    progress.onEpoch(epoch(Stage.CLASSIFIER, 2, 1));
    progress.finish();
  }

  @Test
  void elsewhereThereIsALineAStageAndAnEpoch() {
    tell(false);
    assertThat(text.toString().lines())
        .containsExactly(
            "straightening: 2 images",
            "encoder: training",
            "encoder: epoch 1 of 10, loss 0.5000, validation 91.5 %, best so far, 1.3 s",
            "encoder: epoch 2 of 10, loss 0.5000, 1.3 s",
            "classifier: training",
            "classifier: epoch 2 of 10, loss 0.5000, validation 100.0 %");
  }

  @Test
  void onATerminalAStageIsOneLineThatIsWrittenAgain() {
    tell(true);
    String[] lines = text.toString().split(System.lineSeparator(), -1);
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).startsWith("\rstraightening [").contains("] 100 %");
    String[] drawings = lines[1].split("\r", -1);
    assertThat(drawings).hasSize(3);
    assertThat(drawings[1]).contains("[===   ", " 10 %", "validation 91.5 %, best so far");
    // The shorter text covers all of the longer one.
    assertThat(drawings[2]).contains(" 20 %").hasSameSizeAs(drawings[1]);
  }
}
