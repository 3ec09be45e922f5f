package io.karyo.cli.labels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.cli.Cli;
import io.karyo.cli.TinyData;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command audit with the model that comes with the program, on synthetic cells of two types.
 */
class AuditCommandTest {

  @TempDir Path folder = Path.of("");

  private static Path data = Path.of("");
  private static Path manifest = Path.of("");
  private static List<LabelledChromosome> right = List.of();

  /** The line of the 1 that is labelled 21. */
  private static int place;

  /** Exchanges the labels of the first 1 and the first 21 of the second cell. */
  @BeforeAll
  static void exchangesTwoLabels(@TempDir Path once) throws IOException {
    data = once;
    manifest = TinyData.write(once);
    right = ChromosomeDataset.fromManifest(manifest).items();
    List<String> lines = new ArrayList<>(Files.readAllLines(manifest));
    List<String> cell = lines.subList(1 + TinyData.CELL_SIZE, 1 + 2 * TinyData.CELL_SIZE);
    place = 1 + TinyData.CELL_SIZE + replace(cell, ",1,", ",21,", 0);
    // Not the one that has just become a 21.
    replace(cell, ",21,", ",1,", place - TinyData.CELL_SIZE);
    Files.write(manifest, lines);
  }

  private static int replace(List<String> lines, String label, String other, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).contains(label)) {
        lines.set(i, lines.get(i).replace(label, other));
        return i;
      }
    }
    throw new AssertionError("no " + label + " in " + lines);
  }

  @Test
  void anExchangeIsReportedShownAndCorrected() throws IOException {
    byte[] before = Files.readAllBytes(manifest);
    Path out = folder.resolve("out");
    Cli run = Cli.run("audit", "--data", manifest, "--seed", 1, "--probability", 0.5, "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("exchanged", "21>1", "1>21", "wrote ");
    assertThat(Files.readAllBytes(manifest)).isEqualTo(before);

    JsonNode json = new ObjectMapper().readTree(out.resolve("audit.json").toFile());
    JsonNode finding = json.get("findings").get(0);
    assertThat(finding.get("kind").asText()).isEqualTo("exchanged");
    assertThat(finding.get("chromosomes")).hasSize(2);
    assertThat(json.get("labels").asInt()).isEqualTo(right.size());

    List<LabelledChromosome> corrected =
        ChromosomeDataset.fromManifest(out.resolve("corrected.csv")).items();
    assertThat(corrected)
        .extracting(LabelledChromosome::type)
        .isEqualTo(right.stream().map(LabelledChromosome::type).toList());
    assertThat(corrected.get(0).load().greyLevels()).isEqualTo(right.get(0).load().greyLevels());
    assertThat(Files.readAllLines(out.resolve("corrected.csv")).get(place))
        .contains(",1,")
        .endsWith(",21");

    String page = Files.readString(out.resolve("audit.html"));
    assertThat(page)
        .contains("data:image/png;base64,", "labelled 21, proposed 1", "class=\"disputed\"");
    assertThat(page).doesNotContain("src=\"http", "href=");

    Cli evaluation =
        Cli.run(
            "evaluate",
            "--data",
            manifest,
            "--split",
            "train",
            "--disputed",
            out.resolve("audit.json"),
            "--json",
            "-");
    JsonNode figures = new ObjectMapper().readTree(evaluation.out());
    assertThat(figures.get("undisputed").get("leftOut").asInt()).isEqualTo(2);
    assertThat(figures.get("undisputed").get("accuracyWithCell").asDouble())
        .isGreaterThan(figures.get("accuracyWithCell").asDouble());
    assertThat(evaluation.err()).contains("without 2 images whose labels are disputed");
    int cells =
        (int)
            right.stream()
                .filter(one -> one.split().equals(Optional.of("train")))
                .map(LabelledChromosome::cell)
                .distinct()
                .count();
    assertThat(figures.get("undisputed").get("cells").asInt()).isEqualTo(cells - 1);
    assertThat(figures.get("undisputed").get("assignedAccuracy").asDouble())
        .isGreaterThanOrEqualTo(figures.get("karyotypes").get("assignedAccuracy").asDouble());
    assertThat(evaluation.err()).contains("in the " + (cells - 1) + " cells without such an image");
  }

  @Test
  void aManifestBesideTheImagesNeedsNoCopies() throws IOException {
    Cli run = Cli.run("audit", "--data", data, "--out", data);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ChromosomeDataset.fromManifest(data.resolve("corrected.csv")).items())
        .extracting(LabelledChromosome::name)
        .isEqualTo(right.stream().map(LabelledChromosome::name).toList());
    Cli onItself = Cli.run("audit", "--data", data.resolve("corrected.csv"), "--out", data);
    assertThat(onItself.code()).isEqualTo(1);
    assertThat(onItself.err()).contains("must not be the manifest that is audited");
  }

  @Test
  void imagesOfAnotherDataSetAreNotReplaced() throws IOException {
    Path other = folder.resolve("other");
    Path image = other.resolve(right.get(3).name());
    Files.createDirectories(image.getParent());
    Files.writeString(image, "of another data set");
    Cli run = Cli.run("audit", "--data", manifest, "--out", other);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(image.getFileName() + ": must not be replaced by ");
    assertThat(image).hasContent("of another data set");
    assertThat(other.resolve(right.get(0).name())).doesNotExist();

    // A copy of an earlier audit is no other image.
    Files.copy(data.resolve(right.get(3).name()), image, StandardCopyOption.REPLACE_EXISTING);
    assertThat(Cli.run("audit", "--data", manifest, "--out", other).code()).isZero();
  }

  @Test
  void exchangesAreCounted() throws IOException {
    Cli run =
        Cli.run(
            "audit", "--data", manifest, "--exchange", 0.05, "--probability", 0.5, "--json", "-");
    assertThat(run.code()).as(run.err()).isZero();
    // 1 and 21 are of different groups, so that the second measurement has no pairs.
    assertThat(run.err())
        .contains("one Denver group: not measured: share: must be at most 0.0 of these cells");
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json).hasSize(1);
    assertThat(json.get(0).get("pairs").asText()).isEqualTo("any");
    assertThat(json.get(0).get("exchanged").asInt()).isEqualTo(4);
    // Two more labels are wrong as recorded, which hides some in so few images.
    assertThat(json.get(0).get("recall").asDouble()).isGreaterThanOrEqualTo(0.5);
  }

  @Test
  void standardOutputIsJsonAndAnUnreadableImageIsReportedOnce() throws IOException {
    Path broken = TinyData.write(folder.resolve("broken"));
    String name = right.get(3).name();
    Files.writeString(broken.resolveSibling(name), "no image");
    Cli run = Cli.run("audit", "--data", broken, "--json", "-");
    assertThat(run.code()).isEqualTo(1);
    JsonNode json =
        new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readTree(run.out());
    assertThat(json.get("labels").asInt()).isEqualTo(right.size());
    assertThat(json.get("unjudged")).hasSize(1);
    assertThat(json.get("unjudged").get(0).get("path").asText()).isEqualTo(name);
    assertThat(run.err()).contains("embedding: " + right.size() + " images");
    assertThat(run.err().lines().filter(line -> line.contains(name))).hasSize(1);
  }

  @Test
  void anUnreadableImageDoesNotEndAnEvaluationWithoutDisputedLabels() throws IOException {
    Path broken = TinyData.write(folder.resolve("broken"));
    String name =
        right.stream()
            .filter(item -> item.split().equals(Optional.of("train")))
            .findFirst()
            .orElseThrow()
            .name();
    Files.writeString(broken.resolveSibling(name), "no image");
    Path audit =
        Files.writeString(folder.resolve("nothing.json"), "{\"probability\":0.5,\"findings\":[]}");
    Cli run = Cli.run("evaluate", "--data", broken, "--split", "train", "--disputed", audit);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(name);
    assertThat(run.out())
        .contains("without 0 images whose labels are disputed", "assigned accuracy");
  }

  @Test
  void wrongUsageIsRefused() throws IOException {
    Path text = Files.writeString(folder.resolve("text.json"), "{}");
    Cli noAudit = Cli.run("evaluate", "--data", manifest, "--split", "train", "--disputed", text);
    assertThat(noAudit.code()).isEqualTo(1);
    assertThat(noAudit.err()).contains("text.json: must be the JSON of 'audit'");
    assertUsage("--probability: must be 0 to 1", "--probability", 2);
    assertUsage("--folds: must be at least 2", "--folds", 1);
    assertUsage("--out: must not be given with --exchange", "--exchange", 0.1, "--out", folder);
    assertUsage("--data: must be one data set of cut-outs", "--data", data);
  }

  @Test
  void anAuditOfOtherImagesIsRefused() throws IOException {
    String text =
        "{'probability':0.5,'findings':[{'probability':0.9,'chromosomes':["
            + "{'path':'"
            + right.get(0).name()
            + "','recorded':'1','proposed':'2'},"
            + "{'path':'elsewhere/7.png','recorded':'2','proposed':'1'}]}]}";
    Path audit = Files.writeString(folder.resolve("audit.json"), text.replace('\'', '"'));
    Cli other = Cli.run("evaluate", "--data", manifest, "--split", "test", "--disputed", audit);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err())
        .contains(
            "audit.json: must be an audit of the data set, which has no image 'elsewhere/7.png'");

    Path second = TinyData.write(folder.resolve("second"));
    Cli several = Cli.run("evaluate", "--data", manifest, "--data", second, "--disputed", audit);
    assertThat(several.code()).isEqualTo(2);
    assertThat(several.err()).contains("--disputed: must not be given with several data sets");
  }

  private static void assertUsage(String message, Object... options) {
    List<Object> words = new ArrayList<>(List.of("audit", "--data", manifest));
    words.addAll(List.of(options));
    Cli run = Cli.run(words.toArray());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
