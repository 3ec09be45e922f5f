package io.karyo.examples;

import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import java.io.IOException;
import java.nio.file.Path;

/** Adapts a model of another laboratory to yours, with a few labelled cells, in seconds. */
public final class AdaptToYourLaboratory {

  private AdaptToYourLaboratory() {}

  /**
   * Runs the example.
   *
   * @param args the model file, the CSV file of a few labelled cells, and the model file to write
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    ChromosomeDataset few = ChromosomeDataset.fromManifest(Path.of(args[1]));
    try (Karyotyper model = Karyotyper.load(Path.of(args[0]));
        Karyotyper adapted = model.adapt().train(few)) {
      System.out.println("adapted with " + adapted.report().trainingImages() + " images");
      adapted.save(Path.of(args[2]));
    }
  }
}
