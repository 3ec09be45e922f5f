package io.karyo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each example on synthetic cells. */
class ExamplesTest {

  private static final int CELLS = 6;
  private static final SyntheticCells SYNTHETIC = SyntheticCells.builder().seed(5).build();

  @TempDir static Path folder = Path.of("");

  private interface Program {
    void run(String... arguments) throws IOException;
  }

  @BeforeAll
  static void drawCellsAndTrain() throws IOException {
    List<String> rows = new ArrayList<>(List.of("path,label,cell,split"));
    for (int cell = 0; cell <= CELLS; cell++) {
      Path images = Files.createDirectories(folder.resolve("cell" + cell));
      List<SyntheticChromosome> chromosomes = SYNTHETIC.cell(cell).chromosomes();
      for (int i = 0; i < chromosomes.size(); i++) {
        Path file = images.resolve("%02d.png".formatted(i));
        ImageIO.write(picture(chromosomes.get(i).image()), "png", file.toFile());
        if (cell < CELLS) {
          String split = cell < CELLS - 1 ? "train" : "validation";
          rows.add(
              folder.relativize(file)
                  + ","
                  + chromosomes.get(i).type().label()
                  + ",cell"
                  + cell
                  + ","
                  + split);
        }
      }
    }
    Files.write(folder.resolve("manifest.csv"), rows);
    TrainAndClassify.train(
        folder.resolve("manifest.csv"),
        folder.resolve("model.karyo"),
        SiameseEncoders.sameDiff().epochs(8));
  }

  private static BufferedImage picture(ChromosomeImage image) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, image.width(), image.height(), image.greyLevels());
    return picture;
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String printed(Program program, String... arguments) throws IOException {
    PrintStream out = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.run(arguments);
    } finally {
      System.setOut(out);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void trainAndClassify() throws IOException {
    String type = SYNTHETIC.cell(CELLS).chromosomes().get(0).type().label();
    assertThat(
            TrainAndClassify.classify(
                folder.resolve("model.karyo"), folder.resolve("cell" + CELLS + "/00.png")))
        .matches("\\w+ with probability [01]\\.\\d{3}, otherwise .*" + type + ".*|" + type + " .*");
  }

  @Test
  void karyotypeACell() throws IOException {
    assertThat(
            printed(
                KaryotypeACell::main,
                file("model.karyo"),
                file("cell" + CELLS),
                file("karyogram.png")))
        .matches("(?s)\\d\\d,[XY]+.*, if not, then \\d\\d,.*");
    assertThat(ImageIO.read(folder.resolve("karyogram.png").toFile()).getWidth())
        .isGreaterThan(200);
  }

  @Test
  void correctAKaryotype() throws IOException {
    assertThat(
            printed(
                CorrectAKaryotype::main,
                file("model.karyo"),
                file("cell" + CELLS),
                "3",
                "21",
                file("corrected.json")))
        .contains(" became ", "21");
    assertThat(folder.resolve("corrected.json")).content().contains("\"corrections\"");
  }

  @Test
  void adaptToYourLaboratory() throws IOException {
    assertThat(
            printed(
                AdaptToYourLaboratory::main,
                file("model.karyo"),
                file("manifest.csv"),
                file("adapted.karyo")))
        .contains("adapted with " + 46 * (CELLS - 1) + " images");
    assertThat(folder.resolve("adapted.karyo")).isNotEmptyFile();
  }

  @Test
  void ownStraightener() throws IOException {
    assertThat(printed(OwnStraightener::main, file("manifest.csv"), file("own.karyo")))
        .startsWith("acme-as-it-lies: ");
  }

  @Test
  void chooseAnEngine() throws IOException {
    String printed =
        printed(ChooseAnEngine::main, file("model.karyo"), file("cell" + CELLS + "/00.png"));
    assertThat(Double.parseDouble(printed.replaceAll(".*: ", ""))).isLessThan(1e-5);
  }

  @Test
  void ownNetwork() throws IOException {
    assertThat(printed(OwnNetwork::main, file("manifest.csv"), file("network.karyo"), "8"))
        .startsWith("right on validation: ")
        .contains("loaded");
  }

  @Test
  void ownEncoderAndClassifier() throws IOException {
    String printed = printed(OwnEncoderAndClassifier::main, file("manifest.csv"));
    assertThat(Double.parseDouble(printed.replaceAll("[^0-9.]", ""))).isGreaterThan(0.5);
  }
}
