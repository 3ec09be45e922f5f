package io.karyo.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** As {@code io.karyo.HostileInputFuzzTest}, for tables of photographs and of boxes. */
class MetaphaseDatasetFuzzTest {

  private static Path folder = Path.of("");

  @BeforeAll
  static void makeAFolderWithTwoPhotographs() throws IOException {
    folder = Files.createTempDirectory("karyo-metaphases");
    Files.createFile(folder.resolve("a.png"));
    Files.createFile(folder.resolve("b.png"));
  }

  @AfterAll
  static void removeIt() throws IOException {
    for (String name : new String[] {"a.png", "b.png", "metaphases.csv", "boxes.csv", "."}) {
      Files.deleteIfExists(folder.resolve(name).normalize());
    }
  }

  @FuzzTest
  void photographs(byte[] csv) throws IOException {
    read(csv, "image,label,xmin,ymin,xmax,ymax\n".getBytes(StandardCharsets.UTF_8));
  }

  @FuzzTest
  void boxes(byte[] csv) throws IOException {
    read("image\na.png\nb.png\n".getBytes(StandardCharsets.UTF_8), csv);
  }

  private static void read(byte[] photographs, byte[] boxes) throws IOException {
    Files.write(folder.resolve("boxes.csv"), boxes);
    Path file = Files.write(folder.resolve("metaphases.csv"), photographs);
    try {
      assertThat(MetaphaseDataset.read(file).photographs()).hasSizeBetween(1, 2);
    } catch (DatasetException e) {
      assertThat(e).hasMessageMatching("(?s).*(metaphases|boxes)\\.csv.*");
    }
  }
}
