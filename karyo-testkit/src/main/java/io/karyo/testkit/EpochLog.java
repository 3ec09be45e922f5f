package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.spi.TrainingListener;
import java.util.ArrayList;
import java.util.List;

/** Records what a training reports to its listener. */
final class EpochLog implements TrainingListener {

  private final Thread trainer = Thread.currentThread();
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<Thread> callers = new ArrayList<>();

  @Override
  public void onEpoch(Epoch epoch) {
    epochs.add(epoch);
    callers.add(Thread.currentThread());
  }

  @Override
  public void onProgress(Progress progress) {
    callers.add(Thread.currentThread());
  }

  /**
   * Checks that the epochs, if any, are of the given stage, numbered from 1 and reported by the
   * training thread.
   */
  void assertInOrder(TrainingListener.Stage stage) {
    assertThat(callers).as("threads that called the listener").allMatch(trainer::equals);
    for (int i = 0; i < epochs.size(); i++) {
      Epoch epoch = epochs.get(i);
      assertThat(epoch.stage()).isEqualTo(stage);
      assertThat(epoch.epoch()).as("number of the epoch").isEqualTo(i + 1);
      assertThat(epoch.epochs()).as("number of epochs").isGreaterThanOrEqualTo(epochs.size());
      assertThat(epoch.loss()).as("loss of epoch %d", i + 1).isFinite();
    }
  }
}
