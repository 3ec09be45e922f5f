package io.karyo.classify.karyogram;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.spi.Assignment;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedAssigner;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A karyogram that karyo itself draws, of chromosomes of known types, with the place of each.
 *
 * @param picture the drawing
 * @param bodies what is drawn where
 */
public record OwnKaryogram(BufferedImage picture, List<Body> bodies) {

  /**
   * A chromosome of the drawing.
   *
   * @param label of its place
   * @param image its opacity
   * @param transform where it is drawn
   */
  public record Body(String label, BufferedImage image, AffineTransform transform) {}

  private static final Straightener AS_IT_IS =
      image -> {
        byte[] levels = image.stainLevels();
        float[] stain = new float[levels.length];
        for (int i = 0; i < stain.length; i++) {
          stain[i] = (levels[i] & 0xff) / 255f;
        }
        return Straightened.builder(image.height(), image.width(), stain).build();
      };

  /** Draws the chromosomes of a cell, every seventh of them marked for review. */
  public static OwnKaryogram of(SyntheticCell cell, boolean originals, double scale)
      throws IOException {
    List<Placement> placements = new ArrayList<>();
    for (SyntheticChromosome one : cell.chromosomes()) {
      int number = placements.size();
      placements.add(
          new Placement(
              number,
              Designation.of(one.type()),
              0.9999,
              9,
              List.of(),
              Polarity.P_UP,
              1,
              false,
              number % 7 == 0));
    }
    Karyotype karyotype;
    try (Karyotyper karyotyper = karyotyper(placements)) {
      karyotype = karyotyper.karyotype(cell.toCell());
    }
    Karyogram karyogram = Karyogram.of(karyotype).originals(originals).scale(scale);
    List<Body> bodies = new ArrayList<>();
    for (KaryogramLayout.Place place : karyogram.layout().places()) {
      for (KaryogramLayout.Placed placed : place.chromosomes()) {
        BufferedImage image = placed.chromosome().image().image();
        AffineTransform transform = AffineTransform.getTranslateInstance(placed.x(), placed.y());
        transform.scale(placed.width() / image.getWidth(), placed.height() / image.getHeight());
        bodies.add(new Body(place.label(), image, transform));
      }
    }
    return new OwnKaryogram(karyogram.toImage(), bodies);
  }

  /** Makes a karyotyper that gives the chromosomes these placements. */
  private static Karyotyper karyotyper(List<Placement> placements) throws IOException {
    TrainedAssigner assigner =
        evidence ->
            new Assignment(
                evidence.chromosomes().stream().map(c -> placements.get(c.number())).toList(),
                3.25,
                Iscn.parse("45,X"),
                true);
    float[] even = new float[ChromosomeType.ALL.size()];
    Arrays.fill(even, 1f / even.length);
    return Karyotyper.builder()
        .straightener(AS_IT_IS)
        .pairSampler(
            PairSampler.named(
                "one-pair",
                (types, epoch, seed) -> List.of(new Pair(0, 1, PairLabel.DISSIMILAR)).iterator()))
        .encoder(
            training -> chromosomes -> chromosomes.stream().map(c -> new Embedding(0f)).toList())
        .classifier(
            training ->
                embeddings -> embeddings.stream().map(e -> new TypeProbabilities(even)).toList())
        .assigner(training -> assigner)
        .train(anything());
  }

  /** Karyotypers must be trained, on whatever. */
  private static ChromosomeDataset anything() {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] grey = new byte[12 * 20];
      Arrays.fill(grey, (byte) 255);
      for (int y = 2; y < 18; y++) {
        Arrays.fill(grey, y * 12 + 3, y * 12 + 9, (byte) (60 + i));
      }
      items.add(
          LabelledChromosome.of(ChromosomeImage.of(20, 12, grey), ChromosomeType.ALL.get(i % 2)));
    }
    return ChromosomeDataset.of(items);
  }
}
