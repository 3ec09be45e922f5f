package io.karyo.spi;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See {@link TrainingListener#logging()}. */
final class LoggingListener implements TrainingListener {

  /** Shorter epochs of a classifier are not logged at INFO, because they are too many. */
  private static final double LONG_EPOCH_SECONDS = 1;

  private static final int TENTHS = 10;

  private final Logger log;
  private @Nullable Stage stage;
  private long tenths;

  LoggingListener() {
    this(LoggerFactory.getLogger(TrainingListener.class));
  }

  LoggingListener(Logger log) {
    this.log = log;
  }

  @Override
  public void onProgress(Progress progress) {
    enter(progress.stage(), progress.total());
    long reached = TENTHS * progress.done() / Math.max(1, progress.total());
    if (reached != tenths) {
      log.debug("{}: {} of {}", name(progress.stage()), progress.done(), progress.total());
    }
    if (progress.stage() == Stage.ASSIGNER && reached == TENTHS && tenths != TENTHS) {
      log.info("{}: done", name(progress.stage()));
    }
    tenths = reached;
  }

  @Override
  public void onEpoch(Epoch epoch) {
    enter(epoch.stage(), epoch.epochs());
    String name = name(epoch.stage());
    String seconds = String.format(Locale.ROOT, "%.1f", epoch.seconds());
    if (epoch.stage() == Stage.ENCODER || epoch.seconds() >= LONG_EPOCH_SECONDS) {
      log.info("{}: {}, {} s", name, epoch.summary(), seconds);
    } else {
      log.debug("{}: {}, {} s", name, epoch.summary(), seconds);
    }
  }

  private void enter(Stage next, long total) {
    if (next == stage) {
      return;
    }
    stage = next;
    tenths = 0;
    if (next == Stage.STRAIGHTENING || next == Stage.EMBEDDING) {
      log.info("{}: {} images", name(next), total);
    } else {
      log.info("{}: training", name(next));
    }
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
