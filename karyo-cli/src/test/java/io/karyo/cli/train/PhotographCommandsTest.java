package io.karyo.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.Karyotyper;
import io.karyo.cli.Cli;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.model.Settings;
import io.karyo.model.internal.ModelFile;
import io.karyo.network.UNetShape;
import io.karyo.photo.Box;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SegmenterTraining;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import io.karyo.unet.NetworkSegmenter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command from photographs with boxes to a model, one from a photograph to a karyogram. */
class PhotographCommandsTest {

  private static final int PHOTOGRAPHS = 6;

  @TempDir static Path data = Path.of("");

  @BeforeAll
  static void drawPhotographs() throws IOException {
    List<String> photographs = new ArrayList<>(List.of("image,case,split"));
    List<String> boxes = new ArrayList<>(List.of("image,label,xmin,ymin,xmax,ymax"));
    for (int i = 0; i < PHOTOGRAPHS; i++) {
      SyntheticMetaphase drawn =
          SyntheticMetaphase.scattered(
              SyntheticCells.builder().seed(20 + i).noise(0).rotation(180).build().cell(0), i);
      String name = i + ".png";
      Outputs.png(picture(drawn.photograph()), data.resolve(name));
      String split = i < 4 ? "train" : i == 4 ? "validation" : "test";
      photographs.add(name + "," + i + "," + split);
      for (LabelledBox labelled : drawn.boxes(6)) {
        Box box = labelled.box();
        boxes.add(
            String.join(
                ",",
                name,
                labelled.type().label(),
                "" + Math.max(0, box.left()),
                "" + Math.max(0, box.top()),
                "" + Math.min(drawn.photograph().width(), box.right()),
                "" + Math.min(drawn.photograph().height(), box.bottom())));
      }
    }
    Files.write(data.resolve("metaphases.csv"), photographs);
    Files.write(data.resolve("boxes.csv"), boxes);
  }

  static BufferedImage picture(Metaphase photograph) {
    return Sheet.picture(
        ChromosomeImage.of(photograph.height(), photograph.width(), photograph.greyLevels()));
  }

  private static Cli train(String segmenter, Path model, int epochs) {
    return Cli.run(
        "train",
        "--segmenter",
        segmenter,
        "--data",
        data.resolve("metaphases.csv"),
        "--model",
        model,
        "--preset",
        "fast",
        "--epochs",
        epochs);
  }

  @Test
  void anUnreadablePhotographIsFoundBeforeTheTraining(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("good.png"), Files.readAllBytes(data.resolve("0.png")));
    Files.writeString(folder.resolve("bad.png"), "no picture");
    Files.write(
        folder.resolve("metaphases.csv"),
        List.of("image,case,split", "good.png,0,train", "bad.png,1,validation"));
    List<String> boxes = new ArrayList<>(List.of("image,label,xmin,ymin,xmax,ymax"));
    Files.readAllLines(data.resolve("boxes.csv")).stream()
        .filter(row -> row.startsWith("0.png"))
        .forEach(row -> boxes.add("good" + row.substring(1)));
    boxes.add("bad.png,1,1,1,30,30");
    Files.write(folder.resolve("boxes.csv"), boxes);
    List<Object> train =
        List.of(
            "train",
            "--segmenter",
            "geometric",
            "--data",
            folder.resolve("metaphases.csv"),
            "--model",
            folder.resolve("model.karyo"),
            "--preset",
            "fast",
            "--epochs",
            1);
    Cli run = Cli.run(train.toArray());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("bad.png: must be a PNG");
    assertThat(run.out()).as("nothing was trained").isEmpty();

    List<Object> skipping = new ArrayList<>(train);
    skipping.add("--skip-bad-images");
    Cli skipped = Cli.run(skipping.toArray());
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.err()).contains("left out: ", "bad.png");
  }

  @Test
  void chromosomesAreCutOutAsADataSet(@TempDir Path folder) throws IOException {
    Cli cut =
        Cli.run("cut", "--data", data.resolve("metaphases.csv"), "--out", folder.resolve("cut"));
    assertThat(cut.code()).as(cut.err()).isZero();
    assertThat(cut.lines().get(0)).matches("cut 2[0-9]{2} chromosomes out of 6 photographs");
    ChromosomeDataset dataset = DataOptions.load(folder.resolve("cut"));
    assertThat(dataset.splits()).containsExactly("train", "validation", "test");
    assertThat(dataset.cells()).hasSize(PHOTOGRAPHS);
    LabelledChromosome first = dataset.items().get(0);
    assertThat(first.name()).isEqualTo("images/00001/01-" + first.type().label() + ".png");
    assertThat(first.cell()).contains("0.png");
    assertThat(first.patient()).contains("0");
    assertThat(first.load().height()).isGreaterThan(10);
  }

  @Test
  void aModelIsTrainedOnPhotographsAndKaryotypesAnother() throws IOException {
    Path model = data.resolve("model.karyo");
    Cli train = train("geometric", model, 5);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(train.lines().get(0)).matches("cut 2[0-9]{2} chromosomes out of 5 photographs");
    assertThat(model).isNotEmptyFile();

    Path json = data.resolve("karyotype.json");
    Cli karyogram =
        Cli.run("karyogram", "--model", model, "--metaphase", data.resolve("5.png"), "--out", json);
    assertThat(karyogram.code()).as(karyogram.err()).isZero();
    assertThat(karyogram.lines().get(0)).matches("4[0-9],[XY+?0-9, a-z-]*.*");
    assertThat(json).content().contains("\"cell\": \"" + data.resolve("5.png"));

    aPhotographWithoutChromosomesIsAFailure(model);

    Path figures = data.resolve("figures.json");
    Cli evaluation =
        Cli.run(
            "evaluate",
            "--data",
            data.resolve("metaphases.csv"),
            "--model",
            model,
            "--json",
            figures);
    assertThat(evaluation.code()).as(evaluation.err()).isZero();
    assertThat(String.join("\n", evaluation.lines()))
        .contains("mAP50, 24 types", "exact normal karyotype", "corrections each");
    JsonNode read = new ObjectMapper().readTree(figures.toFile());
    assertThat(read.get("recall").asDouble()).isGreaterThan(0.9);
    assertThat(read.get("designated").asDouble()).isBetween(0.3, read.get("recall").asDouble());
    assertThat(read.get("placedRight").asDouble()).isIn(0.0, 1.0);
    assertThat(read.get("exactKaryotype").asDouble()).isIn(0.0, 1.0);
    assertThat(read.get("ap50").asDouble()).isGreaterThan(0.9);
    assertThat(read.get("map50").asDouble()).isBetween(0.3, 1.0);
    assertThat(read.get("clicks").asDouble())
        .isEqualTo(read.get("each").get(0).get("clicks").asDouble())
        .isLessThan(46);
    assertThat(read.get("corrections").get("moves").asDouble()).isPositive();
    assertThat(read.get("model").asText()).isEqualTo(model.toString());
    assertThat(read.get("familiarity").isNull()).as("one validation cell is too few").isTrue();
  }

  /** Learns what the default segmenter does, but with a network and steps that take seconds. */
  private static final class Small implements Segmenter {

    @Override
    public String id() {
      return "small";
    }

    @Override
    public Segmentation segment(Metaphase photograph) {
      return Segmenters.geometric().segment(photograph);
    }

    @Override
    public Segmenter train(SegmenterTraining training) throws IOException {
      return NetworkSegmenter.standard().size(4, 2).steps(5).train(training);
    }
  }

  /** Announces it. */
  public static final class SmallProvider extends PartProvider {
    public SmallProvider() {
      super(PartKind.SEGMENTER, "small", settings -> new Small());
    }
  }

  /** Trains with a segmenter that only this training finds on the class path. */
  private static Path trainedWithANetwork(Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(PartProvider.class.getName()), SmallProvider.class.getName());
    Path model = folder.resolve("network.karyo");
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    try (URLClassLoader plugins = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      caller.setContextClassLoader(plugins);
      Cli train = train("small", model, 2);
      assertThat(train.code()).as(train.err()).isZero();
      assertThat(train.out()).containsPattern("cut 2[0-9]{2} chromosomes out of 5 photographs");
    } finally {
      caller.setContextClassLoader(before);
    }
    return model;
  }

  @Test
  void aNetworkLearnsToSegmentAndIsAdapted(@TempDir Path folder) throws IOException {
    Path model = trainedWithANetwork(folder);
    isUsed(model);
    Path adapted = folder.resolve("adapted.karyo");
    Cli adapting =
        Cli.run(
            "train",
            "--from",
            model,
            "--data",
            data.resolve("metaphases.csv"),
            "--cells",
            2,
            "--model",
            adapted);
    assertThat(adapting.code()).as(adapting.err()).isZero();
    assertThat(adapting.out()).containsPattern("cut [89][0-9] chromosomes out of 2 photographs");
    isUsed(adapted);
    ModelFile before = ModelFile.read(model);
    ModelFile after = ModelFile.read(adapted);
    assertThat(firstWeights(after)).isNotEqualTo(firstWeights(before));
    Settings partings = after.properties().nested("partings");
    assertThat(partings.names()).containsExactlyInAnyOrder("alone", "inCell");
    assertThat(partings)
        .as("without photographs of the split validation")
        .isEqualTo(before.properties().nested("partings"));
  }

  private static float[] firstWeights(ModelFile model) {
    UNetShape shape = new UNetShape(4, 2);
    String name = shape.down(0).get(0).weights();
    return model
        .source(PartKind.SEGMENTER)
        .array(name, Objects.requireNonNull(shape.arrays().get(name)));
  }

  /** A model finds chromosomes by its network, and their karyotype. */
  private static void isUsed(Path model) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(model)) {
      assertThat(karyotyper.segmenter())
          .hasValueSatisfying(
              segmenter ->
                  assertThat(segmenter)
                      .isInstanceOf(NetworkSegmenter.class)
                      .asString()
                      .endsWith("trained"));
    }
    Path photograph = data.resolve("5.png");
    Cli segment =
        Cli.run(
            "segment",
            "--metaphase",
            photograph,
            "--model",
            model,
            "--out",
            model.resolveSibling("found"));
    assertThat(segment.code()).as(segment.err()).isZero();
    assertThat(segment.out()).containsPattern("4[4-8] chromosomes in [0-9]+ clusters");
    Cli karyogram = Cli.run("karyogram", "--model", model, "--metaphase", photograph, "--out", "-");
    assertThat(karyogram.code()).as(karyogram.err()).isZero();
    assertThat(new ObjectMapper().readTree(karyogram.out()).get("chromosomes").size())
        .isBetween(44, 48);
  }

  private static void aPhotographWithoutChromosomesIsAFailure(Path model) throws IOException {
    Path empty = data.resolve("empty.png");
    Outputs.png(new BufferedImage(80, 60, BufferedImage.TYPE_BYTE_GRAY), empty);
    Path out = data.resolve("empty.json");
    Cli run = Cli.run("karyogram", "--model", model, "--metaphase", empty, "--out", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(empty + ": shows no chromosome: nothing stands out from the ground");
    assertThat(out).doesNotExist();
  }

  @Test
  void aCellAndAPhotographAreNotGivenTogether() {
    Cli both =
        Cli.run(
            "karyogram",
            "--model",
            "m.karyo",
            "--cell",
            data,
            "--metaphase",
            data.resolve("5.png"),
            "--out",
            "k.json");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--cell=DIR", "--metaphase=PHOTO", "mutually exclusive");
    Cli none = Cli.run("karyogram", "--model", "m.karyo", "--out", "k.json");
    assertThat(none.code()).isEqualTo(2);
    Cli labels =
        Cli.run(
            "karyogram",
            "--model",
            "m.karyo",
            "--metaphase",
            data.resolve("5.png"),
            "--data",
            data,
            "--out",
            data.resolve("k.json"));
    assertThat(labels.err()).contains("--data: must not be given with --metaphase");
  }
}
