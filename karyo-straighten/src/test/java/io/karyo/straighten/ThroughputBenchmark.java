package io.karyo.straighten;

import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images a second, from memory, over all of Pki-3. Run like {@link BendBenchmark}, with the number
 * of threads (2 unless given) as the argument.
 */
final class ThroughputBenchmark {

  private static final int ROUNDS = 5;
  private static final int CHUNK = 64;

  private ThroughputBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    List<ChromosomeImage> images = new ArrayList<>();
    for (RealImages.Entry entry : RealImages.manifest("pki3")) {
      images.add(RealImages.read(entry.path()));
    }
    for (Straightener method :
        List.of(
            Straighteners.none(),
            Straighteners.medialAxis(),
            Straighteners.projectionVectors(),
            Straighteners.auto())) {
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, imagesPerSecond(images, method, threads));
      }
      System.out.printf(
          Locale.ROOT,
          "%-20s %8.0f images/s, best of %d rounds over %d images, %d threads%n",
          method.id(),
          best,
          ROUNDS,
          images.size(),
          threads);
    }
  }

  private static double imagesPerSecond(
      List<ChromosomeImage> images, Straightener method, int threads) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Thread[] workers = new Thread[threads];
    long start = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      workers[t] =
          new Thread(
              () -> {
                for (int from = next.getAndAdd(CHUNK);
                    from < images.size();
                    from = next.getAndAdd(CHUNK)) {
                  int to = Math.min(images.size(), from + CHUNK);
                  images.subList(from, to).forEach(method::straighten);
                }
              });
      workers[t].start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return images.size() / ((System.nanoTime() - start) / 1e9);
  }
}
