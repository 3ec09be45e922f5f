package io.karyo.benchmarks;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Straightener;
import io.karyo.straighten.Straighteners;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The chromosomes that are measured with.
 *
 * @param name of the data set
 * @param dataset with its splits
 */
record Material(String name, ChromosomeDataset dataset) {

  private static final int SYNTHETIC_TRAINING_CELLS = 60;
  private static final int SYNTHETIC_CELLS = 90;

  /** Reads Pki-3 from the folder of data sets or, where it is missing, draws synthetic cells. */
  static Material of(Path data) throws IOException {
    Path manifest = data.resolve("pki3").resolve("manifest.csv");
    return Files.isRegularFile(manifest)
        ? new Material("pki3", ChromosomeDataset.fromManifest(manifest))
        : synthetic();
  }

  static Material synthetic() {
    SyntheticCells cells = SyntheticCells.builder().seed(5).build();
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < SYNTHETIC_CELLS; i++) {
      SyntheticCell cell = cells.cell(i);
      String split =
          i < SYNTHETIC_TRAINING_CELLS ? ChromosomeDataset.TRAIN : ChromosomeDataset.TEST;
      cell.labelled(split).forEach(item -> items.add(item.withPatient(cell.id())));
    }
    return new Material("synthetic cells", ChromosomeDataset.of(items));
  }

  /** Some images of the whole set, drawn evenly. */
  List<ChromosomeImage> images(int count) throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    for (LabelledChromosome item : dataset.sample(Math.min(count, dataset.size()), 1).items()) {
      images.add(item.load());
    }
    return images;
  }

  /** The test cells of 46 chromosomes. */
  List<Cell> cells(int most) throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (LabelledCell cell : dataset.split(ChromosomeDataset.TEST).cells()) {
      if (cells.size() < most && cell.chromosomes().size() == 46) {
        cells.add(cell.load());
      }
    }
    return cells;
  }

  /** The training images, straightened. */
  List<EncoderTraining.Example> training() throws IOException {
    Straightener straightener = Straighteners.auto();
    List<EncoderTraining.Example> examples = new ArrayList<>();
    for (LabelledCell cell : dataset.split(ChromosomeDataset.TRAIN).cells()) {
      List<Straightened> straightened = new ArrayList<>();
      List<LabelledChromosome> items = new ArrayList<>();
      for (LabelledChromosome item : cell.chromosomes()) {
        if (straightener.straighten(item.load()) instanceof Straightened good) {
          straightened.add(good);
          items.add(item);
        }
      }
      Optional<CellScale> scale = CellScale.of(straightened);
      for (int i = 0; i < items.size(); i++) {
        examples.add(
            new EncoderTraining.Example(
                new PreparedChromosome(straightened.get(i), scale), items.get(i).type()));
      }
    }
    return examples;
  }

  /** So many of a list, evenly from its beginning to its end; all if it has fewer. */
  static <T> List<T> every(List<T> all, int count) {
    int taken = Math.min(count, all.size());
    return IntStream.range(0, taken)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / taken)))
        .toList();
  }
}
