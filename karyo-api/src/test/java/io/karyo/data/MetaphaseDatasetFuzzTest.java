package io.karyo.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.karyo.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** As {@code io.karyo.HostileInputFuzzTest}, for tables of photographs and of boxes, and masks. */
class MetaphaseDatasetFuzzTest {

  private static final int WIDTH = 8;
  private static final int HEIGHT = 6;

  private static Path folder = Path.of("");

  @BeforeAll
  static void makeAFolderWithTwoPhotographs() throws IOException {
    folder = Files.createTempDirectory("karyo-metaphases");
    Files.createFile(folder.resolve("a.png"));
    Files.createFile(folder.resolve("b.png"));
    ImageIO.write(
        new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("photo.png").toFile());
  }

  @AfterAll
  static void removeIt() throws IOException {
    for (String name :
        List.of("a.png", "b.png", "photo.png", "mask.png", "metaphases.csv", "boxes.csv", ".")) {
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

  @FuzzTest
  void mask(byte[] file) throws IOException {
    Path mask = Files.write(folder.resolve("mask.png"), file);
    LabelledMetaphase photo =
        new LabelledMetaphase(
            "photo.png",
            folder.resolve("photo.png"),
            Optional.of(mask),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    try {
      for (LabelledRegion region : photo.loadRegions()) {
        assertThat(region.region().area()).isBetween(1, WIDTH * HEIGHT);
      }
    } catch (DatasetException | UnreadableImageException e) {
      assertThat(e).hasMessageStartingWith(mask.toString());
    }
  }
}
