package io.karyo.classify.karyogram;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
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
import io.karyo.photo.Segmentation;
import io.karyo.spi.Assignment;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedAssigner;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Karyotypes that say what they were told: drawing them needs no model. */
final class GivenKaryotypes {

  static final Iscn RUNNER_UP = Iscn.parse("45,X");

  private GivenKaryotypes() {}

  /** Takes an image for straight. */
  static final Straightener AS_IT_IS =
      image -> {
        byte[] levels = image.stainLevels();
        float[] stain = new float[levels.length];
        for (int i = 0; i < stain.length; i++) {
          stain[i] = (levels[i] & 0xff) / 255f;
        }
        return Straightened.builder(image.height(), image.width(), stain).build();
      };

  /** A sure placement, p arm up. */
  static Placement sure(int chromosome, Designation designation) {
    return new Placement(
        chromosome, designation, 0.9999, 9, List.of(), Polarity.P_UP, 1, false, false);
  }

  /** A doubtful one. */
  static Placement doubtful(int chromosome, Designation designation, Designation other) {
    return new Placement(
        chromosome,
        designation,
        0.83,
        1.6,
        List.of(
            new Placement.Alternative(other, 0.12),
            new Placement.Alternative(Designation.MARKER, 0.0001)),
        Polarity.P_UP,
        0.98,
        false,
        true);
  }

  /** The karyotype of straight synthetic chromosomes, each of them what it was drawn as. */
  static Karyotype of(List<ChromosomeType> types) throws IOException {
    return of(types, placement -> placement);
  }

  /** The same with other placements. */
  static Karyotype of(List<ChromosomeType> types, UnaryOperator<Placement> change)
      throws IOException {
    SyntheticCell cell =
        SyntheticCells.builder().seed(5).bend(0, 0).rotation(0).karyotype(types).build().cell(0);
    List<Placement> placements = new ArrayList<>();
    for (SyntheticChromosome chromosome : cell.chromosomes()) {
      placements.add(change.apply(sure(placements.size(), Designation.of(chromosome.type()))));
    }
    return of(cell.toCell(), AS_IT_IS, placements);
  }

  /** Hands a cell with known placements to a karyotyper. */
  static Karyotype of(Cell cell, Straightener straightener, List<Placement> placements)
      throws IOException {
    try (Karyotyper karyotyper = karyotyper(straightener, placements)) {
      return karyotyper.karyotype(cell);
    }
  }

  /** Hands a photograph with known placements to a karyotyper. */
  static Karyotype of(Segmentation segmentation, List<Placement> placements) throws IOException {
    try (Karyotyper karyotyper = karyotyper(AS_IT_IS, placements)) {
      return karyotyper.karyotype(segmentation);
    }
  }

  private static Karyotyper karyotyper(Straightener straightener, List<Placement> placements)
      throws IOException {
    boolean review = placements.stream().anyMatch(Placement::review);
    TrainedAssigner assigner =
        evidence ->
            new Assignment(
                evidence.chromosomes().stream().map(c -> placements.get(c.number())).toList(),
                3.25,
                RUNNER_UP,
                review);
    float[] even = new float[ChromosomeType.ALL.size()];
    Arrays.fill(even, 1f / even.length);
    return Karyotyper.builder()
        .straightener(straightener)
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
