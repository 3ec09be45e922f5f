package io.karyo.examples;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.data.ChromosomeDataset;
import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.Preset;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a model on your labelled images, saves it, loads it and classifies an image. */
public final class TrainAndClassify {

  private TrainAndClassify() {}

  /**
   * Runs the example.
   *
   * @param args the CSV file of a data set, the model file to write and an image to classify
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    train(Path.of(args[0]), Path.of(args[1]), SiameseEncoders.preset(Preset.FAST));
    System.out.println(classify(Path.of(args[1]), Path.of(args[2])));
  }

  static void train(Path manifest, Path model, SiameseEncoder encoder) throws IOException {
    ChromosomeDataset dataset = ChromosomeDataset.fromManifest(manifest);
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .encoder(encoder)
            .listener(TrainingListener.logging())
            .seed(42)
            .train(dataset)) {
      System.out.println("right on validation: " + karyotyper.report().validationAccuracy());
      karyotyper.save(model);
    }
  }

  static String classify(Path model, Path image) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(model)) {
      Classification answer = karyotyper.classify(ChromosomeImage.read(image));
      return "%s with probability %.3f, otherwise %s"
          .formatted(answer.type(), answer.probability(), answer.alternatives());
    }
  }
}
