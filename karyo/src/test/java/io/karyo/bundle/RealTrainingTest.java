package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.siamese.SiameseEncoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RealTrainingTest {

  @Test
  void aShortTrainingOnRealCellsTellsMostChromosomesOfOtherPatients() throws IOException {
    Path manifest = Path.of(System.getProperty("karyo.data", "none"), "cir", "manifest.csv");
    assumeTrue(Files.exists(manifest), "cir is not in the directory karyo.data");
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .encoder(SiameseEncoders.sameDiff().epochs(12))
            .seed(1)
            .train(ChromosomeDataset.fromManifest(manifest))) {
      assertThat(karyotyper.report().validationAccuracy()).isGreaterThan(0.92);
      assertThat(karyotyper.report().validationAccuracyWithoutCell()).isGreaterThan(0.9);
    }
  }
}
