package io.karyo.examples;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.image.Metaphase;
import io.karyo.review.Review;
import io.karyo.review.ReviewServer;
import java.io.IOException;
import java.nio.file.Path;

/** Lets a person review photographs in a browser, and prints what they became. */
public final class ReviewCells {

  private ReviewCells() {}

  /**
   * Runs the example, until a line is entered.
   *
   * @param args the model file, a folder for the journals, and photographs
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(Path.of(args[0]))) {
      ReviewServer.Builder builder = ReviewServer.builder().folder(Path.of(args[1]));
      for (int i = 2; i < args.length; i++) {
        Path file = Path.of(args[i]);
        // The journal is found by the name, from wherever the program is started.
        Metaphase photograph = Metaphase.read(file).withName(file.getFileName().toString());
        Karyotype found = karyotyper.karyotype(photograph);
        builder.add(found);
      }
      try (ReviewServer server = builder.start()) {
        System.out.println(server.uri());
        var unused = System.in.read();
        for (Review review : server.reviews()) {
          System.out.println(review.karyotype().iscn());
        }
      }
    }
  }
}
