package io.karyo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlabelledCellTest {

  @TempDir Path folder = Path.of("");

  private void image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    BufferedImage picture = new BufferedImage(6, 9, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(2, 3, 0, 200);
    ImageIO.write(picture, "png", file.toFile());
  }

  private Path manifest(String... lines) throws IOException {
    return Files.write(folder.resolve("manifest.csv"), List.of(lines));
  }

  @Test
  void foldersAreCells() throws IOException {
    image("b/2.png");
    image("b/1.png");
    image("a/1.png");
    Files.writeString(folder.resolve("a").resolve("notes.txt"), "no image");
    Files.createDirectory(folder.resolve("empty"));
    List<UnlabelledCell> cells = UnlabelledCell.list(folder);
    assertThat(cells).extracting(UnlabelledCell::id).containsExactly("a", "b");
    assertThat(cells.get(1).load().chromosomes())
        .extracting(image -> image.source())
        .containsExactly(
            folder.resolve("b").resolve("1.png").toString(),
            folder.resolve("b").resolve("2.png").toString());
  }

  @Test
  void ofAManifestTheTrainingCellsAreTakenWithoutTheirLabels() throws IOException {
    for (int i = 0; i < 5; i++) {
      image(i + ".png");
    }
    Path csv =
        manifest(
            "path,label,cell,split",
            "0.png,no label at all,one,train",
            "1.png,X,two,train",
            "2.png,,one,train",
            "3.png,X,one,test",
            "4.png,X,,train");
    for (Path data : List.of(csv, folder)) {
      List<UnlabelledCell> cells = UnlabelledCell.list(data);
      assertThat(cells).extracting(UnlabelledCell::id).containsExactly("one", "two");
      assertThat(cells.get(0).images()).hasSize(2);
    }
  }

  @Test
  void whatHasNoCellsIsRefused() throws IOException {
    assertRefused(folder, "must have one folder of images per cell, found no image");
    image("0.png");
    assertRefused(
        manifest("path,label", "0.png,X"), "header: must be path,cell[,label][,patient][,split]");
    assertRefused(
        manifest("path,cell,split", "0.png,one,test"),
        "must have at least one image of a named cell to learn from");
    assertRefused(manifest("path,cell", "9.png,one"), "line 2: path: must be an existing file");
  }

  private static void assertRefused(Path data, String reason) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> UnlabelledCell.list(data))
        .withMessageContaining(reason);
  }
}
