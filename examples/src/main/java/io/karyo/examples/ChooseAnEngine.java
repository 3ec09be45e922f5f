package io.karyo.examples;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Embedding;
import io.karyo.image.ChromosomeImage;
import io.karyo.onnx.OnnxEngine;
import io.karyo.siamese.SiameseEncoders;
import java.io.IOException;
import java.nio.file.Path;

/** Computes one model by both engines, and prints how far apart their embeddings are. */
public final class ChooseAnEngine {

  private ChooseAnEngine() {}

  /**
   * Runs the example.
   *
   * @param args a model file and the image of a chromosome
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args[0]);
    ChromosomeImage image = ChromosomeImage.read(Path.of(args[1]));
    // Without providers, karyo takes ONNX Runtime where karyo-onnx is on the class path.
    try (Karyotyper onnx =
            Karyotyper.load(
                model,
                1,
                OnnxEngine.providers(options -> options.setMemoryPatternOptimization(true)));
        Karyotyper nd4j = Karyotyper.load(model, 1, SiameseEncoders.providers())) {
      Embedding one = onnx.classify(image).embedding();
      Embedding other = nd4j.classify(image).embedding();
      System.out.println("distance of the embeddings: " + one.distance(other));
    }
  }
}
