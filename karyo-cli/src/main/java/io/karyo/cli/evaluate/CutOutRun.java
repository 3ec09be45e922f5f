package io.karyo.cli.evaluate;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.data.ChromosomeDataset;
import io.karyo.laboratory.Familiarity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation on images of single chromosomes.
 *
 * @param asked the answers that the figures are of
 * @param byCell the answers cell by cell
 * @param lone the answers for lone images
 * @param metrics the figures
 */
record CutOutRun(
    List<LabelledAnswer> asked,
    List<LabelledAnswer> byCell,
    List<LabelledAnswer> lone,
    Metrics metrics) {

  /**
   * Asks a model about a data set, cell by cell and about lone images.
   *
   * @param dataset the images, with what the model is given of their polarity
   * @param whole the same images for the figures of whole cells
   * @param model its name
   * @param split the part of the data; null for all of it
   * @param withoutCell whether all figures are of lone images
   * @param upright whether the model is given that all p arms are up
   */
  static CutOutRun of(
      Karyotyper karyotyper,
      ChromosomeDataset dataset,
      ChromosomeDataset whole,
      String model,
      @Nullable String split,
      boolean withoutCell,
      boolean upright)
      throws IOException {
    long start = System.nanoTime();
    List<LabelledAnswer> asked = LabelledAnswer.ask(karyotyper, dataset, !withoutCell);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<LabelledAnswer> other = LabelledAnswer.ask(karyotyper, dataset, withoutCell);
    List<LabelledAnswer> byCell = withoutCell ? other : asked;
    List<LabelledAnswer> lone = withoutCell ? asked : other;
    Metrics metrics =
        Metrics.of(new Metrics.Run(model, split, withoutCell, upright, seconds), byCell, lone)
            .with(
                familiarity(karyotyper, byCell).orElse(null),
                KaryotypeFigures.of(
                    karyotyper, withoutCells(whole, Metrics.incompleteCells(asked))),
                ForeignFigures.of(karyotyper, lone));
    return new CutOutRun(asked, byCell, lone, metrics);
  }

  /** Returns the chromosomes of each known cell that were classified in it. */
  List<List<Classification>> cells() {
    return cells(byCell);
  }

  /** How familiar the cells are; of several laboratories, those of the least familiar one. */
  private static Optional<Familiarity> familiarity(
      Karyotyper karyotyper, List<LabelledAnswer> byCell) {
    return byCell.stream()
        .collect(Collectors.groupingBy(answer -> answer.item().laboratory()))
        .values()
        .stream()
        .flatMap(ofOne -> karyotyper.familiarityOf(cells(ofOne)).stream())
        .min(Comparator.comparingDouble(Familiarity::score));
  }

  private static List<List<Classification>> cells(List<LabelledAnswer> byCell) {
    Map<String, List<Classification>> cells = new LinkedHashMap<>();
    for (LabelledAnswer answer : byCell) {
      Classification classification = answer.answer().classification();
      Optional<String> cell = answer.item().cell();
      if (classification != null && cell.isPresent()) {
        cells.computeIfAbsent(cell.get(), name -> new ArrayList<>()).add(classification);
      }
    }
    return List.copyOf(cells.values());
  }

  static ChromosomeDataset withoutCells(ChromosomeDataset dataset, Set<String> cells) {
    return dataset.filter(item -> item.cell().filter(cells::contains).isEmpty());
  }
}
