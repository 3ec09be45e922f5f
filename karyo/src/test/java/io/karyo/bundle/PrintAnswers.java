package io.karyo.bundle;

import io.karyo.Karyotyper;
import java.io.IOException;
import java.nio.file.Path;

/** Loads a model and prints every bit of its answers. */
final class PrintAnswers {

  private PrintAnswers() {}

  public static void main(String[] args) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(Path.of(args[0]))) {
      System.out.println(EndToEndTest.answers(karyotyper));
    }
  }
}
