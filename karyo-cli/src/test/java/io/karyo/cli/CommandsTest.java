package io.karyo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.laboratory.Trait;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Each command from its arguments to its files, with one tiny model. */
class CommandsTest {

  @TempDir Path folder = Path.of("");

  private static Path shared = Path.of("");
  private static Path manifest = Path.of("");
  private static Path model = Path.of("");
  private static Path image = Path.of("");
  private static Cli training = new Cli(-1, "", "");

  @BeforeAll
  static void trainsOnce(@TempDir Path once) throws IOException {
    shared = once;
    manifest = TinyData.write(shared);
    model = shared.resolve("tiny.karyo");
    try (Stream<Path> files = Files.walk(shared.resolve("images"))) {
      image = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    training =
        Cli.run(
            "train",
            "--data",
            manifest,
            "--model",
            model,
            "--preset",
            "fast",
            "--epochs",
            2,
            "--seed",
            1);
  }

  @Test
  void trainSavesAModelAndReportsOnIt() {
    assertThat(training.err()).isEmpty();
    assertThat(training.code()).isZero();
    assertThat(model).isNotEmptyFile();
    assertThat(training.out())
        .contains("trained on 48 images of 4 cells")
        .contains("validation: 12 images")
        .contains("saved " + model);
  }

  @Test
  void exportWritesTheEncoderAsOnnx() throws IOException {
    Path onnx = folder.resolve("encoder.onnx");
    Path card = Files.writeString(folder.resolve("card.txt"), "of tiny cells");
    Cli run =
        Cli.run(
            "export", "--model", model, "--onnx", onnx, "--licence", "CC BY 4.0", "--card", card);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("saved " + onnx);
    assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1))
        .contains("probabilities", "CC BY 4.0", "of tiny cells", "karyo.types");
    Cli nowhere =
        Cli.run("export", "--model", model, "--onnx", folder.resolve("none").resolve("e.onnx"));
    assertThat(nowhere.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "/dev/stdout"})
  void aDashIsStandardOutput(String name) throws IOException {
    Cli run = Cli.run("evaluate", "--data", manifest, "--model", model, "--json", name);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).isObject()).isTrue();
    // What is said beside goes to standard error.
    assertThat(run.err()).contains("time per lone image");

    Cli twice =
        Cli.run(
            "evaluate", "--data", manifest, "--model", model, "--json", name, "--predictions", "-");
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("-: must stand for one file only");

    Cli noText = Cli.run("train", "--data", manifest, "--model", name);
    assertThat(noText.code()).isEqualTo(1);
    assertThat(noText.err()).contains(name + ": cannot be written, it must be a file");
  }

  @Test
  void aFolderThatIsGivenAsAnImageIsNamed() {
    for (Cli run :
        List.of(
            Cli.run("classify", "--model", model, shared),
            Cli.run("straighten", "--out", folder, shared))) {
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains(shared + ": must be a file, found a folder");
    }
    Cli noModel = Cli.run("classify", "--model", shared, image);
    assertThat(noModel.err())
        .startsWith("karyo classify: " + shared + ": must be a file, found a folder");
  }

  @Test
  void trainCanLearnFromASample() {
    Path sampled = shared.resolve("sampled.karyo");
    Cli run =
        Cli.run("train", "--data", manifest, "--model", sampled, "--epochs", 1, "--sample", 40);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("trained on 40 images").contains("validation: 12 images");
    Cli tooMany =
        Cli.run("train", "--data", manifest, "--model", sampled, "--epochs", 1, "--sample", 49);
    assertThat(tooMany.code()).isNotZero();
    assertThat(tooMany.err()).contains("must be 0 to 48, found 49");
  }

  @Test
  void trainAdaptsAModelToAFewCells() {
    Path adapted = shared.resolve("adapted.karyo");
    Cli run =
        Cli.run("train", "--data", manifest, "--model", adapted, "--from", model, "--cells", 2);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("of 2 cells in").doesNotContain("validation:");
    assertThat(Cli.run("classify", "--model", adapted, image).code()).isZero();
    Cli other =
        Cli.run(
            "train", "--data", manifest, "--model", adapted, "--from", model, "--sampler", "all");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err())
        .contains("--from: must be given without parts, because it keeps those of " + model);
  }

  @Test
  void trainGoesOnFromItsCheckpointsAndWithoutBadImages() throws IOException {
    List<String> lines = Files.readAllLines(manifest).subList(0, 40);
    Path rows = Files.write(folder.resolve("manifest.csv"), lines);
    for (String line : lines.subList(1, 40)) {
      String path = line.substring(0, line.indexOf(','));
      Path copy = folder.resolve(path);
      Files.createDirectories(copy.resolveSibling(""));
      if (line.equals(lines.get(3))) {
        Files.writeString(copy, "damaged");
      } else {
        Files.copy(shared.resolve(path), copy);
      }
    }
    List<Object> command =
        List.of(
            "train",
            "--data",
            rows,
            "--model",
            folder.resolve("m.karyo"),
            "--preset",
            "fast",
            "--epochs",
            1,
            "--checkpoints",
            folder.resolve("checkpoints"));
    Cli strict = Cli.run(command.toArray());
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.err()).contains("cannot read in 1 of 39 images: ");

    List<Object> lenient = new ArrayList<>(command);
    lenient.add("--skip-bad-images");
    Cli first = Cli.run(lenient.toArray());
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("left out: ")
        .contains("must be a PNG, JPEG, BMP, GIF or TIFF");
    assertThat(first.lines()).filteredOn(l -> l.startsWith("encoder: epoch")).hasSize(1);
    Cli again = Cli.run(lenient.toArray());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.lines()).filteredOn(l -> l.startsWith("encoder: epoch")).isEmpty();

    lenient.addAll(List.of("--seed", 7));
    assertThat(Cli.run(lenient.toArray()).err()).contains("with seed 7, found 0 in ");
    Cli adapting =
        Cli.run(
            "train", "--data", rows, "--model", model, "--from", model, "--checkpoints", folder);
    assertThat(adapting.code()).isEqualTo(2);
    assertThat(adapting.err()).contains("--checkpoints: must not be given with --from");
  }

  @Test
  void aPresetSaysHowManyNetworksAreTrained() {
    Path two = shared.resolve("balanced.karyo");
    Cli run =
        Cli.run("train", "--data", manifest, "--model", two, "--preset", "balanced", "--epochs", 1);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines()).filteredOn(l -> l.startsWith("encoder: epoch")).hasSize(2);
    Cli both =
        Cli.run(
            "train",
            "--data",
            manifest,
            "--model",
            two,
            "--preset",
            "best",
            "--encoder",
            "samediff");
    assertThat(both.code()).isEqualTo(2);
    assertThat(both.err()).contains("--preset: must not be given with --encoder");
  }

  @Test
  void trainShowsALineAStageAndAnEpochWhereThereIsNoTerminal() {
    assertThat(training.lines())
        .contains("straightening: 60 images", "encoder: training", "assigner: training")
        .filteredOn(line -> line.startsWith("encoder: epoch"))
        .hasSize(2)
        .element(1)
        .asString()
        .matches("encoder: epoch 2 of 2, validation .* %, loss \\d+\\.\\d{4}.* s");
    assertThat(training.out().replace(System.lineSeparator(), ""))
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void trainIsDeterministic() throws IOException {
    Path again = folder.resolve("again.karyo");
    Cli.run(
        "train",
        "--data",
        shared,
        "--model",
        again,
        "--preset",
        "fast",
        "--epochs",
        2,
        "--seed",
        1);
    Cli first = Cli.run("classify", "--model", model, image);
    assertThat(Cli.run("classify", "--model", again, image).out()).isEqualTo(first.out());
  }

  @Test
  void trainTakesPartsByTheirIds() {
    Path other = folder.resolve("other.karyo");
    Cli run =
        Cli.run(
            "train",
            "--data",
            manifest,
            "--model",
            other,
            "--epochs",
            1,
            "--straightener",
            "none",
            "--sampler",
            "balanced",
            "--encoder",
            "samediff",
            "--classifier",
            "nearest-neighbours");
    assertThat(run.code()).isZero();
    Cli classified = Cli.run("classify", "--model", other, "--json", image);
    assertThat(classified.out()).contains("\"method\" : \"none\"");
  }

  @Test
  void threadsReachOpenMp() {
    int before = NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    try {
      Cli.run("evaluate", "--data", manifest, "--model", model, "--threads", before + 2);
      assertThat(NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads())
          .isEqualTo(before + 2);
    } finally {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --straightener | straightener: must be one of [auto, medial-axis,
          --sampler      | pairSampler: must be one of [all, balanced, in-batch, random], found 'x'
          --encoder      | encoder: must be one of [concatenated, onnx, pixels, samediff], found 'x'
          --classifier   | classifier: must be one of [class-means, deep-cnn, mlp, nearest-neighbours], found 'x'
          """)
  void anUnknownIdIsRefusedWithTheKnownOnes(String option, String message) {
    Cli run = Cli.run("train", "--data", manifest, "--model", folder.resolve("m"), option, "x");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("karyo train: " + message);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anEncoderThatNeedsANetworkIsRefusedWithoutOne() {
    Cli run =
        Cli.run("train", "--data", manifest, "--model", folder.resolve("m"), "--encoder", "onnx");
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("network: must be given to train with encoder 'onnx'");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "--threads,0",
    "--epochs,-1",
    "--epochs,0",
    "--seed,many",
    "--sample,0",
    "--cells,-2"
  })
  void aValueOutOfRangeIsAWrongCommandLine(String option, String value) {
    Cli run = Cli.run("train", "--data", manifest, "--model", folder.resolve("m"), option, value);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(value).doesNotContain("\tat ");
  }

  @Test
  void anOptionWithOneDashIsNamedAsWhatItIs() {
    Cli run = Cli.run("train", "-model", "m.karyo", "--data", manifest);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("karyo train: -model: must have two dashes, --model");
    Cli assigned = Cli.run("classify", "-model=m.karyo", image);
    assertThat(assigned.err()).startsWith("karyo classify: -model: must have two dashes, --model");
  }

  @Test
  void epochsAreNotForConcatenatedNetworks() {
    Cli run =
        Cli.run(
            "train",
            "--data",
            manifest,
            "--model",
            folder.resolve("m"),
            "--encoder",
            "concatenated",
            "--epochs",
            3);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--epochs: must not be given with --encoder concatenated");
  }

  @Test
  void aSampleOfSharedPatientsIsTakenIfTheyAreAllowed() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(manifest));
    lines
        .subList(1, lines.size())
        .replaceAll(line -> line.replaceFirst("^([^,]*,[^,]*,[^,]*),[^,]*", "$1,same"));
    Path samePatient = Files.write(manifest.resolveSibling("same-patient.csv"), lines);
    Object[] train = {
      "train", "--data", samePatient, "--model", folder.resolve("m"), "--epochs", 1, "--sample", 30
    };
    Cli refused = Cli.run(train);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("--allow-shared-patients accepts that");
    List<Object> allowed = new ArrayList<>(List.of(train));
    allowed.add("--allow-shared-patients");
    assertThat(Cli.run(allowed.toArray()).err()).isEmpty();
  }

  @Test
  void trainFindsOutFirstThatItCannotSave() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Cli inFile = Cli.run("train", "--data", "missing.csv", "--model", file.resolve("m.karyo"));
    assertThat(inFile.code()).isEqualTo(1);
    assertThat(inFile.err())
        .isEqualToIgnoringNewLines(
            "karyo train: "
                + file.resolve("m.karyo")
                + ": cannot be written, its folder does not exist");
    Cli isFolder = Cli.run("train", "--data", "missing.csv", "--model", folder);
    assertThat(isFolder.err()).contains("there is a folder of that name");
    assertThat(isFolder.out()).isEmpty();
  }

  @Test
  void dataWithSplitsButNoTrainingPartIsRefused() throws IOException {
    Path test = shared.resolve("test-only.csv");
    Files.write(
        test,
        Files.readAllLines(manifest).stream().filter(line -> !line.endsWith("train")).toList());
    Cli run = Cli.run("train", "--data", test, "--model", folder.resolve("m.karyo"));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("must have a split 'train' or no splits at all");
  }

  @Test
  void foldersOfTypesAreAllTrainedOnAndEvaluated() throws IOException {
    List<String> rows = Files.readAllLines(manifest).subList(1, 25);
    for (String row : rows) {
      String[] fields = row.split(",", -1);
      Path type = Files.createDirectories(folder.resolve("data").resolve(fields[1]));
      Files.copy(shared.resolve(fields[0]), type.resolve(fields[0].substring(7).replace('/', '-')));
    }
    Path saved = folder.resolve("m.karyo");
    Path data = folder.resolve("data");
    Cli trained = Cli.run("train", "--data", data, "--model", saved, "--epochs", 1);
    assertThat(trained.out()).containsPattern("trained on 2[0-4] images of unknown cells");
    Cli evaluated = Cli.run("evaluate", "--data", data, "--model", saved);
    assertThat(evaluated.out()).startsWith("24 images, 0 cells, all data");
  }

  @Test
  void evaluateWritesFigures() throws IOException {
    Path json = folder.resolve("figures.json");
    Cli run = Cli.run("evaluate", "--data", manifest, "--model", model, "--json", json);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("24 images, 2 cells, test").contains("macro F1 (by cell)");
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("split").asText()).isEqualTo("test");
    assertThat(figures.get("model").asText()).isEqualTo(model.toString());
    assertThat(figures.get("images").asInt()).isEqualTo(24);
    assertThat(figures.get("cells").asInt()).isEqualTo(2);
    // The largest and the smallest chromosome: even two epochs tell them apart.
    assertThat(figures.get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(figures.get("accuracyWithCell")).isEqualTo(figures.get("accuracy"));
    assertThat(figures.get("accuracyWithoutCell").asDouble()).isBetween(0.0, 1.0);
    assertThat(figures.get("perClass").fieldNames()).toIterable().containsExactly("1", "21");
    assertThat(figures.at("/perClass/21/support").asInt()).isEqualTo(12);
    assertThat(figures.at("/confusion/labels")).hasSize(24);
    int sum = 0;
    for (JsonNode row : figures.at("/confusion/matrix")) {
      assertThat(row).hasSize(24);
      for (JsonNode count : row) {
        sum += count.asInt();
      }
    }
    assertThat(sum).isEqualTo(24);
    for (String name : List.of("macroF1", "top3", "top5", "expectedCalibrationError", "seconds")) {
      assertThat(figures.get(name).isNumber()).as(name).isTrue();
    }
    assertThat(figures.get("failures")).isEmpty();
    JsonNode review = figures.at("/karyotypes/review");
    assertThat(review)
        .extracting(one -> one.get("precision").asDouble())
        .containsExactly(0.99, 0.995, 0.999);
    for (JsonNode one : review) {
      assertThat(one.get("cellReviewShare").asDouble()).isBetween(0.0, 1.0);
      assertThat(one.get("kept").asInt())
          .isEqualTo((int) Math.round(24 * (1 - one.get("reviewShare").asDouble())));
    }
    assertThat(run.out())
        .containsPattern(
            "for review at 99\\.0 % \\([^)]* vouched for\\):\\R  chromosomes .*\\R  cells ");
  }

  @Test
  void evaluateWritesARowAnImage() throws IOException {
    Path csv = folder.resolve("predictions.csv");
    Cli.run("evaluate", "--data", manifest, "--model", model, "--predictions", csv);
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(25);
    assertThat(lines.get(0))
        .isEqualTo(
            "path,cell,label,predicted,probability,second,secondProbability,quality,method,typicality,"
                + "polarity,polarityProbability");
    assertThat(lines.get(1))
        .matches(
            "images/[^,]+,synthetic-3-5,(1|21),(1|21),[01]\\.\\d{6},\\w+,0\\.\\d{6},.*,[a-z-]+,([01]\\.\\d{6})?,"
                + "P_(UP|DOWN),[01]\\.\\d{6}");
    Cli.run("evaluate", "--data", manifest, "--model", model, "--predictions", csv, "--upright");
    assertThat(Files.readAllLines(csv).subList(1, 25))
        .allMatch(line -> line.endsWith(",P_UP,1.000000"));
  }

  @Test
  void evaluateWithoutCellMakesLoneImagesTheFigure() throws IOException {
    Path json = folder.resolve("figures.json");
    Cli.run(
        "evaluate",
        "--data",
        manifest,
        "--model",
        model,
        "--json",
        json,
        "--without-cell",
        "--split",
        "validation");
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("withoutCell").asBoolean()).isTrue();
    assertThat(figures.get("accuracy")).isEqualTo(figures.get("accuracyWithoutCell"));
    assertThat(figures.get("images").asInt()).isEqualTo(12);
  }

  @Test
  void evaluateCountsBadImagesAsWrongAndNamesThem() throws IOException {
    Path damaged = folder.resolve("images");
    Files.createDirectories(damaged);
    BufferedImage white = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
    white.createGraphics().fillRect(0, 0, 20, 20);
    ImageIO.write(white, "png", damaged.resolve("white, blank.png").toFile());
    Files.writeString(damaged.resolve("text.png"), "no image");
    Files.copy(image, damaged.resolve("good.png"));
    Path data = folder.resolve("bad.csv");
    Files.writeString(
        data,
        "path,label,cell\nimages/text.png,21,a\n\"images/white, blank.png\",1,a\n"
            + "images/good.png,"
            + label(image)
            + ",a\nimages/again.png,"
            + label(image)
            + ",b\n");
    Files.copy(image, damaged.resolve("again.png"));
    Path json = folder.resolve("figures.json");
    Path csv = folder.resolve("predictions.csv");
    Cli run =
        Cli.run("evaluate", "--data", data, "--model", model, "--json", json, "--predictions", csv);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("karyo evaluate: images/text.png: ", "images/white, blank.png: shows no")
        .hasLineCount(2);
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("split").isNull()).isTrue();
    assertThat(figures.get("images").asInt()).isEqualTo(4);
    assertThat(figures.get("accuracy").asDouble()).isEqualTo(2 / 4.0);
    assertThat(figures.at("/karyotypes/cells").asInt()).as("complete ones").isEqualTo(1);
    assertThat(figures.get("cellsLeftOut").asInt()).isEqualTo(1);
    assertThat(figures.at("/failures/0/path").asText()).isEqualTo("images/text.png");
    assertThat(Files.readAllLines(csv).get(2))
        .isEqualTo("\"images/white, blank.png\",a,1,,,,,,,,,");
  }

  private static String label(Path image) throws IOException {
    String path = shared.relativize(image).toString().replace('\\', '/');
    return Files.readAllLines(manifest).stream()
        .filter(line -> line.startsWith(path + ","))
        .map(line -> line.split(",", -1)[1])
        .findFirst()
        .orElseThrow();
  }

  @Test
  void classifyWritesALineAnImage() throws IOException {
    Cli run = Cli.run("classify", "--model", model, image);
    assertThat(run.code()).isZero();
    String[] fields = run.lines().get(0).split("\t", -1);
    assertThat(fields).hasSize(9).startsWith(image.toString(), label(image));
    assertThat(Double.parseDouble(fields[2])).isBetween(0.5, 1.0);
    assertThat(fields[3]).isIn("P_UP", "P_DOWN");
    assertThat(fields[4]).matches("-|[01]\\.\\d{4}");
    assertThat(Double.parseDouble(fields[6])).isLessThanOrEqualTo(Double.parseDouble(fields[2]));
    assertThat(Double.parseDouble(fields[8])).isLessThanOrEqualTo(Double.parseDouble(fields[6]));
  }

  @Test
  void classifyTakesUprightImagesAsTheyAre() throws IOException {
    Object[] command = {"classify", "--model", model, "--json", "--upright", image};
    JsonNode upright = new ObjectMapper().readTree(Cli.run(command).out());
    assertThat(upright.at("/0/polarity").asText()).isEqualTo("P_UP");
    assertThat(upright.at("/0/polarityProbability").asDouble()).isEqualTo(1);
    command[4] = "--cell";
    JsonNode free = new ObjectMapper().readTree(Cli.run(command).out());
    assertThat(free.at("/0/polarityProbability").asDouble()).isLessThan(1);
  }

  @Test
  void aControlCharacterInAPathDoesNotBreakTheTable() throws IOException {
    assumeTrue(File.separatorChar == '/', "this system allows no tab in a file name");
    Path odd = Files.copy(image, folder.resolve("a\tb\n.png"));
    Cli run = Cli.run("classify", "--model", model, odd);
    assertThat(run.lines()).hasSize(1);
    assertThat(run.lines().get(0).split("\t", -1)).hasSize(9).startsWith(folder + "/a?b?.png");
    assertThat(
            new ObjectMapper()
                .readTree(Cli.run("classify", "--model", model, "--json", odd).out())
                .at("/0/path")
                .asText())
        .isEqualTo(odd.toString());
  }

  /** Draws a whole cell, unlike those that the model for G-bands learned from, with a manifest. */
  private Path wholeCell() throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,label,cell"));
    for (SyntheticChromosome drawn :
        SyntheticCells.builder().seed(3).build().cell(0).chromosomes()) {
      Path file = folder.resolve("c" + lines.size() + ".png");
      Outputs.png(Sheet.picture(drawn.image()), file);
      lines.add(file.getFileName() + "," + drawn.type().label() + ",one");
    }
    return Files.write(folder.resolve("whole.csv"), lines);
  }

  @Test
  void classifyWritesHowFamiliarACellIs() throws IOException {
    wholeCell();
    List<Object> words = new ArrayList<>(List.of("classify", "--json", "--cell"));
    IntStream.rangeClosed(1, 46).forEach(i -> words.add(folder.resolve("c" + i + ".png")));
    Cli run = Cli.run(words.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("warning: these images: unlike those that the model learned from");
    JsonNode answers = new ObjectMapper().readTree(run.out());
    assertThat(answers).hasSize(46);
    for (JsonNode answer : answers) {
      JsonNode familiarity = answer.get("familiarity");
      assertThat(familiarity.get("score").asDouble()).isBetween(0.0, 1e-4);
      assertThat(familiarity.get("foreign").asBoolean()).isTrue();
      assertThat(familiarity.get("cells").asInt()).isOne();
      assertThat(familiarity.get("deviations")).hasSize(Trait.values().length);
    }
    Cli lone = Cli.run("classify", "--json", folder.resolve("c1.png"));
    assertThat(new ObjectMapper().readTree(lone.out()).at("/0/familiarity").isMissingNode())
        .as("of lone images nothing is known")
        .isTrue();
  }

  @Test
  void evaluateWarnsOfCellsUnlikeThoseOfTheModel() throws IOException {
    Path data = wholeCell();
    Path json = folder.resolve("whole.json");
    Cli run = Cli.run("evaluate", "--data", data, "--json", json);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.get("model").asText()).isEqualTo("karyo-model-gband");
    assertThat(figures.get("familiarity").get("score").asDouble()).isLessThan(1e-4);
    assertThat(run.err())
        .contains("warning: these cells: unlike those that the model learned from");
  }

  @Test
  void withoutAModelTheOneThatComesAlongAnswers() {
    Cli run = Cli.run("classify", image);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.lines()).singleElement().asString().startsWith(image + "\t");
    Path picture = folder.resolve("default.json");
    Cli karyogram =
        Cli.run("karyogram", "--cell", Objects.requireNonNull(image.getParent()), "--out", picture);
    assertThat(karyogram.err()).isEmpty();
    assertThat(picture).content().contains("\"polarityProbability\"");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void classifyGoesOnAfterABadImage(boolean json) throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    Path missing = folder.resolve("missing.png");
    String format = json ? "--json" : "--cell";
    Cli run = Cli.run("classify", "--model", model, format, text, missing, image);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(text + ": must be a PNG", missing + ": no such file")
        .hasLineCount(2);
    if (json) {
      JsonNode answers = new ObjectMapper().readTree(run.out());
      assertThat(answers).hasSize(3);
      assertThat(answers.at("/1/error").asText()).isEqualTo(missing + ": no such file");
      assertThat(answers.at("/2/type").asText()).isEqualTo(label(image));
      assertThat(answers.at("/2/probability").isNumber()).isTrue();
      assertThat(answers.at("/2/alternatives")).hasSize(2);
    } else {
      assertThat(run.lines()).hasSize(1).first().asString().startsWith(image.toString());
    }
  }

  @Test
  void knowingTheCellChangesWhatIsSaidOfItsImages() throws IOException {
    List<Object> arguments = List.of("classify", "--model", model, "--json");
    Object[] lone = Stream.concat(arguments.stream(), cellImages()).toArray();
    Stream<Object> withCell = Stream.concat(arguments.stream(), Stream.of("--cell"));
    Object[] ofCell = Stream.concat(withCell, cellImages()).toArray();
    JsonNode answers = new ObjectMapper().readTree(Cli.run(ofCell).out());
    assertThat(answers)
        .hasSize(TinyData.CELL_SIZE)
        .isNotEqualTo(new ObjectMapper().readTree(Cli.run(lone).out()));
    assertThat(answers.at("/0/familiarity").isMissingNode()).as("too few chromosomes").isTrue();
  }

  private static Stream<Path> cellImages() throws IOException {
    try (Stream<Path> files = Files.list(image.resolveSibling(""))) {
      return files.sorted().toList().stream();
    }
  }

  @Test
  void straightenWritesUprightDarkOnWhitePictures() throws IOException {
    Path sheet = folder.resolve("sheet.png");
    Cli run =
        Cli.run(
            "straighten",
            "--straightener",
            "medial-axis",
            "--out",
            folder.resolve("a/b"),
            "--sheet",
            sheet,
            image);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    Path png = folder.resolve("a/b").resolve(image.getFileName());
    assertThat(run.lines().get(0))
        .startsWith(image + "\t" + png + "\tmedial-axis\t")
        .matches(line -> line.split("\t", -1).length == 5);
    BufferedImage picture = ImageIO.read(png.toFile());
    assertThat(picture.getHeight()).isGreaterThan(picture.getWidth());
    int[] levels =
        picture
            .getRaster()
            .getSamples(0, 0, picture.getWidth(), picture.getHeight(), 0, (int[]) null);
    assertThat(Arrays.stream(levels).max()).hasValue(255);
    assertThat(Arrays.stream(levels).min().orElse(255)).isLessThan(128);
    assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(1200);
  }

  @Test
  void straightenNeverOverwritesAnotherFileOfTheRun() throws IOException {
    Path same = Files.createDirectories(folder.resolve("same")).resolve("1.png");
    Files.copy(image, same);
    byte[] before = Files.readAllBytes(same);
    Path other = Files.createDirectories(folder.resolve("other")).resolve("1.png");
    Files.copy(image, other);
    Cli run = Cli.run("straighten", "--out", folder.resolve("same"), same, other);
    assertThat(run.code()).isZero();
    assertThat(same).hasBinaryContent(before);
    assertThat(folder.resolve("same/1-2.png")).exists();
    assertThat(folder.resolve("same/1-3.png")).exists();
  }

  @Test
  void theContactSheetNeverTakesThePlaceOfAnImage() throws IOException {
    Path own = Files.copy(image, folder.resolve("own.png"));
    Cli run = Cli.run("straighten", "--out", folder, "--sheet", own, image, own);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--sheet: must not be one of the images, found " + own);
    assertThat(own).hasSameBinaryContentAs(image);
  }

  @Test
  void straightenRefusesAnUnknownStraightenerAndAFileForAFolder() throws IOException {
    Cli unknown = Cli.run("straighten", "--straightener", "x", "--out", folder.resolve("o"), image);
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("must be one of [auto, medial-axis,");
    Path file = Files.createFile(folder.resolve("file"));
    Cli inFile = Cli.run("straighten", "--out", file, image);
    assertThat(inFile.code()).isEqualTo(1);
    assertThat(inFile.err()).contains(file + ": must be a folder, found a file");
    Cli bad = Cli.run("straighten", "--out", folder.resolve("o"), manifest, image);
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.err()).contains("must be a PNG").hasLineCount(1);
    assertThat(bad.lines()).hasSize(1);
  }

  @Test
  void aMissingOrCorruptFileIsNamedInOneLine() throws IOException {
    Path missing = folder.resolve("missing");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Path corrupt = Files.write(folder.resolve("corrupt.karyo"), bytes);
    for (Cli run :
        List.of(
            Cli.run("classify", "--model", missing, image),
            Cli.run("evaluate", "--model", missing, "--data", manifest),
            Cli.run("evaluate", "--model", model, "--data", missing),
            Cli.run("train", "--model", folder.resolve("m"), "--data", missing))) {
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).endsWith(missing + ": no such file\n".replace("\n", nl()));
      assertThat(run.err()).hasLineCount(1);
    }
    Cli run = Cli.run("classify", "--model", corrupt, image);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("karyo classify: " + corrupt).hasLineCount(1);
    Cli traced = Cli.run("classify", "--stacktrace", "--model", corrupt, image);
    assertThat(traced.err()).contains("ModelFormatException", "\tat io.karyo.");
  }

  private static String nl() {
    return System.lineSeparator();
  }

  @Test
  void evaluateNamesTheSplitsThatThereAre() {
    Cli run = Cli.run("evaluate", "--data", manifest, "--model", model, "--split", "best");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("must be one of [train, validation, test], found 'best'");
  }

  @Test
  void evaluateFindsOutFirstThatItCannotWrite() {
    Path nowhere = folder.resolve("no/folder.json");
    for (String option : List.of("--json", "--predictions")) {
      Cli run = Cli.run("evaluate", "--data", manifest, "--model", model, option, nowhere);
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.err()).contains(nowhere + ": cannot be written");
      assertThat(run.out()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dance", "train", "classify --model m", "straighten --out o"})
  void aWrongCommandLineEndsWithCode2AndAHint(String line) {
    Cli run = Cli.run(line.isEmpty() ? new Object[0] : line.split(" ", -1));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).containsAnyOf("--help'.", "Usage: karyo");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void everyCommandSaysItsVersion() {
    assertThat(Cli.run("--version").out()).startsWith("karyo ");
    assertThat(Cli.run("train", "--version").out()).isEqualTo(Cli.run("--version").out());
  }

  @Test
  void helpNamesTheParts() {
    Cli run = Cli.run("train", "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("medial-axis", "in-batch", "samediff", "nearest-neighbours");
  }

  @Test
  void quickstartDoesNotWriteOverADataSet() throws IOException {
    Path own = Files.writeString(folder.resolve("manifest.csv"), "mine");
    Cli run = Cli.run("quickstart", "--out", folder, "--cells", 1, "--epochs", 1);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--out: must not hold a data set", own.toString());
    assertThat(own).hasContent("mine");
    assertThat(folder).isDirectoryNotContaining("glob:**/images");
  }

  @Test
  void quickstartMakesAModelFiguresAndAPicture() throws IOException {
    Path out = folder.resolve("new/quick");
    Cli run = Cli.run("quickstart", "--out", out, "--cells", 1, "--epochs", 1, "--seed", 5);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    JsonNode figures = new ObjectMapper().readTree(out.resolve("metrics.json").toFile());
    assertThat(figures.get("images").asInt()).isEqualTo(230);
    assertThat(ImageIO.read(out.resolve("chromosomes.png").toFile()).getHeight())
        .isGreaterThan(300);
    String written = Files.readString(out.resolve("manifest.csv"), StandardCharsets.UTF_8);
    assertThat(written).hasLineCount(1 + 7 * 46);
    Cli evaluated = Cli.run("evaluate", "--data", out, "--model", out.resolve("quickstart.karyo"));
    assertThat(evaluated.out())
        .contains(String.format("%.2f %%", 100 * figures.get("accuracy").asDouble()));
  }
}
