package io.karyo.audit;

import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Cells whose chromosomes differ only in length, 4 px from type to type, and a model that sees
 * lengths.
 */
final class Laboratory {

  private static final int SHORTEST = 20;
  private static final int STEP = 4;
  private static final int WIDTH = 3;

  private Laboratory() {}

  /** Draws normal female cells of one patient each. */
  static ChromosomeDataset cells(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<LabelledChromosome> items = new ArrayList<>();
    for (int cell = 0; cell < count; cell++) {
      for (ChromosomeType type : ChromosomeType.ALL) {
        for (int copy = 0; copy < 2 && type != ChromosomeType.Y; copy++) {
          items.add(
              chromosome(type, cell + "/" + type.label() + "-" + copy, random)
                  .withCell("cell " + cell)
                  .withPatient("patient " + cell));
        }
      }
    }
    return ChromosomeDataset.of(items);
  }

  static LabelledChromosome chromosome(ChromosomeType type, String name, SplittableRandom random) {
    int height = SHORTEST + STEP * type.ordinal() + random.nextInt(-1, 2);
    byte[] grey = new byte[height * WIDTH];
    for (int i = 0; i < grey.length; i++) {
      // No two pictures are the same.
      grey[i] = (byte) random.nextInt(1, 200);
    }
    ChromosomeImage image = ChromosomeImage.of(height, WIDTH, grey).withPolarity(Polarity.P_UP);
    return LabelledChromosome.of(name, ImageSource.of(image), type);
  }

  /** Gives some chromosomes other labels. */
  static ChromosomeDataset relabelled(ChromosomeDataset dataset, int[] places, int... types) {
    List<LabelledChromosome> items = new ArrayList<>(dataset.items());
    for (int i = 0; i < places.length; i++) {
      items.set(places[i], items.get(places[i]).withType(ChromosomeType.ALL.get(types[i])));
    }
    return ChromosomeDataset.of(items);
  }

  static Karyotyper model() throws IOException {
    return model(cells(4, 99));
  }

  static Karyotyper model(ChromosomeDataset dataset) throws IOException {
    return Karyotyper.builder()
        .straightener(Straightener.named("as-it-is", Laboratory::asItIs))
        .pairSampler(
            PairSampler.named(
                "one",
                (types, epoch, seed) -> List.of(new Pair(0, 1, PairLabel.SIMILAR)).iterator()))
        .encoder(new LengthEncoder())
        .classifier(EmbeddingClassifiers.classMeans())
        .seed(1)
        .threads(1)
        .train(dataset);
  }

  private static Straightening asItIs(ChromosomeImage image) {
    byte[] levels = image.stainLevels();
    float[] stain = new float[levels.length];
    boolean empty = true;
    for (int i = 0; i < levels.length; i++) {
      stain[i] = (levels[i] & 0xff) / 255f;
      empty &= levels[i] == 0;
    }
    return empty
        ? new Rejected("all pixels have one tone")
        : Straightened.builder(image.height(), image.width(), stain).build();
  }

  /** Embeds how near a length is to that of each type. */
  private static final class LengthEncoder implements SiameseEncoder {
    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return new TrainedEncoder() {
        @Override
        public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
          return chromosomes.stream().map(LengthEncoder::embedding).toList();
        }

        @Override
        public boolean ignoresPolarity() {
          return true;
        }
      };
    }

    private static Embedding embedding(PreparedChromosome chromosome) {
      double place = (chromosome.straightened().length() - SHORTEST) / (double) STEP;
      float[] near = new float[ChromosomeType.ALL.size()];
      for (int t = 0; t < near.length; t++) {
        near[t] = (float) Math.exp(-2 * (place - t) * (place - t));
      }
      return new Embedding(near);
    }

    @Override
    public String id() {
      return "length";
    }
  }
}
