package io.karyo;

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
  void everyImageOfTheSetLoadsAndItsBackgroundIsDetected(
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
      if (image.background() != background) {
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
