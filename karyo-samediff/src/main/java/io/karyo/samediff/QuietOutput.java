package io.karyo.samediff;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs SameDiff's gradient builder, which prints a line an operation to {@code System.out}.
 *
 * <p>Only lines printed by the calling thread are dropped; other threads' go where they went. A
 * default training on a CPU builds no SameDiff graph and does not come here.
 */
public final class QuietOutput {

  private static final Object LOCK = new Object();

  private QuietOutput() {}

  public static void run(Runnable noisy) {
    Thread caller = Thread.currentThread();
    synchronized (LOCK) {
      PrintStream before = System.out;
      PrintStream filter =
          new PrintStream(
              new OutputStream() {
                @Override
                public void write(int value) {
                  if (Thread.currentThread() != caller) {
                    before.write(value);
                  }
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                  if (Thread.currentThread() != caller) {
                    before.write(bytes, offset, length);
                  }
                }
              },
              true,
              StandardCharsets.UTF_8);
      System.setOut(filter);
      try {
        noisy.run();
      } finally {
        // Another thread may have set a stream of its own meanwhile; it stays.
        if (System.out == filter) {
          System.setOut(before);
        }
      }
    }
  }
}
