package io.karyo.examples;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Placement;
import io.karyo.classify.karyogram.Karyogram;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the karyotype of a cell, prints what a person should look at, and draws the karyogram. */
public final class KaryotypeACell {

  private KaryotypeACell() {}

  /**
   * Runs the example.
   *
   * @param args the model file, a folder with one PNG per chromosome, and the picture to write
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(Path.of(args[0]))) {
      Karyotype karyotype = karyotyper.karyotype(cell(Path.of(args[1])));
      System.out.println(karyotype.iscn() + ", if not, then " + karyotype.runnerUp());
      for (Placement placement : karyotype.placements()) {
        if (placement.review()) {
          System.out.printf(
              "look at %s: %s, or one of %s%n",
              karyotype.image(placement.chromosome()).source(),
              placement.designation(),
              placement.alternatives());
        }
      }
      Karyogram.of(karyotype).writePng(Path.of(args[2]));
    }
  }

  static Cell cell(Path folder) throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.png")) {
      for (Path file : files) {
        images.add(ChromosomeImage.read(file));
      }
    }
    return new Cell(folder.getFileName().toString(), images);
  }
}
