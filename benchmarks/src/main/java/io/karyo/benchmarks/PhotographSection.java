package io.karyo.benchmarks;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledMetaphase;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How long a warm model takes from a photograph in memory to the karyotype, and to correct it. */
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
      List<Karyotype> karyotypes = photographs.stream().map(karyotyper::karyotype).toList();
      Series corrections = context.rounds.each(karyotypes, PhotographSection::correction);
      context.table.figure(
          "correction: the largest chromosome split: median of " + corrections.values().length,
          "ms",
          corrections,
          null);
    }
  }

  /** Splits the largest chromosome across its box. */
  private static double correction(Karyotype karyotype) {
    Segmentation found = karyotype.segmentation().orElseThrow();
    int largest =
        found.numbers().stream()
            .max(Comparator.comparingInt(number -> found.chromosome(number).area()))
            .orElseThrow();
    Box box = found.chromosome(largest).box();
    int x = box.left() + box.width() / 2;
    int y = box.top() + box.height() / 2;
    List<Region.Corner> line =
        box.height() > box.width()
            ? List.of(new Region.Corner(box.left(), y), new Region.Corner(box.right(), y))
            : List.of(new Region.Corner(x, box.top()), new Region.Corner(x, box.bottom()));
    long start = System.nanoTime();
    karyotype.split(largest, line);
    return (System.nanoTime() - start) / 1e6;
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
