package io.karyo.examples;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Corrects a chromosome: the rest of the cell is assigned anew, and the correction is recorded. */
public final class CorrectAKaryotype {

  private CorrectAKaryotype() {}

  /**
   * Runs the example.
   *
   * @param args the model file, a folder with one PNG per chromosome, the number of a chromosome
   *     (from 0), its type as a person sees it, such as 21, and the JSON file to write
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(Path.of(args[0]))) {
      Karyotype found = karyotyper.karyotype(KaryotypeACell.cell(Path.of(args[1])));
      Karyotype corrected =
          found.at(Instant.now()).withPinned(Integer.parseInt(args[2]), ChromosomeType.of(args[3]));
      System.out.println(found.iscn() + " became " + corrected.iscn());
      corrected.corrections().forEach(System.out::println);
      corrected.write(Path.of(args[4]));
    }
  }
}
