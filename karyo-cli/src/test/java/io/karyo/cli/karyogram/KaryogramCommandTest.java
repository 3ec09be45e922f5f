package io.karyo.cli.karyogram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.cli.Cli;
import io.karyo.cli.TinyData;
import io.karyo.image.Metaphase;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

class KaryogramCommandTest {

  @TempDir Path folder = Path.of("");

  private static Path manifest = Path.of("");
  private static Path model = Path.of("");
  private static Path cell = Path.of("");

  @BeforeAll
  static void trainsOnce(@TempDir Path once) throws IOException {
    manifest = TinyData.write(once);
    model = once.resolve("tiny.karyo");
    try (Stream<Path> cells = Files.list(once.resolve("images"))) {
      cell = cells.sorted().findFirst().orElseThrow();
    }
    Cli trained =
        Cli.run("train", "--data", manifest, "--model", model, "--preset", "fast", "--epochs", 1);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  private static Cli draw(Object... more) {
    return Cli.run(
        Stream.concat(Stream.of("karyogram", "--model", model), Stream.of(more)).toArray());
  }

  @Test
  void itDrawsAFolder() throws IOException {
    Path png = folder.resolve("cell.png");
    Cli run = draw("--cell", cell, "--out", png, "--scale", 1);
    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines = run.lines();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith(TinyData.CELL_SIZE + ",");
    assertThat(lines.get(1)).matches("next best: \\d+,.*, margin .*");
    assertThat(lines.get(2))
        .matches("\\d+ of " + TinyData.CELL_SIZE + " chromosomes for review(, and the numbers)?");
    assertThat(lines.get(3)).isEqualTo("wrote " + png);
    BufferedImage small = ImageIO.read(png.toFile());
    assertThat(draw("--cell", cell, "--out", png, "--originals").code()).isZero();
    assertThat(ImageIO.read(png.toFile()).getHeight()).isGreaterThan(small.getHeight());
  }

  @Test
  void itDrawsACellOfADataSet() throws IOException {
    Path json = folder.resolve("cell.JSON");
    String name = cell.getFileName().toString();
    Cli run = draw("--data", manifest, "--cell", name, "--out", json, "--precision", 0.5);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(json.toFile());
    assertThat(found.get("cell").asText()).isEqualTo(name);
    assertThat(found.get("iscn").asText()).isEqualTo(run.lines().get(0));
    assertThat(found.get("precision").asDouble()).isEqualTo(0.5);
    assertThat(found.get("chromosomes")).hasSize(TinyData.CELL_SIZE);
  }

  private static Path photograph(Path folder) throws IOException {
    SyntheticMetaphase drawn =
        SyntheticMetaphase.scattered(
            SyntheticCells.builder().seed(6).noise(0).rotation(180).build().cell(0), 6);
    Metaphase photograph = drawn.photograph();
    BufferedImage picture =
        new BufferedImage(photograph.width(), photograph.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture
        .getRaster()
        .setDataElements(0, 0, photograph.width(), photograph.height(), photograph.greyLevels());
    Path file = folder.resolve("metaphase.png");
    ImageIO.write(picture, "png", file.toFile());
    return file;
  }

  @Test
  void aPhotographIsShownAndItsOutlinesAreInTheData() throws IOException {
    Path photograph = photograph(folder);
    Path html = folder.resolve("cell.html");
    Cli page = draw("--metaphase", photograph, "--out", html);
    assertThat(page.code()).as(page.err()).isZero();
    assertThat(Files.readString(html)).contains("class=\"photograph\"", "class=\"karyogram\"");
    Path json = folder.resolve("cell.json");
    assertThat(draw("--metaphase", photograph, "--out", json).code()).isZero();
    JsonNode found = new ObjectMapper().readTree(json.toFile());
    assertThat(found.get("version").asInt()).isEqualTo(2);
    assertThat(found.get("photograph").get("name").asText()).isEqualTo(photograph.toString());
    assertThat(found.get("chromosomes"))
        .isNotEmpty()
        .allSatisfy(
            chromosome -> {
              assertThat(chromosome.get("box")).hasSize(4);
              assertThat(chromosome.get("outline").get(0).size()).isGreaterThanOrEqualTo(8);
            });
  }

  @Test
  void aPhotographBecomesAPictureOfAsManyChromosomesAsTheDataHave() throws Exception {
    Path photograph = photograph(folder);
    Cli json = draw("--metaphase", photograph, "--out", "-");
    assertThat(json.code()).as(json.err()).isZero();
    int chromosomes = new ObjectMapper().readTree(json.out()).get("chromosomes").size();
    assertThat(chromosomes).isGreaterThan(40);
    Path svg = folder.resolve("cell.svg");
    assertThat(draw("--metaphase", photograph, "--out", svg).code()).isZero();
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(svg.toFile())
            .getDocumentElement();
    assertThat(root.getElementsByTagName("image").getLength()).isEqualTo(chromosomes);
    Path png = folder.resolve("cell.png");
    assertThat(draw("--metaphase", photograph, "--out", png).code()).isZero();
    BufferedImage picture = ImageIO.read(png.toFile());
    assertThat(picture.getWidth()).isEqualTo(Integer.parseInt(root.getAttribute("width")));
    assertThat(picture.getHeight()).isEqualTo(Integer.parseInt(root.getAttribute("height")));
    assertThat(shareOfInk(picture)).isBetween(0.05, 0.6);
  }

  /** The share of the pixels that are not white. */
  private static double shareOfInk(BufferedImage picture) {
    int[] pixels =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return (double) Arrays.stream(pixels).filter(rgb -> (rgb & 0xffffff) != 0xffffff).count()
        / pixels.length;
  }

  @Test
  void aDashIsJsonOnStandardOutput() throws IOException {
    Cli run = draw("--cell", cell, "--out", "-");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertThat(run.err()).startsWith(found.get("iscn").asText());
  }

  @ParameterizedTest
  @CsvSource({"cell.svg, <?xml", "cell.html, <!DOCTYPE html"})
  void theEndingChoosesTheForm(String name, String start) throws IOException {
    Path file = folder.resolve(name);
    assertThat(draw("--cell", cell, "--out", file).code()).isZero();
    assertThat(Files.readString(file)).startsWith(start).contains("chromosome 11: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cell.gif  |             |    | --out: must end in .png, .svg, .html or .json, found
          cell.json | --scale     | 3  | --originals, --scale: must not be given for a .json file
          cell.png  | --scale     | 0  | --scale: must be 0.1 to 20, found 0.0
          cell.png  | --precision | 2  | --precision: must be more than 0 and at most 1, found 2.0
          """)
  void whatMakesNoSenseIsAWrongCommandLine(
      String name, String option, String value, String message) {
    Path file = folder.resolve(name);
    Cli run =
        option == null
            ? draw("--cell", cell, "--out", file)
            : draw("--cell", cell, "--out", file, option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("karyo karyogram: " + message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void thePictureDoesNotBecomeAnImageOfTheCell() {
    Path file = cell.resolve("karyogram.png");
    Cli run = draw("--cell", cell, "--out", file);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--out: must not be among the images of the cell");
    assertThat(file).doesNotExist();
  }

  @Test
  void aCellThatIsNotThereIsNamed() throws IOException {
    Path file = folder.resolve("cell.png");
    Cli unknown = draw("--data", manifest, "--cell", "other", "--out", file);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("cells of " + manifest + ", found 'other'");
    Path missing = folder.resolve("missing");
    Cli noFolder = draw("--cell", missing, "--out", file);
    assertThat(noFolder.code()).isEqualTo(1);
    assertThat(noFolder.err()).contains(missing + ": no such file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Cli nothing = draw("--cell", empty, "--out", file);
    assertThat(nothing.code()).isEqualTo(1);
    assertThat(nothing.err()).contains(empty + ": must be a folder with PNG");
    assertThat(file).doesNotExist();
  }

  @Test
  void aBadImageFailsTheCell() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.png"), "no image");
    Files.writeString(folder.resolve("notes.txt"), "not looked at");
    Cli run = draw("--cell", folder, "--out", folder.resolve("cell.svg"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(bad + ": must be a PNG");
    assertThat(folder.resolve("cell.svg")).doesNotExist();
  }
}
