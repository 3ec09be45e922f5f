package io.karyo.cli.photograph;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Placement;
import io.karyo.cli.Cli;
import io.karyo.cli.TinyData;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Overlay;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Segmentation;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code segment}. */
class SegmentCommandTest {

  private static SyntheticMetaphase drawn =
      SyntheticMetaphase.scattered(
          SyntheticCells.builder().seed(6).noise(0).rotation(180).build().cell(0), 6);

  private static Path data = Path.of("");

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void drawAPhotograph(@TempDir Path once) throws IOException {
    data = once;
    Outputs.png(picture(drawn.photograph()), once.resolve("cell.png"));
    Files.writeString(once.resolve("text.png"), "no picture");
  }

  private static BufferedImage picture(Metaphase photograph) {
    BufferedImage picture =
        new BufferedImage(photograph.width(), photograph.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture
        .getRaster()
        .setDataElements(0, 0, photograph.width(), photograph.height(), photograph.greyLevels());
    return picture;
  }

  @Test
  void segmentWritesCutOutsMasksATableAndAnOverlay() throws IOException {
    Path out = folder.resolve("found");
    Cli run =
        Cli.run("segment", "--metaphase", data.resolve("cell.png"), "--out", out, "--by-shape");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines().get(0)).matches("4[4-8] chromosomes in \\d+ clusters, 0 nuclei, .*");
    assertThat(run.lines().get(1)).isEqualTo("wrote " + out);
    List<String> rows = Files.readAllLines(out.resolve("chromosomes.csv"));
    assertThat(rows.get(0)).isEqualTo("number,left,top,width,height,area,touching");
    String[] first = rows.get(1).split(",", -1);
    BufferedImage mask = ImageIO.read(out.resolve("01-mask.png").toFile());
    assertThat(mask.getWidth()).isEqualTo(drawn.photograph().width());
    int white = 0;
    for (int y = 0; y < mask.getHeight(); y++) {
      for (int x = 0; x < mask.getWidth(); x++) {
        white += mask.getRaster().getSample(x, y, 0) == 255 ? 1 : 0;
      }
    }
    assertThat(first[0]).isEqualTo("1");
    assertThat(first[5]).isEqualTo(String.valueOf(white));
    BufferedImage cutOut = ImageIO.read(out.resolve("01.png").toFile());
    assertThat(cutOut.getWidth())
        .isBetween(Integer.parseInt(first[3]), Integer.parseInt(first[3]) + 12);
    BufferedImage overlay = ImageIO.read(out.resolve("overlay.png").toFile());
    assertThat(overlay.getWidth()).isEqualTo(2 * drawn.photograph().width());
    assertThat(overlay.getColorModel().getNumColorComponents()).isEqualTo(3);
  }

  /** A model that has seen three cells of all types. */
  private static Path trained(Path folder) throws IOException {
    SyntheticCells cells = SyntheticCells.builder().seed(3).build();
    Path manifest = TinyData.write(cells, 2, 1, folder.resolve("cells"));
    Path model = folder.resolve("model.karyo");
    Cli train =
        Cli.run("train", "--data", manifest, "--model", model, "--preset", "fast", "--epochs", 2);
    assertThat(train.code()).as(train.err()).isZero();
    return model;
  }

  @Test
  void withAModelTheTableAndTheOverlayHaveTypes() throws IOException {
    Path model = trained(folder);
    Path photograph = data.resolve("cell.png");
    Path out = folder.resolve("found");
    Cli run = Cli.run("segment", "--metaphase", photograph, "--out", out, "--model", model);
    assertThat(run.code()).as(run.err()).isZero();
    Karyotype karyotype;
    try (Karyotyper karyotyper = Karyotyper.load(model)) {
      karyotype = karyotyper.karyotype(Metaphase.read(photograph));
    }
    assertThat(run.lines().get(0)).isEqualTo(karyotype.iscn().toString());
    Segmentation found = karyotype.segmentation().orElseThrow();
    Map<Integer, String> types =
        karyotype.placements().stream()
            .collect(Collectors.toMap(Placement::chromosome, one -> one.designation().toString()));
    assertThat(Set.copyOf(types.values())).hasSizeGreaterThan(15);
    List<String> rows = Files.readAllLines(out.resolve("chromosomes.csv"));
    assertThat(rows.get(0)).isEqualTo("number,left,top,width,height,area,touching,type");
    assertThat(rows).hasSize(found.chromosomes().size() + 1);
    for (int number : found.numbers()) {
      Box box = found.chromosome(number).box();
      assertThat(rows.get(number + 1))
          .startsWith((number + 1) + "," + box.left() + "," + box.top() + ",")
          .endsWith("," + types.getOrDefault(number, ""));
    }
    BufferedImage overlay = ImageIO.read(out.resolve("overlay.png").toFile());
    assertThat(pixels(overlay))
        .isEqualTo(pixels(Overlay.of(found, types, List.of())))
        .isNotEqualTo(pixels(Overlay.of(found, Map.of(), List.of())));
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void aPhotographWithoutChromosomesIsAFailureThatSaysWhy() throws IOException {
    Path empty = folder.resolve("empty.png");
    Outputs.png(new BufferedImage(80, 60, BufferedImage.TYPE_BYTE_GRAY), empty);
    Path out = folder.resolve("found");
    Cli run = Cli.run("segment", "--metaphase", empty, "--out", out, "--by-shape");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("karyo segment: " + empty + ": nothing stands out from the ground");
    assertThat(out.resolve("overlay.png")).exists();
  }

  @Test
  void whatIsNoPhotographIsRefused() {
    Path text = data.resolve("text.png");
    Cli run = Cli.run("segment", "--metaphase", text, "--out", folder.resolve("found"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(text + ": must be a PNG");
    assertThat(folder).isEmptyDirectory();
    Cli same = Cli.run("segment", "--metaphase", data.resolve("cell.png"), "--out", data);
    assertThat(same.code()).isEqualTo(2);
    assertThat(same.err()).contains("--out: must be another folder than that of the photograph");
    Cli both =
        Cli.run("segment", "--metaphase", text, "--out", folder, "--by-shape", "--model", text);
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--by-shape: must not be given with --model");
  }

  @Test
  void theModelThatComesWithTheProgramFindsTypes() throws IOException {
    Path out = folder.resolve("found");
    Cli run = Cli.run("segment", "--metaphase", data.resolve("cell.png"), "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllLines(out.resolve("chromosomes.csv")).get(0)).endsWith(",type");
  }
}
