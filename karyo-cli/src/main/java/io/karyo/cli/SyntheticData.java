package io.karyo.cli;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Labelled synthetic cells: each its own patient, the first ones for training. */
final class SyntheticData {

  private SyntheticData() {}

  /** How many cells a data set has. */
  record Size(int train, int validation, int test) {

    private Optional<String> split(int cell) {
      if (cell < train) {
        return Optional.of(ChromosomeDataset.TRAIN);
      }
      return cell < train + validation
          ? Optional.of(ChromosomeDataset.VALIDATION)
          : Optional.of(ChromosomeDataset.TEST);
    }
  }

  static ChromosomeDataset draw(SyntheticCells cells, Size size) {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < size.train() + size.validation() + size.test(); i++) {
      SyntheticCell cell = cells.cell(i);
      for (int n = 0; n < cell.chromosomes().size(); n++) {
        SyntheticChromosome chromosome = cell.chromosomes().get(n);
        ChromosomeImage image =
            chromosome.image().withSource("images/" + cell.id() + "/" + (n + 1) + ".png");
        items.add(
            new LabelledChromosome(
                image.source(),
                () -> image,
                chromosome.type(),
                Optional.of(cell.id()),
                Optional.of(cell.id()),
                size.split(i),
                Optional.empty()));
      }
    }
    return ChromosomeDataset.of(items);
  }
}
