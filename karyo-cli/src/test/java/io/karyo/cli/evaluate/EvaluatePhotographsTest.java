package io.karyo.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.cli.Cli;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.data.LabelledBox;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.laboratory.Familiarity;
import io.karyo.laboratory.Trait;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import io.karyo.synthetic.SyntheticMetaphase;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code evaluate} on photographs, by shape alone. */
class EvaluatePhotographsTest {

  private static final int MARGIN = 4;

  /** What a mask has where chromosomes overlap. */
  private static final int OVERLAP = 255;

  private static SyntheticMetaphase drawn =
      SyntheticMetaphase.scattered(
          SyntheticCells.builder().seed(6).noise(0).rotation(180).build().cell(0), 6);

  private static Path csv = Path.of("");

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void drawPhotographs(@TempDir Path once) throws IOException {
    csv = once.resolve("metaphases.csv");
    Outputs.png(photograph(drawn), once.resolve("cell.png"));
    Files.writeString(once.resolve("text.png"), "no picture");
    Files.writeString(csv, "image,case,split\ncell.png,1,validation\ntext.png,2,test\n");
    writeBoxes(once);
  }

  private static void writeBoxes(Path folder) throws IOException {
    List<String> rows = new ArrayList<>(List.of("image,label,xmin,ymin,xmax,ymax"));
    for (LabelledBox labelled : drawn.boxes(MARGIN)) {
      rows.add(row("cell.png", labelled.type().label(), labelled.box()));
    }
    Files.write(folder.resolve("boxes.csv"), rows);
  }

  private static String row(String image, String label, Box box) {
    return Stream.of(image, label, box.left(), box.top(), box.right(), box.bottom())
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  @Test
  void figuresAndOverlaysAreWrittenWithoutAModel() throws IOException {
    Path json = folder.resolve("figures.json");
    Path overlays = folder.resolve("overlays");
    Cli run =
        Cli.run(
            "evaluate",
            "--data",
            csv,
            "--by-shape",
            "--split",
            "validation",
            "--margin",
            MARGIN,
            "--json",
            json,
            "--overlays",
            overlays);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines().get(0)).startsWith("1 photographs, validation: 46 chromosomes, ");
    assertThat(run.out())
        .contains("recall", "precision", "AP50", "exact number", "corrections", "s a photograph")
        .doesNotContain("mAP50", "karyotype", "right type", "numeric");
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("recall").asDouble()).isGreaterThan(0.9);
    assertThat(figures.get("precision").asDouble()).isGreaterThan(0.9);
    assertThat(figures.get("ap50").asDouble()).isGreaterThan(0.8);
    assertThat(figures.get("clicks").asDouble()).isLessThan(6);
    assertThat(figures.get("corrections").get("moves").asDouble()).isZero();
    for (String masked : List.of("overlapsShared", "composed")) {
      assertThat(figures.get(masked).isNull()).as(masked).isTrue();
    }
    for (String typed :
        List.of("model", "map50", "exactKaryotype", "placedRight", "designated", "familiarity")) {
      assertThat(figures.get(typed).isNull()).as(typed).isTrue();
    }
    assertThat(figures.get("each").get(0).get("image").asText()).isEqualTo("cell.png");
    assertThat(overlays.resolve("001-cell.png.png")).exists();
  }

  @Test
  void howFamiliarThePhotographsAreIsAFigure() throws IOException {
    Path json = folder.resolve("figures.json");
    Cli run = Cli.run("evaluate", "--data", csv, "--split", "validation", "--json", json);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode familiarity = new ObjectMapper().readTree(json.toFile()).get("familiarity");
    double score = familiarity.get("score").asDouble();
    assertThat(score).isBetween(0.0, 1.0);
    assertThat(familiarity.get("foreign").asBoolean()).isEqualTo(score < Familiarity.FOREIGN);
    assertThat(familiarity.get("cells").asInt()).isOne();
    assertThat(familiarity.get("deviations")).hasSize(Trait.values().length);
    assertThat(run.out()).contains(String.format(Locale.ROOT, "familiarity %.2g (", score));
    assertThat(run.err().contains("warning: these photographs: unlike"))
        .isEqualTo(familiarity.get("foreign").asBoolean());
  }

  @Test
  void pairsOfComposedPhotographsAreReported() throws IOException {
    Path json = folder.resolve("figures.json");
    Cli run = evaluateComposed(csv, "validation", json);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("both of two touching", "both of two crossing")
        .contains("(8 pairs in 2 composed photographs, seed 7)");
    JsonNode composed = new ObjectMapper().readTree(json.toFile()).get("composed");
    assertThat(composed.get("metaphases").asInt()).isEqualTo(2);
    assertThat(composed.get("seed").asInt()).isEqualTo(7);
    for (String contact : List.of("touching", "crossing")) {
      assertThat(composed.get(contact + "Pairs").asInt()).isEqualTo(8);
      assertThat(composed.get(contact + "BothFound").asDouble()).isBetween(0.1, 1.0);
    }
  }

  private static Cli evaluateComposed(Path data, String split, Path json) {
    return Cli.run(
        "evaluate",
        "--data",
        data,
        "--by-shape",
        "--split",
        split,
        "--margin",
        MARGIN,
        "--composed",
        2,
        "--seed",
        7,
        "--json",
        json);
  }

  @Test
  void whereNothingCanBeComposedTheRestIsReported() throws IOException {
    byte[] grey = new byte[100 * 100];
    Arrays.fill(grey, (byte) 200);
    Outputs.png(Sheet.picture(ChromosomeImage.of(100, 100, grey)), folder.resolve("cell.png"));
    Files.writeString(folder.resolve("metaphases.csv"), "image,split\ncell.png,validation\n");
    Files.writeString(
        folder.resolve("boxes.csv"), "image,label,xmin,ymin,xmax,ymax\ncell.png,1,5,5,20,20\n");
    Path json = folder.resolve("figures.json");
    Cli run = evaluateComposed(folder.resolve("metaphases.csv"), "validation", json);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("--composed: no photograph shows enough chromosomes that lie alone");
    assertThat(new ObjectMapper().readTree(json.toFile()).get("composed").isNull()).isTrue();
  }

  private static BufferedImage photograph(SyntheticMetaphase drawn) {
    Metaphase photograph = drawn.photograph();
    return Sheet.picture(
        ChromosomeImage.of(photograph.height(), photograph.width(), photograph.greyLevels()));
  }

  /** The type of every pixel, or that it is of two. */
  private static BufferedImage mask(SyntheticMetaphase drawn) {
    BufferedImage mask =
        new BufferedImage(
            drawn.photograph().width(), drawn.photograph().height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < drawn.types().size(); i++) {
      Region region = drawn.chromosomes().get(i);
      Box box = region.box();
      for (int y = box.top(); y < box.bottom(); y++) {
        for (int x = box.left(); x < box.right(); x++) {
          if (region.contains(x, y)) {
            boolean first = mask.getRaster().getSample(x, y, 0) == 0;
            int value = first ? drawn.types().get(i).ordinal() + 1 : OVERLAP;
            mask.getRaster().setSample(x, y, 0, value);
          }
        }
      }
    }
    return mask;
  }

  @Test
  void masksAreComparedByPixels() throws IOException {
    Cli run = evaluateMask(drawn);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines().get(0)).startsWith("1 photographs, all data: ");
    assertThat(run.out()).contains("recall").doesNotContain("AP50", "corrections", "overlaps");
    JsonNode figures = new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
    assertThat(figures.get("recall").asDouble()).isGreaterThan(0.9);
    assertThat(figures.get("overlapsShared").isNull()).as("nothing overlaps").isTrue();
    assertThat(figures.get("clicks").isNull()).isTrue();
    assertThat(figures.get("each").get(0).get("clicks").isNull()).isTrue();
  }

  private Cli evaluateMask(SyntheticMetaphase drawn) throws IOException {
    Outputs.png(photograph(drawn), folder.resolve("cell.png"));
    Outputs.png(mask(drawn), folder.resolve("mask.png"));
    Path data = folder.resolve("metaphases.csv");
    Files.writeString(data, "image,mask\ncell.png,mask.png\n");
    return Cli.run(
        "evaluate", "--data", data, "--by-shape", "--json", folder.resolve("figures.json"));
  }

  /** Two chromosomes that stand upright and two that lie across them, among others. */
  private static SyntheticMetaphase crossing() {
    SyntheticCells.Builder straight = SyntheticCells.builder().noise(0).bend(0, 0);
    List<SyntheticChromosome> upright =
        straight.seed(11).rotation(0).build().cell(0).chromosomes().subList(4, 6);
    List<SyntheticChromosome> across =
        IntStream.range(0, 20)
            .mapToObj(i -> straight.seed(i).rotation(180).build().cell(0).chromosomes())
            .flatMap(List::stream)
            .filter(one -> one.image().height() < 22 && one.image().width() > 60)
            .limit(2)
            .toList();
    SyntheticMetaphase.Builder builder = SyntheticMetaphase.builder(900, 900, Background.WHITE);
    for (int i = 0; i < 2; i++) {
      ChromosomeImage under = upright.get(i).image();
      ChromosomeImage over = across.get(i).image();
      int left = 100 + 200 * i;
      builder
          .place(upright.get(i), left, 100)
          .place(
              across.get(i),
              left + (under.width() - over.width()) / 2,
              100 + (under.height() - over.height()) / 2);
    }
    return builder
        .scatter(SyntheticCells.builder().seed(12).noise(0).rotation(180).build().cell(0), 12)
        .build();
  }

  @Test
  void overlapsThatAreGivenToTwoAreCounted() throws IOException {
    SyntheticMetaphase crossed = crossing();
    Cli run = evaluateMask(crossed);
    assertThat(run.code()).as(run.err()).isZero();
    Segmentation found =
        Parts.defaultPart(PartKind.SEGMENTER).segment(Metaphase.read(folder.resolve("cell.png")));
    BufferedImage mask = mask(crossed);
    int overlapping = 0;
    int shared = 0;
    for (int y = 0; y < mask.getHeight(); y++) {
      for (int x = 0; x < mask.getWidth(); x++) {
        if (mask.getRaster().getSample(x, y, 0) == OVERLAP) {
          overlapping++;
          shared += found.chromosomesAt(x, y).size() > 1 ? 1 : 0;
        }
      }
    }
    assertThat(shared).isPositive();
    JsonNode figures = new ObjectMapper().readTree(folder.resolve("figures.json").toFile());
    assertThat(figures.get("overlapsShared").asDouble())
        .isCloseTo((double) shared / overlapping, within(1e-9));
    assertThat(run.out())
        .contains(
            String.format(
                Locale.ROOT,
                "%-24s %6.2f %%",
                "overlaps given to two",
                100.0 * shared / overlapping));
  }

  @Test
  void theExactNumberIsThatOfEachPhotograph() throws IOException {
    for (String name : List.of("all.png", "less.png")) {
      Outputs.png(photograph(drawn), folder.resolve(name));
    }
    Path data = folder.resolve("metaphases.csv");
    Files.writeString(data, "image\nall.png\nless.png\n");
    List<String> rows = new ArrayList<>(List.of("image,label,xmin,ymin,xmax,ymax"));
    // Annotated as found, but for one that an annotation lacks.
    List<Region> found =
        Parts.defaultPart(PartKind.SEGMENTER)
            .segment(Metaphase.read(folder.resolve("all.png")))
            .chromosomes();
    for (int i = 0; i < found.size(); i++) {
      rows.add(row("all.png", "1", found.get(i).box()));
      if (i > 0) {
        rows.add(row("less.png", "1", found.get(i).box()));
      }
    }
    Files.write(folder.resolve("boxes.csv"), rows);
    Path json = folder.resolve("figures.json");
    Cli run = Cli.run("evaluate", "--data", data, "--by-shape", "--margin", 0, "--json", json);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("exactCount").asDouble()).isEqualTo(0.5);
    assertThat(figures.get("perfect").asDouble()).isEqualTo(0.5);
    assertThat(run.out())
        .contains(String.format(Locale.ROOT, "%-24s %6.2f %%", "exact number", 50.0));
  }

  @Test
  void whatCannotBeDoneIsReported() throws IOException {
    Cli unreadable = Cli.run("evaluate", "--data", csv);
    assertThat(unreadable.code()).isEqualTo(1);
    assertThat(unreadable.err())
        .contains("text.png: must be a PNG", "no photograph of the split 'test' can be evaluated");
    Cli unknown = Cli.run("evaluate", "--data", csv, "--split", "best");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err())
        .contains("split: must be that of at least one photograph, found 'best'");
    Cli seed = Cli.run("evaluate", "--data", csv, "--seed", 1);
    assertThat(seed.code()).isEqualTo(2);
    assertThat(seed.err()).contains("--seed: must be given with --composed only");
    for (String option : List.of("--margin", "--worst", "--composed")) {
      Cli negative = Cli.run("evaluate", "--data", csv, option, -1);
      assertThat(negative.code()).isEqualTo(2);
      assertThat(negative.err()).contains(option + ": must be at least ");
    }
  }

  @Test
  void optionsOfTheOtherKindOfDataAreRefused() {
    for (String option : List.of("--upright", "--without-cell", "--predictions=p.csv")) {
      Cli run = Cli.run("evaluate", "--data", csv, option);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err())
          .contains(option.split("=", 2)[0] + ": must not be given with photographs");
    }
    for (String option :
        List.of(
            "--margin=3", "--overlays=o", "--worst=3", "--composed=3", "--seed=3", "--by-shape")) {
      Cli run = Cli.run("evaluate", "--data", "manifest.csv", "--model", "m.karyo", option);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err()).contains(option.split("=", 2)[0] + ": must not be given with cut-outs");
    }
    Cli both = Cli.run("evaluate", "--data", csv, "--model", "m.karyo", "--by-shape");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--by-shape: must not be given with --model");
  }
}
