package io.karyo.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures contenders alternately, so that a slow minute of the machine slows all of them.
 *
 * @param count how many rounds are counted; one more goes before to warm up
 * @param seconds how long each contender works in a round
 */
record Rounds(int count, double seconds) {

  Rounds {
    if (count < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException(
          "rounds: must be at least 1 of more than 0 s, found " + count + " of " + seconds + " s");
    }
  }

  /** Does a piece of work. */
  @FunctionalInterface
  interface Work {
    /**
     * Works.
     *
     * @return how much was done, in whatever is counted
     */
    double run() throws Exception;
  }

  /** Measures once. */
  @FunctionalInterface
  interface Contender {
    /** Works for about the given time and returns how much was done a second. */
    double rate(double seconds) throws Exception;

    /** Repeats a piece of work. */
    static Contender repeating(Work work) {
      return seconds -> {
        long start = System.nanoTime();
        double done = 0;
        double elapsed;
        do {
          done += work.run();
          elapsed = (System.nanoTime() - start) / 1e9;
        } while (elapsed < seconds);
        return done / elapsed;
      };
    }
  }

  /** Returns the rates of each contender, in the order given. */
  List<Series> measure(List<Contender> contenders) throws Exception {
    for (Contender contender : contenders) {
      contender.rate(2 * seconds);
    }
    double[][] rates = new double[contenders.size()][count];
    for (int round = 0; round < count; round++) {
      for (int c = 0; c < rates.length; c++) {
        // Every other round backwards, so that nobody always follows the same one.
        int turn = round % 2 == 0 ? c : rates.length - 1 - c;
        rates[turn][round] = contenders.get(turn).rate(seconds);
      }
    }
    List<Series> series = new ArrayList<>();
    for (double[] of : rates) {
      series.add(new Series(of));
    }
    return series;
  }

  /**
   * Measures each thing once in each round, after a round to warm up.
   *
   * @param measure returns what one thing takes
   */
  <T> Series each(List<T> things, ToDoubleFunction<T> measure) {
    double[] taken = new double[(count + 1) * things.size()];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = measure.applyAsDouble(things.get(i % things.size()));
    }
    return new Series(Arrays.copyOfRange(taken, things.size(), taken.length));
  }

  List<Series> measure(Contender... contenders) throws Exception {
    return measure(List.of(contenders));
  }
}
