package io.karyo.cli;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.cli.common.DatasetFolder;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A data set of a few types, small enough to be learned in seconds. */
public final class TinyData {

  /** How many chromosomes a cell has. */
  public static final int CELL_SIZE = 12;

  static final SyntheticData.Size SIZE = new SyntheticData.Size(4, 1, 2);

  private TinyData() {}

  /**
   * Writes cells of six chromosomes 1 and of six chromosomes 21.
   *
   * @param folder the folder for them
   * @return the manifest
   * @throws IOException if a file cannot be written
   */
  public static Path write(Path folder) throws IOException {
    List<ChromosomeType> karyotype = new ArrayList<>();
    for (int i = 0; i < CELL_SIZE; i++) {
      karyotype.add(i % 2 == 0 ? ChromosomeType.C1 : ChromosomeType.C21);
    }
    SyntheticCells cells = SyntheticCells.builder().seed(3).karyotype(karyotype).build();
    return DatasetFolder.write(SyntheticData.draw(cells, SIZE), folder);
  }

  /**
   * Writes cells to learn from, without any to test with.
   *
   * @param cells draws the cells
   * @param train how many are for training
   * @param validation how many are for validation
   * @param folder the folder for them
   * @return the manifest
   * @throws IOException if a file cannot be written
   */
  public static Path write(SyntheticCells cells, int train, int validation, Path folder)
      throws IOException {
    return DatasetFolder.write(
        SyntheticData.draw(cells, new SyntheticData.Size(train, validation, 0)), folder);
  }
}
