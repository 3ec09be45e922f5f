package io.karyo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.data.LabelledChromosome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealImagesTest {

  @ParameterizedTest
  @CsvSource({
    "pki3,     23905, 520, 315, WHITE",
    "bioimlab,  4646, 101, 101, BLACK",
    "cir,       2337,  54,  13, WHITE"
  })
  void everyImageOfTheSetLoadsAndItsBackgroundIsDetectedAsIsThatOfItsNegative(
      String set, int images, int cells, int patients, Background background) throws IOException {
    ChromosomeDataset dataset = dataset(set);
    assertThat(dataset.size()).isEqualTo(images);
    assertThat(dataset.cells()).hasSize(cells);
    assertThat(dataset.cells().stream().map(LabelledCell::patient).distinct()).hasSize(patients);
    assertThat(dataset.splits()).containsExactlyInAnyOrder("train", "validation", "test");
    assertThat(
            dataset.training().size() + dataset.validation().size() + dataset.split("test").size())
        .isEqualTo(images);

    List<String> wrong = new ArrayList<>();
    for (LabelledChromosome item : dataset.items()) {
      ChromosomeImage image = item.load();
      byte[] grey = image.greyLevels();
      int width = image.width();
      int height = image.height();
      BackgroundDetector found = BackgroundDetector.detect(grey, width, height);
      BackgroundDetector negative =
          BackgroundDetector.detect(Pictures.between(grey, 255, 0), width, height);
      boolean white = background == Background.WHITE;
      if (image.background() != background
          || found.tone() != background
          || negative.tone() == background
          || (white ? found.level() != 255 : found.level() > 1)
          || Math.abs(negative.level() + found.level() - 255) > 1) {
        wrong.add(item.name());
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static ChromosomeDataset dataset(String set) throws IOException {
    Path manifest = Path.of(System.getProperty("karyo.data", ""), set, "manifest.csv");
    assumeTrue(Files.exists(manifest), "no real images here: " + manifest);
    return ChromosomeDataset.fromManifest(manifest);
  }
}
