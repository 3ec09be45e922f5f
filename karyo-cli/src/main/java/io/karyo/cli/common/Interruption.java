package io.karyo.cli.common;

import io.karyo.spi.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While this is open, Control-C cancels a training and lets it end in order: nothing half-written
 * is left behind.
 */
public final class Interruption implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;

  /** Takes over Control-C until this is closed. */
  public Interruption() {
    hook =
        new Thread(
            () -> {
              cancellation.cancel();
              awaitEnd();
            },
            "karyo-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Returns what Control-C cancels.
   *
   * @return the cancellation
   */
  public Cancellation cancellation() {
    return cancellation;
  }

  private void awaitEnd() {
    try {
      // In vain after that long: the program then ends as it is.
      var unused = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException programIsEnding) {
      // By this very hook; there is nothing to remove.
    }
  }
}
