package io.karyo.cli.evaluate;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.metrics.KaryotypeEvaluation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How well a model finds the karyotypes of whole cells; the fields are those of the JSON file.
 *
 * @param cells how many cells, complete or not
 * @param assignedAccuracy the share of their chromosomes that are designated rightly
 * @param perfectCells the share of cells without an error
 * @param exactKaryotypes the share of cells whose numbers are right
 * @param calledMarkers the share of their chromosomes that are designated marker chromosomes, which
 *     none of them is
 * @param calibrationError the mean distance between the probability of a designation and the share
 *     of right ones over 15 bins
 * @param normalCells how many of them are complete and normal
 * @param normalCalledAbnormal the share of those that are not found to be 46,XX or 46,XY; NaN if
 *     there is none
 * @param review what a person has to look at, for some wanted precisions, that of the default first
 * @param reviewNeeded the least share that would have to be marked for 99.9 % of the others to be
 *     right: with hindsight
 * @param polarityAccuracy the share of chromosomes whose polarity is found when half of them are
 *     turned by 180 degrees; taken for granted is that they lie with the p arm up in the data
 * @param abnormalCells how many abnormal cells were made of the normal ones: a third 21, 18 or 13
 *     or an additional X of another cell, of the same patient if there is one, or an X removed
 * @param abnormalFound the share of those whose exact numbers are found; NaN if there is none
 * @param abnormalUnnoticed the share of those whose numbers are wrong though the cell is not for
 *     review; NaN if there is none
 * @param milliseconds the median time for the karyotype of a cell whose images are in memory
 */
record KaryotypeFigures(
    int cells,
    double assignedAccuracy,
    double perfectCells,
    double exactKaryotypes,
    double calledMarkers,
    double calibrationError,
    int normalCells,
    double normalCalledAbnormal,
    List<ReviewFigures> review,
    double reviewNeeded,
    double polarityAccuracy,
    int abnormalCells,
    double abnormalFound,
    double abnormalUnnoticed,
    double milliseconds) {

  private static final List<ChromosomeType> ADDED =
      List.of(ChromosomeType.C21, ChromosomeType.C18, ChromosomeType.C13, ChromosomeType.X);

  /** The default of the library comes first. */
  private static final List<Double> PRECISIONS = List.of(0.99, 0.995, 0.999);

  private static final long SEED = 1;

  /** A cell with its images. */
  private record Loaded(LabelledCell labels, Cell cell) {

    boolean isNormal() {
      return iscn(labels.types()).isNormal();
    }

    Optional<ChromosomeImage> find(ChromosomeType type) {
      int place = labels.types().indexOf(type);
      return place < 0 ? Optional.empty() : Optional.of(cell.chromosomes().get(place));
    }
  }

  /**
   * Asks a model about the cells of a data set; null if it has none or the model does not know it.
   */
  static @Nullable KaryotypeFigures of(Karyotyper karyotyper, ChromosomeDataset dataset)
      throws IOException {
    List<Loaded> cells = new ArrayList<>();
    for (LabelledCell cell : dataset.cells()) {
      cells.add(new Loaded(cell, cell.load()));
    }
    if (cells.isEmpty() || karyotyper.assigner().isEmpty()) {
      return null;
    }
    List<Karyotype> karyotypes = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    int normal = 0;
    int calledAbnormal = 0;
    for (Loaded cell : cells) {
      long start = System.nanoTime();
      Karyotype karyotype = karyotyper.karyotype(cell.cell());
      times.add((System.nanoTime() - start) / 1e6);
      karyotypes.add(karyotype);
      if (cell.isNormal()) {
        normal++;
        calledAbnormal += karyotype.iscn().isNormal() ? 0 : 1;
      }
    }
    List<List<ChromosomeType>> truth = cells.stream().map(cell -> cell.labels().types()).toList();
    KaryotypeEvaluation evaluation = KaryotypeEvaluation.of(karyotypes, truth);
    int abnormal = 0;
    int found = 0;
    int unnoticed = 0;
    for (Loaded cell : cells) {
      for (Cell changed : cell.isNormal() ? changed(cell, cells) : List.<Cell>of()) {
        abnormal++;
        // The name is what was made of it.
        Karyotype karyotype = karyotyper.karyotype(changed);
        boolean exact = karyotype.iscn().toString().equals(changed.id());
        found += exact ? 1 : 0;
        unnoticed += exact || karyotype.needsReview() ? 0 : 1;
      }
    }
    times.sort(null);
    return new KaryotypeFigures(
        cells.size(),
        evaluation.assignedAccuracy(),
        evaluation.perfectCells(),
        evaluation.exactKaryotypes(),
        calledMarkers(karyotypes),
        evaluation.calibrationError(),
        normal,
        calledAbnormal / (double) normal,
        PRECISIONS.stream()
            .map(precision -> ReviewFigures.of(precision, karyotypes, truth))
            .toList(),
        evaluation.reviewNeeded(),
        polarityAccuracy(karyotyper, cells),
        abnormal,
        found / (double) abnormal,
        unnoticed / (double) abnormal,
        times.get(times.size() / 2));
  }

  /**
   * Evaluates the karyotypes of the cells of a data set and nothing else; empty if it has none or
   * the model does not know karyotypes.
   */
  static Optional<KaryotypeEvaluation> evaluation(Karyotyper karyotyper, ChromosomeDataset dataset)
      throws IOException {
    List<LabelledCell> cells = dataset.cells();
    if (cells.isEmpty() || karyotyper.assigner().isEmpty()) {
      return Optional.empty();
    }
    List<Karyotype> karyotypes = new ArrayList<>();
    for (LabelledCell cell : cells) {
      karyotypes.add(karyotyper.karyotype(cell.load()));
    }
    return Optional.of(
        KaryotypeEvaluation.of(karyotypes, cells.stream().map(LabelledCell::types).toList()));
  }

  private static double calledMarkers(List<Karyotype> karyotypes) {
    return karyotypes.stream()
        .flatMap(karyotype -> karyotype.placements().stream())
        .mapToInt(placement -> placement.designation().type().isEmpty() ? 1 : 0)
        .average()
        .orElse(0);
  }

  private static double polarityAccuracy(Karyotyper karyotyper, List<Loaded> cells) {
    SplittableRandom random = new SplittableRandom(SEED);
    int right = 0;
    int all = 0;
    for (Loaded cell : cells) {
      List<ChromosomeImage> images = new ArrayList<>();
      List<Polarity> truth = new ArrayList<>();
      for (ChromosomeImage image : cell.cell().chromosomes()) {
        boolean turn = random.nextBoolean();
        images.add(turn ? turned(image) : image);
        truth.add(turn ? Polarity.P_DOWN : Polarity.P_UP);
      }
      Karyotype karyotype = karyotyper.karyotype(new Cell(cell.cell().id(), images));
      for (int i = 0; i < truth.size(); i++) {
        right += karyotype.polarity(i) == truth.get(i) ? 1 : 0;
      }
      all += truth.size();
    }
    return right / (double) all;
  }

  private static ChromosomeImage turned(ChromosomeImage image) {
    byte[] grey = image.greyLevels();
    byte[] turned = new byte[grey.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = grey[grey.length - 1 - i];
    }
    return ChromosomeImage.of(image.height(), image.width(), turned).withSource(image.source());
  }

  /** Abnormal cells made of a normal one, each named by its karyotype. */
  private static List<Cell> changed(Loaded cell, List<Loaded> all) {
    List<Cell> changed = new ArrayList<>();
    for (ChromosomeType type : ADDED) {
      donors(cell, all).stream()
          .flatMap(donor -> donor.find(type).stream())
          .findFirst()
          .ifPresent(
              image -> {
                List<ChromosomeImage> images = new ArrayList<>(cell.cell().chromosomes());
                images.add(image);
                List<ChromosomeType> types = new ArrayList<>(cell.labels().types());
                types.add(type);
                changed.add(new Cell(iscn(types).toString(), images));
              });
    }
    int x = cell.labels().types().indexOf(ChromosomeType.X);
    if (!cell.labels().types().contains(ChromosomeType.Y)) {
      List<ChromosomeImage> images = new ArrayList<>(cell.cell().chromosomes());
      images.remove(x);
      List<ChromosomeType> types = new ArrayList<>(cell.labels().types());
      types.remove(x);
      changed.add(new Cell(iscn(types).toString(), images));
    }
    return changed;
  }

  /** The other cells, those of the same patient first, then the following ones. */
  private static List<Loaded> donors(Loaded cell, List<Loaded> all) {
    List<Loaded> donors = new ArrayList<>();
    int place = all.indexOf(cell);
    for (int i = 1; i < all.size(); i++) {
      donors.add(all.get((place + i) % all.size()));
    }
    Optional<String> patient = cell.labels().patient();
    donors.sort(
        (a, b) ->
            Boolean.compare(
                b.labels().patient().equals(patient), a.labels().patient().equals(patient)));
    return donors;
  }

  private static Iscn iscn(List<ChromosomeType> types) {
    int[] counts = new int[ChromosomeType.ALL.size()];
    types.forEach(type -> counts[type.ordinal()]++);
    return Iscn.of(counts, 0);
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(percent("assigned accuracy, whole cells", assignedAccuracy));
    lines.add(percent("cells without an error", perfectCells));
    lines.add(percent("exact karyotypes", exactKaryotypes));
    lines.add(percent("called marker chromosomes", calledMarkers));
    lines.add(percent("calibration error, whole cells", calibrationError));
    lines.add(percent("normal cells called abnormal", normalCalledAbnormal));
    lines.add(percent("abnormal (made) cells found", abnormalFound));
    lines.add(percent("abnormal (made) cells missed", abnormalUnnoticed));
    lines.add(percent("polarity, half of them turned", polarityAccuracy));
    review.forEach(figures -> lines.addAll(figures.summary()));
    lines.add(percent("least to mark for 99.9 %", reviewNeeded));
    lines.add(
        String.format(
            Locale.ROOT,
            "%d cells, %d of them normal; %d abnormal cells made; time per cell, warm: %.1f ms",
            cells,
            normalCells,
            abnormalCells,
            milliseconds));
    return lines;
  }

  private static String percent(String name, double value) {
    return Double.isNaN(value)
        ? String.format(Locale.ROOT, "%-32s   none of them", name)
        : String.format(Locale.ROOT, "%-32s %6.2f %%", name, 100 * value);
  }
}
