package io.karyo.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** As {@code io.karyo.HostileInputFuzzTest}, for manifests. */
class ManifestFuzzTest {

  private static Path folder = Path.of("");

  @BeforeAll
  static void makeAFolderWithTwoImages() throws IOException {
    folder = Files.createTempDirectory("karyo-manifest");
    Files.createFile(folder.resolve("a.png"));
    Files.createFile(folder.resolve("b.png"));
  }

  @AfterAll
  static void removeIt() throws IOException {
    for (String name : new String[] {"a.png", "b.png", "manifest.csv", "."}) {
      Files.deleteIfExists(folder.resolve(name).normalize());
    }
  }

  @FuzzTest
  void manifest(byte[] csv) throws IOException {
    Path file = Files.write(folder.resolve("manifest.csv"), csv);
    try {
      ChromosomeDataset dataset = ChromosomeDataset.fromManifest(file);
      assertThat(dataset.size()).isBetween(1, 2);
      dataset.cells();
    } catch (DatasetException e) {
      assertThat(e).hasMessageContaining("manifest.csv");
    }
  }
}
