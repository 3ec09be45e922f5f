package io.karyo.benchmarks;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledMetaphase;
import io.karyo.image.Metaphase;
import java.util.ArrayList;
import java.util.List;

/** How long a warm model takes from a photograph in memory to the karyotype. */
final class PhotographSection implements Section {

  private static final int PHOTOGRAPHS = 15;
  private static final String WHAT = "photograph to karyotype, warm, for each 700 × 700 px";
  private static final double PIXELS = 700.0 * 700;

  @Override
  public void run(Context context) throws Exception {
    List<Metaphase> photographs = new ArrayList<>();
    for (LabelledMetaphase photo :
        Material.every(context.photographs(ChromosomeDataset.TEST), PHOTOGRAPHS)) {
      photographs.add(photo.load());
    }
    if (photographs.isEmpty()) {
      context.table.absent(WHAT, "there are no photographs");
      return;
    }
    try (Karyotyper karyotyper = Karyotyper.load(context.model())) {
      Series series =
          context.rounds.each(photographs, photograph -> milliseconds(karyotyper, photograph));
      context.table.figure(
          WHAT + ": median of " + series.values().length, "ms", series, Goal.atMost(1500, 500));
    }
  }

  private static double milliseconds(Karyotyper karyotyper, Metaphase photograph) {
    long start = System.nanoTime();
    Karyotype karyotype = karyotyper.karyotype(photograph);
    if (karyotype.placements().isEmpty()) {
      throw new IllegalStateException("photograph: must show chromosomes, found none");
    }
    double pixels = (double) photograph.width() * photograph.height();
    return (System.nanoTime() - start) / 1e6 * PIXELS / pixels;
  }
}
