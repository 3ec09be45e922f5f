package io.karyo.cli.train;

import io.karyo.Adaptation;
import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.KaryoException;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.output.Failures;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledMetaphase;
import io.karyo.data.MetaphaseDataset;
import io.karyo.data.UnlabelledCell;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An adaptation to cells without labels.
 *
 * @param data where the cells are: a manifest, folders or photographs
 * @param count use only so many cells, drawn with the seed; null for all
 * @param seed of the draw
 * @param skipBadImages whether images that cannot be read are left out
 * @param complain receives a message for each image left out
 */
record UnlabelledTraining(
    Path data, @Nullable Integer count, long seed, boolean skipBadImages, Complaint complain) {

  /** Takes the message of a problem. */
  @FunctionalInterface
  interface Complaint {
    void of(String format, @Nullable Object... arguments);
  }

  Karyotyper adapt(Adaptation setup, Karyotyper base) throws IOException {
    List<Cell> cells = DataOptions.arePhotographs(data) ? photographed(base) : cutOut();
    return setup.strict(!skipBadImages).withoutLabels().train(cells);
  }

  private <T> List<T> drawn(List<T> all) {
    if (count == null) {
      return all;
    }
    return PhotographTraining.drawn(all, count, seed, "cells");
  }

  private List<Cell> cutOut() throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (UnlabelledCell cell : drawn(UnlabelledCell.list(data))) {
      List<ChromosomeImage> images = new ArrayList<>();
      for (ImageSource image : cell.images()) {
        try {
          images.add(image.load());
        } catch (IOException e) {
          leaveOut(e);
        }
      }
      cells.add(new Cell(cell.id(), images));
    }
    return cells;
  }

  private List<Cell> photographed(Karyotyper base) throws IOException {
    List<LabelledMetaphase> photographs =
        PhotographTraining.ofSplit(
            MetaphaseDataset.readWithoutLabels(data), ChromosomeDataset.TRAIN);
    List<Cell> cells = new ArrayList<>();
    for (LabelledMetaphase photograph : drawn(photographs)) {
      try {
        Karyotype found = base.karyotype(photograph.load());
        cells.add(
            new Cell(
                photograph.name(),
                found.placements().stream()
                    .map(placement -> found.image(placement.chromosome()))
                    .toList()));
      } catch (IOException e) {
        leaveOut(e);
      } catch (KaryoException | IllegalArgumentException e) {
        leaveOut(new IOException(photograph.name() + ": " + Failures.message(e), e));
      }
    }
    return cells;
  }

  private void leaveOut(IOException reason) throws IOException {
    if (!skipBadImages) {
      throw reason;
    }
    complain.of("%s", Failures.message(reason));
  }
}
