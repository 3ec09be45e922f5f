package io.karyo.cli.common;

import io.karyo.model.Require;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Option;

/** How many threads to keep busy. */
public final class ThreadOptions {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = {
        "The number of threads; default one per processor. On a busy machine fewer are often"
            + " faster."
      })
  private @Nullable Integer threads;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public void check() {
    if (threads != null) {
      Require.atLeast("--threads", threads, 1);
    }
  }

  /**
   * Tells ND4J the number of threads, for what the calling thread does, and returns it. The library
   * leaves ND4J's threads alone, because they belong to the whole program; this is the whole
   * program. Where no number was given, OMP_NUM_THREADS of the environment holds.
   *
   * @return the number; if none was given, one thread per processor
   */
  public int apply() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    // Nd4j first: the holder is filled by its initialisation. Its environment has setters of
    // numbers of threads, too, but OpenMP never hears of those.
    try {
      if (Nd4j.getBackend() != null) {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
      }
    } catch (LinkageError | RuntimeException e) {
      // The parts that need a backend say what is missing; there may be none.
    }
    return threads;
  }
}
