package io.karyo.benchmarks;

import io.karyo.Karyotyper;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.Path;

/** A program that loads a model, classifies one image and says so: what a user waits for first. */
final class FirstAnswer {

  private FirstAnswer() {}

  /**
   * Answers.
   *
   * @param arguments the model and the image
   */
  public static void main(String[] arguments) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(Path.of(arguments[0]))) {
      System.out.println(karyotyper.classify(ChromosomeImage.read(Path.of(arguments[1]))).type());
    }
  }
}
