package io.karyo.examples;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.data.ChromosomeDataset;
import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.nio.file.Path;

/** Plugs in a straightener of your own: this one leaves every chromosome as it lies. */
public final class OwnStraightener {

  private OwnStraightener() {}

  /**
   * Runs the example.
   *
   * @param args the CSV file of a data set and the model file to write
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    // The name goes into the model file. Whoever loads the model gives the straightener again.
    Straightener named = Straightener.named("acme-as-it-lies", OwnStraightener::asItLies);
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .straightener(named)
            .encoder(SiameseEncoders.sameDiff().epochs(10))
            .train(ChromosomeDataset.fromManifest(Path.of(args[0])))) {
      karyotyper.save(Path.of(args[1]));
    }
    try (Karyotyper loaded = Karyotyper.load(Path.of(args[1]), named)) {
      System.out.println(loaded.straightener().id() + ": " + loaded.report());
    }
  }

  static Straightening asItLies(ChromosomeImage image) {
    byte[] levels = image.stainLevels();
    float[] stain = new float[levels.length];
    float darkest = 0;
    for (int i = 0; i < stain.length; i++) {
      stain[i] = (levels[i] & 0xff) / 255f;
      darkest = Math.max(darkest, stain[i]);
    }
    return darkest == 0
        ? new Rejected("no stain")
        : Straightened.builder(image.height(), image.width(), stain).method("as it lies").build();
  }
}
