package io.karyo;

/**
 * Counts the calls of a karyotyper that are under way, so that closing it waits for them.
 *
 * <p>A lock of the JDK would do the same, but it makes a thread that asks from within a call wait
 * behind the one that closes, and an {@code OutOfMemoryError} in it leaves it locked. Here nothing
 * is allocated between counting a call and counting it off.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
final class CallsUnderWay {

  /** A call, which may fail. */
  @FunctionalInterface
  interface Call<T, X extends Exception> {
    T make() throws X;
  }

  /** How many calls each thread is in. */
  private final ThreadLocal<int[]> depths = ThreadLocal.withInitial(() -> new int[1]);

  private int calls;
  private boolean ending;
  private boolean ended;

  /**
   * Makes a call.
   *
   * @throws IllegalStateException if another thread has closed the karyotyper or waits to, unless
   *     this thread is in a call already
   */
  <T, X extends Exception> T make(Call<T, X> call) throws X {
    return counted(false, call);
  }

  /** Does a part of a call under way, in whatever thread: that it asks back is part of it, too. */
  <T, X extends Exception> T within(Call<T, X> part) throws X {
    return counted(true, part);
  }

  private <T, X extends Exception> T counted(boolean isPart, Call<T, X> call) throws X {
    int[] depth = depths.get();
    try {
      begin(isPart || depth[0] > 0);
      depth[0]++;
      try {
        return call.make();
      } finally {
        depth[0]--;
        leave();
      }
    } finally {
      if (depth[0] == 0) {
        depths.remove();
      }
    }
  }

  private synchronized void begin(boolean isPart) {
    if (ending && !isPart) {
      throw new IllegalStateException("karyotyper: must be open, found closed");
    }
    calls++;
  }

  private synchronized void leave() {
    calls--;
    if (calls == 0) {
      notifyAll();
    }
  }

  /**
   * Waits for the calls under way and ends; further calls are refused from now on.
   *
   * @param last is done once, when none is under way
   * @throws IllegalStateException if this thread is in a call, which it would wait for
   */
  void end(Runnable last) {
    if (depths.get()[0] > 0) {
      throw new IllegalStateException(
          "karyotyper: must not be closed by a part or listener within a call of its own");
    }
    depths.remove();
    boolean interrupted = false;
    try {
      synchronized (this) {
        ending = true;
        while (calls > 0) {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
        if (!ended) {
          ended = true;
          last.run();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
