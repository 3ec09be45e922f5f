package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;

/**
 * Searches for the most probable types of the chromosomes of one cell. The search starts from the
 * recorded types and makes the best of all exchanges of two chromosomes and changes of one, as long
 * as one helps. An exchange leaves the numbers of the types as they are; a change pays for them by
 * {@link CellPrice}, unless the cell has too few chromosomes to show which numbers are usual.
 */
final class CellSearch {

  /** How much more probable a type must be than the recorded one, in nats, to be considered. */
  private static final double LEAST_GAIN = 1;

  private static final double ROUNDING = 1e-9;

  private final double[][] logs;
  private final int[] recorded;
  private final int[] types;
  private final int[] counts;
  private final boolean whole;

  /**
   * Starts from the recorded types.
   *
   * @param logs the logarithms of the probabilities of the types of each chromosome
   * @param recorded the recorded type of each chromosome
   * @param others how many chromosomes of each type the cell has besides these
   * @param whole whether the numbers of types count
   */
  CellSearch(double[][] logs, int[] recorded, int[] others, boolean whole) {
    this.logs = logs;
    this.recorded = recorded;
    this.types = recorded.clone();
    this.counts = others.clone();
    this.whole = whole;
    for (int type : recorded) {
      counts[type]++;
    }
  }

  /** Returns the most probable types that the search finds. */
  int[] types() {
    // Every step helps, so no types return; the bound is for safety only.
    for (int step = 0; step < types.length * types.length; step++) {
      if (!improve()) {
        break;
      }
    }
    return types.clone();
  }

  /**
   * Returns how much more probable the found types are than these with some chromosomes as
   * recorded, in nats.
   */
  double gainOf(int[] chromosomes) {
    double gain = 0;
    int[] before = counts.clone();
    for (int i : chromosomes) {
      gain += logs[i][types[i]] - logs[i][recorded[i]];
      before[types[i]]--;
      before[recorded[i]]++;
    }
    return gain + price(before) - price(counts);
  }

  /**
   * Returns how much more probable another type of one chromosome is than the recorded one, in
   * nats, all others being as found.
   */
  double evidenceOfChange(int i, int type) {
    int[] before = counts.clone();
    before[types[i]]--;
    int[] after = before.clone();
    before[recorded[i]]++;
    after[type]++;
    return logs[i][type] - logs[i][recorded[i]] + price(before) - price(after);
  }

  private boolean improve() {
    double best = ROUNDING;
    int first = -1;
    int second = -1;
    int type = -1;
    for (int i = 0; i < types.length; i++) {
      for (int j = i + 1; j < types.length; j++) {
        double gain = types[i] == types[j] ? 0 : gain(i, types[j]) + gain(j, types[i]);
        if (gain > best) {
          best = gain;
          first = i;
          second = j;
        }
      }
      for (int t = 0; t < ChromosomeType.ALL.size(); t++) {
        double gain = t == types[i] ? 0 : gain(i, t) - priceOfChange(types[i], t);
        if (gain > best) {
          best = gain;
          first = i;
          second = -1;
          type = t;
        }
      }
    }
    if (first < 0) {
      return false;
    }
    int before = types[first];
    change(first, second < 0 ? type : types[second]);
    if (second >= 0) {
      change(second, before);
    }
    return true;
  }

  private double gain(int i, int type) {
    double deviates = type == recorded[i] ? 0 : LEAST_GAIN;
    double deviated = types[i] == recorded[i] ? 0 : LEAST_GAIN;
    return logs[i][type] - deviates - (logs[i][types[i]] - deviated);
  }

  private double priceOfChange(int from, int to) {
    double before = price(counts);
    counts[from]--;
    counts[to]++;
    double after = price(counts);
    counts[from]++;
    counts[to]--;
    return after - before;
  }

  private double price(int[] numbers) {
    return whole ? CellPrice.of(numbers) : 0;
  }

  private void change(int i, int type) {
    counts[types[i]]--;
    counts[type]++;
    types[i] = type;
  }
}
