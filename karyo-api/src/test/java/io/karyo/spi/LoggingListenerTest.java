package io.karyo.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.spi.TrainingListener.Epoch;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

class LoggingListenerTest {

  private final List<String> lines = new ArrayList<>();
  private final LoggingListener listener = new LoggingListener(new Memory(lines));

  /** Keeps what is logged, of all levels. */
  private static final class Memory extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private final transient List<String> lines;

    Memory(List<String> lines) {
      this.lines = lines;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
      return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable cause) {
      lines.add(level + " " + MessageFormatter.basicArrayFormat(pattern, arguments));
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }

  private static Epoch epoch(Stage stage, int number, double accuracy, double seconds) {
    return new Epoch(stage, number, 10, 0.5, accuracy, number == 1, 1, 2, seconds);
  }

  @Test
  void aTrainingIsLoggedStageByStageAndEpochByEpoch() {
    listener.onProgress(new Progress(Stage.STRAIGHTENING, 1, 4));
    listener.onProgress(new Progress(Stage.STRAIGHTENING, 4, 4));
    listener.onProgress(new Progress(Stage.ENCODER, 1, 1000));
    listener.onProgress(new Progress(Stage.ENCODER, 2, 1000));
    listener.onEpoch(epoch(Stage.ENCODER, 1, 0.915, 0.25));
    listener.onEpoch(epoch(Stage.ENCODER, 2, Double.NaN, 7.25));
    listener.onEpoch(epoch(Stage.CLASSIFIER, 1, 1, 0.25));
    listener.onEpoch(epoch(Stage.CLASSIFIER, 2, 1, 12));
    listener.onProgress(new Progress(Stage.ASSIGNER, 0, 2));
    listener.onProgress(new Progress(Stage.ASSIGNER, 2, 2));
    listener.onProgress(new Progress(Stage.ASSIGNER, 2, 2));
    assertThat(lines)
        .containsExactly(
            "INFO straightening: 4 images",
            "DEBUG straightening: 1 of 4",
            "DEBUG straightening: 4 of 4",
            "INFO encoder: training",
            "INFO encoder: epoch 1 of 10, validation 91.5 %, loss 0.5000, best so far, 0.3 s",
            "INFO encoder: epoch 2 of 10, loss 0.5000, 7.3 s",
            "INFO classifier: training",
            "DEBUG classifier: epoch 1 of 10, validation 100.0 %, loss 0.5000, best so far, 0.3 s",
            "INFO classifier: epoch 2 of 10, validation 100.0 %, loss 0.5000, 12.0 s",
            "INFO assigner: training",
            "DEBUG assigner: 2 of 2",
            "INFO assigner: done");
  }

  @Test
  void theNextTrainingIsLoggedFromItsStart() {
    listener.onProgress(new Progress(Stage.ASSIGNER, 2, 2));
    listener.onProgress(new Progress(Stage.STRAIGHTENING, 4, 4));
    listener.onProgress(new Progress(Stage.ASSIGNER, 2, 2));
    assertThat(lines)
        .containsSubsequence(
            "INFO assigner: done", "INFO straightening: 4 images", "INFO assigner: done");
  }

  @Test
  void anEpochIsPutIntoTheSameWordsEverywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(epoch(Stage.ENCODER, 1, 0.5, 1).summary())
          .isEqualTo("epoch 1 of 10, validation 50.0 %, loss 0.5000, best so far");
    } finally {
      Locale.setDefault(before);
    }
  }
}
