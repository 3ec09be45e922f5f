package io.karyo.review;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.classify.karyotype.KaryotypeAssigners;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Synthetic cells and photographs, and a karyotyper that sees length, tone and coarse bands. It is
 * wrong often enough that corrections move other chromosomes.
 */
public final class TestCells {

  private static final int BANDS = 6;
  private static final int TRAINING_CELLS = 3;

  /** Chromosomes that are easily taken for each other. */
  private static final List<ChromosomeType> FEW =
      List.of(
          ChromosomeType.C1,
          ChromosomeType.C8,
          ChromosomeType.C9,
          ChromosomeType.C9,
          ChromosomeType.C10,
          ChromosomeType.C11,
          ChromosomeType.X);

  private static final class Shared {
    static final Karyotyper KARYOTYPER = train();
  }

  private TestCells() {}

  /** Returns a karyotyper that is never closed. */
  public static Karyotyper karyotyper() {
    return Shared.KARYOTYPER;
  }

  /** Trains one of its own. */
  public static Karyotyper train() {
    return train(AS_IT_IS);
  }

  static Karyotyper train(Straightener straightener) {
    try {
      return Karyotyper.builder()
          .straightener(straightener)
          .pairSampler(
              PairSampler.named(
                  "one-pair",
                  (types, epoch, seed) -> List.of(new Pair(0, 1, PairLabel.DISSIMILAR)).iterator()))
          .encoder(BY_BANDS)
          .classifier(EmbeddingClassifiers.nearestNeighbours(5))
          .assigner(KaryotypeAssigners.optimal())
          .train(dataset());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final SiameseEncoder BY_BANDS =
      training -> chromosomes -> chromosomes.stream().map(TestCells::embedding).toList();

  /** Takes an image for straight. */
  static final Straightener AS_IT_IS =
      image -> {
        byte[] levels = image.stainLevels();
        float[] stain = new float[levels.length];
        boolean empty = true;
        for (int i = 0; i < stain.length; i++) {
          stain[i] = (levels[i] & 0xff) / 255f;
          empty &= levels[i] == 0;
        }
        return empty
            ? new Rejected("all pixels have one tone")
            : Straightened.builder(image.height(), image.width(), stain).build();
      };

  private static Embedding embedding(PreparedChromosome chromosome) {
    Straightened straightened = chromosome.straightened();
    float[] values = new float[BANDS + 1];
    float[] profile = new BandProfile(straightened.bandProfile()).resized(BANDS).toArray();
    System.arraycopy(profile, 0, values, 0, BANDS);
    values[BANDS] = straightened.length() / 60f;
    return new Embedding(values);
  }

  private static ChromosomeDataset dataset() {
    List<LabelledChromosome> items = new ArrayList<>();
    SyntheticCells cells = cells(100, SyntheticCells.FEMALE);
    SyntheticCells males = cells(200, SyntheticCells.MALE);
    for (int i = 0; i < TRAINING_CELLS; i++) {
      items.addAll(cells.cell(i).labelled("train"));
      items.addAll(males.cell(i).labelled("train"));
    }
    return ChromosomeDataset.of(items);
  }

  private static SyntheticCells cells(long seed, List<ChromosomeType> types) {
    return SyntheticCells.builder().seed(seed).bend(0, 0).rotation(0).karyotype(types).build();
  }

  /** Returns the karyotype of a cell of 46 chromosomes. */
  public static Karyotype whole(int index) {
    return karyotyper().karyotype(cells(5, SyntheticCells.FEMALE).cell(index).toCell());
  }

  /** Returns the karyotype of a small cell. */
  public static Karyotype few(int index) {
    return karyotyper().karyotype(cells(7, FEW).cell(index).toCell());
  }

  /** Returns the karyotype of a small cell of another name. */
  public static Karyotype few(int index, String name) {
    return karyotyper().karyotype(new Cell(name, cells(7, FEW).cell(index).toCell().chromosomes()));
  }

  /**
   * Returns the karyotype of a photograph of a small cell, whose chromosomes stand side by side.
   */
  public static Karyotype photographed() {
    return photographed(karyotyper());
  }

  public static Karyotype photographed(Karyotyper karyotyper) {
    return karyotyper.karyotype(segmentation());
  }

  private static Segmentation segmentation() {
    SyntheticCell cell = cells(9, FEW).cell(0);
    int side = 30 * FEW.size();
    byte[] grey = new byte[side * side];
    Arrays.fill(grey, (byte) 255);
    List<Region> regions = new ArrayList<>();
    int left = 4;
    for (var chromosome : cell.chromosomes()) {
      int width = chromosome.image().width();
      int height = chromosome.image().height();
      byte[] levels = chromosome.image().greyLevels();
      byte[] mask = new byte[levels.length];
      for (int i = 0; i < levels.length; i++) {
        int at = (4 + i / width) * side + left + i % width;
        grey[at] = levels[i];
        mask[i] = (byte) ((levels[i] & 0xff) < 230 ? 1 : 0);
      }
      regions.add(filled(new Box(left, 4, width, height), mask));
      left += width + 3;
    }
    Metaphase photograph = Metaphase.of(side, side, grey).withName("photo <1>.png");
    Segmentation.Builder builder =
        Segmentation.builder(photograph).chromosomeWidth(14).note("a <note>");
    for (Region region : regions) {
      builder.add(new Cluster(region, List.of(new Parting(List.of(region), 0))));
    }
    byte[] speck = {1, 1, 1, 1};
    return builder
        .add(
            new OtherRegion(
                Region.of(new Box(side - 3, side - 3, 2, 2), speck), OtherRegion.Kind.DEBRIS))
        .build();
  }

  /** Fills each row from its first to its last stained pixel, so that the region is one piece. */
  private static Region filled(Box box, byte[] mask) {
    for (int y = 0; y < box.height(); y++) {
      int first = -1;
      int last = -1;
      for (int x = 0; x < box.width(); x++) {
        if (mask[y * box.width() + x] != 0) {
          first = first < 0 ? x : first;
          last = x;
        }
      }
      for (int x = Math.max(0, first); x <= last; x++) {
        mask[y * box.width() + x] = 1;
      }
    }
    return Region.of(box, mask);
  }
}
