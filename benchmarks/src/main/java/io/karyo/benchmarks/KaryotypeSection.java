package io.karyo.benchmarks;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Placement;
import java.util.ArrayList;
import java.util.List;

/** How long a warm model takes for a whole cell, from pictures in memory to the karyotype. */
final class KaryotypeSection implements Section {

  private static final int CELLS = 100;
  private static final int CORRECTIONS = 400;

  @Override
  public void run(Context context) throws Exception {
    List<Cell> cells = context.material.cells(CELLS);
    try (Karyotyper karyotyper = Karyotyper.load(context.model())) {
      Series series = context.rounds.each(cells, cell -> milliseconds(karyotyper, cell));
      context.table.figure(
          "karyotype of a cell of 46, warm: median of " + series.values().length,
          "ms",
          series,
          Goal.atMost(22, 15));
      context.table.figure(
          "– p99 ÷ median",
          "",
          new Series(series.quantile(0.99) / series.median()),
          Goal.atMost(3, 2));
      Karyotype karyotype = karyotyper.karyotype(cells.get(0));
      List<Double> corrections = new ArrayList<>();
      for (int i = 0; i < CORRECTIONS; i++) {
        Placement placement = karyotype.placements().get(i % karyotype.placements().size());
        Designation other = Designation.of(ChromosomeType.ALL.get(i % ChromosomeType.ALL.size()));
        long start = System.nanoTime();
        karyotype.withPinned(placement.chromosome(), other);
        if (i >= CORRECTIONS / 2) {
          corrections.add((System.nanoTime() - start) / 1e6);
        }
      }
      context.table.figure(
          "a correction, the rest solved again: median of " + corrections.size(),
          "ms",
          new Series(corrections.stream().mapToDouble(ms -> ms).toArray()),
          Goal.atMost(5, 2));
    }
  }

  private static double milliseconds(Karyotyper karyotyper, Cell cell) {
    long start = System.nanoTime();
    Karyotype karyotype = karyotyper.karyotype(cell);
    if (karyotype.iscn().toString().isEmpty()
        || karyotype.placements().size() != cell.chromosomes().size()) {
      throw new IllegalStateException(cell.id() + ": must have a karyotype, found none");
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
