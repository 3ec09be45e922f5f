package io.karyo;

/**
 * Counts the running calls of a karyotyper, so that closing it waits for them.
 *
 * <p>A lock of the JDK would make a nested call of another thread wait behind the closing thread,
 * and would stay locked after an {@code OutOfMemoryError}. Here nothing is allocated between the
 * start and the end of a call.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
final class CallsUnderWay {

  /** A call, which may fail. */
  @FunctionalInterface
  interface Call<T, X extends Exception> {
    T make() throws X;
  }

  /** The nesting depth of calls of each thread. */
  private final ThreadLocal<int[]> depths = ThreadLocal.withInitial(() -> new int[1]);

  private int calls;
  private boolean ending;
  private boolean ended;

  /**
   * Makes a call.
   *
   * @throws IllegalStateException if another thread has closed the karyotyper or is waiting to
   *     close it, unless this thread is already in a call
   */
  <T, X extends Exception> T make(Call<T, X> call) throws X {
    return counted(false, call);
  }

  /**
   * Runs a part of a running call, in any thread; calls that the part makes belong to that call.
   */
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
   * Waits for the running calls and then closes; further calls are rejected from now on.
   *
   * @param last is run once, when no call is running
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
