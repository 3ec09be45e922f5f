package io.karyo.examples;

import io.karyo.Karyotyper;
import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.ChromosomeDataset;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.SiameseEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Plugs in an encoder that learns nothing, and a classifier that asks the nearest image. */
public final class OwnEncoderAndClassifier {

  private static final int BANDS = 32;

  private OwnEncoderAndClassifier() {}

  /**
   * Runs the example.
   *
   * @param args the CSV file of a data set
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    SiameseEncoder bands =
        training -> images -> images.stream().map(image -> bands(image.straightened())).toList();
    EmbeddingClassifier nearest =
        training ->
            embeddings ->
                embeddings.stream().map(one -> nearest(training.training(), one)).toList();
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .encoder(bands)
            .classifier(nearest)
            .train(ChromosomeDataset.fromManifest(Path.of(args[0])))) {
      System.out.println("right on validation: " + karyotyper.report().validationAccuracy());
    }
  }

  /** The band profile of a chromosome, and its length. */
  private static Embedding bands(Straightened chromosome) {
    float[] profile = new BandProfile(chromosome.bandProfile()).resized(BANDS).toArray();
    float[] values = Arrays.copyOf(profile, BANDS + 1);
    values[BANDS] = chromosome.length() / 50f;
    return new Embedding(values);
  }

  private static TypeProbabilities nearest(List<ClassifierTraining.Example> known, Embedding one) {
    ClassifierTraining.Example nearest = known.get(0);
    for (ClassifierTraining.Example example : known) {
      if (example.embedding().distance(one) < nearest.embedding().distance(one)) {
        nearest = example;
      }
    }
    float[] probabilities = new float[ChromosomeType.ALL.size()];
    probabilities[nearest.type().ordinal()] = 1;
    return new TypeProbabilities(probabilities);
  }
}
