package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Outcome;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.synthetic.ForeignImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealTrainingTest {

  private static final int OF_EACH_KIND = 200;

  @Test
  void aShortTrainingOnRealCellsTellsMostChromosomesOfOtherPatientsAndWhatIsNone()
      throws IOException {
    Path manifest = Path.of(System.getProperty("karyo.data", "none"), "cir", "manifest.csv");
    assumeTrue(Files.exists(manifest), "cir is not in the directory karyo.data");
    ChromosomeDataset dataset = ChromosomeDataset.fromManifest(manifest);
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .encoder(SiameseEncoders.sameDiff().epochs(12))
            .seed(1)
            .train(dataset)) {
      assertThat(karyotyper.report().validationAccuracy()).isGreaterThan(0.92);
      assertThat(karyotyper.report().validationAccuracyWithoutCell()).isGreaterThan(0.9);
      assertThat(foundForeign(karyotyper, dataset)).isGreaterThan(0.95);
    }
  }

  /** How many pictures of no chromosome are less typical than 99 % of real chromosomes. */
  private static double foundForeign(Karyotyper karyotyper, ChromosomeDataset dataset)
      throws IOException {
    List<ChromosomeImage> real = new ArrayList<>();
    for (LabelledChromosome item : dataset.split(ChromosomeDataset.TEST).items()) {
      real.add(item.load());
    }
    double threshold =
        karyotyper.classify(real).stream()
            .mapToDouble(one -> one.typicality().orElseThrow())
            .sorted()
            .skip(real.size() / 100)
            .findFirst()
            .orElseThrow();
    ForeignImages foreign = new ForeignImages(real, 7);
    int found = 0;
    int all = 0;
    for (ForeignImages.Kind kind : ForeignImages.Kind.values()) {
      for (int i = 0; i < OF_EACH_KIND; i++) {
        Outcome outcome =
            karyotyper.tryClassify(List.of(ImageSource.of(foreign.next(kind)))).get(0);
        double typicality =
            outcome instanceof Classification answer ? answer.typicality().orElseThrow() : 0;
        found += typicality < threshold ? 1 : 0;
        all++;
      }
    }
    return found / (double) all;
  }
}
