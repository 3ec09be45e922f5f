package io.karyo.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.image.Metaphase;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Karyograms drawn of real chromosomes, if they are there. */
class RealKaryogramsTest {

  @ParameterizedTest
  @ValueSource(strings = {"pki3", "cir"})
  void nearlyAllRealChromosomesAreCutAndLabelledRightly(String set) throws IOException {
    Path manifest =
        Path.of(System.getProperty("karyo.data", "../../shared/data"), set, "manifest.csv");
    assumeTrue(Files.exists(manifest), "no real images here: " + manifest);
    List<LabelledCell> cells = ChromosomeDataset.fromManifest(manifest).split("validation").cells();
    Measurement.Result all = new Measurement.Result();
    for (int i = 0; i < 6; i++) {
      SplittableRandom random = new SplittableRandom(300 + i);
      Style style =
          Style.draw(random, Style.LAYOUTS, List.of(new Font(Font.SANS_SERIF, Font.PLAIN, 12)));
      DrawnKaryogram drawn = DrawnKaryogram.of(Measurement.real(cells.get(i)), style, i);
      all.add(Measurement.of(drawn, KaryogramReader.read(Metaphase.of(drawn.picture()))));
    }
    assertThat(all.right).as(all.toString()).isGreaterThan((int) (0.95 * all.drawn));
    assertThat(all.wrongWithoutWarning).as(all.toString()).isLessThanOrEqualTo(all.drawn / 100);
  }
}
