package io.karyo.training;

import io.karyo.spi.TrainingListener;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes events on, and keeps a listener's exceptions from the training; the first is logged. For
 * one thread, like any listener.
 */
public final class SafeListener implements TrainingListener {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingListener.class);

  private final TrainingListener listener;
  private boolean failed;

  /**
   * Wraps a listener.
   *
   * @param listener receives the events
   */
  public SafeListener(TrainingListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
  }

  @Override
  public void onProgress(Progress progress) {
    passOn(() -> listener.onProgress(progress));
  }

  @Override
  public void onSkipped(Skipped skipped) {
    passOn(() -> listener.onSkipped(skipped));
  }

  @Override
  public void onEpoch(Epoch epoch) {
    passOn(() -> listener.onEpoch(epoch));
  }

  private void passOn(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      if (!failed) {
        LOG.warn("a training listener failed; the training goes on", e);
      }
      failed = true;
    }
  }
}
