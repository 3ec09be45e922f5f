package io.karyo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.DatasetFolder;
import io.karyo.data.ChromosomeDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on data sets of several laboratories. */
class SeveralLaboratoriesTest {

  @TempDir static Path data = Path.of("");

  @BeforeAll
  static void drawTwoLaboratories() throws IOException {
    TinyData.write(data.resolve("here"));
    TinyData.write(data.resolve("there"));
    TinyData.write(data.resolve("elsewhere/there"));
  }

  @Test
  void oneModelLearnsBothAndIsEvaluatedOnBoth() throws IOException {
    Path model = data.resolve("model.karyo");
    Cli train =
        Cli.run(
            "train",
            "--data",
            data.resolve("here"),
            "--data",
            data.resolve("there"),
            "--model",
            model,
            "--preset",
            "fast",
            "--epochs",
            2);
    assertThat(train.code()).as(train.err()).isZero();
    int images = 2 * TinyData.SIZE.train() * TinyData.CELL_SIZE;
    assertThat(train.out()).contains("trained on " + images + " images of 8 cells");

    Cli evaluation =
        Cli.run(
            "evaluate",
            "--data",
            data.resolve("here"),
            "--data",
            data.resolve("there"),
            "--model",
            model);
    assertThat(evaluation.code()).as(evaluation.err()).isZero();
    int tested = 2 * TinyData.SIZE.test() * TinyData.CELL_SIZE;
    assertThat(evaluation.lines().get(0)).isEqualTo(tested + " images, 4 cells, test");
  }

  @Test
  void eachLaboratoryIsMeasuredByAModelOfTheOthers() throws IOException {
    Path json = data.resolve("figures.json");
    Cli run =
        Cli.run(
            "leave-one-out",
            "--data",
            data.resolve("here"),
            "--data",
            data.resolve("there"),
            "--preset",
            "fast",
            "--epochs",
            2,
            "--models",
            data.resolve("models"),
            "--json",
            json);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("training without here", "training without there");
    JsonNode rows = new ObjectMapper().readTree(json.toFile());
    assertThat(rows).hasSize(2);
    JsonNode first = rows.get(0);
    assertThat(first.get("laboratory").asText()).isEqualTo("here");
    assertThat(first.get("trainedOn").get(0).asText()).isEqualTo("there");
    assertThat(first.get("trainingImages").asInt())
        .isEqualTo(TinyData.SIZE.train() * TinyData.CELL_SIZE);
    assertThat(first.get("figures").get("accuracyWithCell").asDouble()).isGreaterThan(0.9);
    assertThat(first.get("figures").get("karyotypes").get("calledMarkers").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(data.resolve("models/without-here.karyo")).isNotEmptyFile();
    assertThat(data.resolve("models/without-there.karyo")).isNotEmptyFile();
  }

  @Test
  void standardOutputHasNothingButTheFiguresIfTheyGoThere() throws IOException {
    Cli run =
        Cli.run(
            "leave-one-out",
            "--data",
            data.resolve("here"),
            "--data",
            data.resolve("there"),
            "--preset",
            "fast",
            "--epochs",
            1,
            "--json",
            "-");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode rows =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readTree(run.out());
    assertThat(rows.findValuesAsText("laboratory")).containsExactly("here", "there");
    assertThat(run.err()).contains("training without here", "training without there");
  }

  @Test
  void whatMakesNoSenseIsAWrongCommandLine() {
    Path here = data.resolve("here");
    Path there = data.resolve("there");
    Cli one = Cli.run("leave-one-out", "--data", here);
    assertThat(one.code()).isEqualTo(2);
    assertThat(one.err()).contains("--data: must be given at least twice");
    Cli twins =
        Cli.run("leave-one-out", "--data", there, "--data", data.resolve("elsewhere/there"));
    assertThat(twins.code()).isEqualTo(2);
    assertThat(twins.err()).contains("folders of different names, found two named there");
    Cli few = Cli.run("train", "--data", here, "--data", there, "--cells", 2, "--model", "m.karyo");
    assertThat(few.code()).isEqualTo(2);
    assertThat(few.err()).contains("--cells and --sample: must be given with one data set only");
    Cli split = Cli.run("leave-one-out", "--data", here, "--data", there, "--split", "none");
    assertThat(split.code()).isEqualTo(1);
    assertThat(split.err()).contains("split: must be one of");
  }

  @Test
  void aDataSetSurvivesItsFolder() throws IOException {
    ChromosomeDataset written = DataOptions.load(data.resolve("here"));
    ChromosomeDataset both =
        DataOptions.load(DatasetFolder.write(written, Files.createDirectory(data.resolve("copy"))));
    assertThat(both.items()).hasToString(written.items().toString());
  }
}
