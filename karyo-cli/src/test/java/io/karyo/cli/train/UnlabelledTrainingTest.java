package io.karyo.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.Karyotyper;
import io.karyo.cli.Cli;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.gband.GBandModel;
import io.karyo.image.Metaphase;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import io.karyo.synthetic.SyntheticMetaphase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes along learns drawn cells without labels. */
class UnlabelledTrainingTest {

  private static final int CELLS = 4;

  @TempDir static Path data = Path.of("");
  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void drawCells() throws IOException {
    SyntheticCells cells = SyntheticCells.builder().seed(7).build();
    for (int i = 0; i < CELLS; i++) {
      Path cell = Files.createDirectory(data.resolve("cell " + i));
      List<SyntheticChromosome> drawn = cells.cell(i).chromosomes();
      for (int j = 0; j < drawn.size(); j++) {
        Outputs.png(Sheet.picture(drawn.get(j).image()), cell.resolve(j + ".png"));
      }
    }
  }

  @Test
  void aModelIsAdaptedToCellsWithoutLabels() throws IOException {
    Path model = folder.resolve("adapted.karyo");
    Cli run = Cli.run("train", "--unlabelled", data, "--model", model, "--seed", 1);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("learned from 1?\\d\\d images of 4 cells of which the model was sure")
        .contains("saved " + model);
    try (Karyotyper adapted = Karyotyper.load(model);
        Karyotyper shipped = GBandModel.load()) {
      assertThat(adapted.encoder().settings()).isEqualTo(shipped.encoder().settings());
      assertThat(adapted.segmenter()).isPresent();
      assertThat(adapted.report().trainingCells()).isEqualTo(CELLS);
    }
  }

  @Test
  void nothingIsSavedIfTheCellsAreTooFew() {
    Path model = folder.resolve("none.karyo");
    Cli run = Cli.run("train", "--unlabelled", data, "--cells", 2, "--model", model);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains("cells: must be at least 3 different ones of 20 chromosomes or more, found 2");
    assertThat(model).doesNotExist();
    Cli missing = Cli.run("train", "--unlabelled", folder.resolve("missing"), "--model", model);
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("missing");
    Cli more = Cli.run("train", "--unlabelled", data, "--cells", 5, "--model", model);
    assertThat(more.code()).isEqualTo(1);
    assertThat(more.err()).contains("--cells: must be at most the 4 cells, found 5");
  }

  /** Draws photographs for the training, and one more that is not for it. */
  private Path photographs(int training) throws IOException {
    SyntheticCells cells = SyntheticCells.builder().seed(2).variation(0.5).noise(0).build();
    List<String> rows = new ArrayList<>(List.of("image,case,split"));
    for (int i = 0; i <= training; i++) {
      SyntheticMetaphase drawn = SyntheticMetaphase.scattered(cells.cell(i), i);
      Outputs.png(PhotographCommandsTest.picture(drawn.photograph()), folder.resolve(i + ".png"));
      rows.add(i + ".png," + i + "," + (i < training ? "train" : "test"));
    }
    return Files.write(folder.resolve("metaphases.csv"), rows);
  }

  @Test
  void aModelIsAdaptedToPhotographsWithoutBoxes() throws IOException {
    Path model = folder.resolve("adapted.karyo");
    Cli run = Cli.run("train", "--unlabelled", photographs(3), "--model", model, "--seed", 1);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("learned from 1?\\d\\d images of [23] cells of which the model was sure")
        .contains("saved " + model);
    try (Karyotyper adapted = Karyotyper.load(model)) {
      assertThat(adapted.segmenter()).isPresent();
      Metaphase photograph = Metaphase.read(folder.resolve("3.png"));
      assertThat(adapted.karyotype(photograph).placements()).hasSizeBetween(44, 48);
    }
  }

  @Test
  void photographsOfOtherSplitsAreNotLearnedFrom() throws IOException {
    Path model = folder.resolve("none.karyo");
    Cli run = Cli.run("train", "--unlabelled", photographs(2), "--model", model);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("of 20 chromosomes or more, found 2 among 2");
    assertThat(model).doesNotExist();
  }

  @Test
  void anImageThatCannotBeReadStopsItUnlessItIsToBeSkipped() throws IOException {
    for (String cell : new String[] {"a", "b"}) {
      Files.createDirectory(folder.resolve(cell));
      Files.writeString(folder.resolve(cell).resolve("1.png"), "no image");
    }
    Path model = folder.resolve("none.karyo");
    Cli strict = Cli.run("train", "--unlabelled", folder, "--model", model);
    assertThat(strict.code()).isEqualTo(1);
    assertThat(strict.err()).contains("1.png: must be a PNG");
    Cli skipping = Cli.run("train", "--unlabelled", folder, "--model", model, "--skip-bad-images");
    assertThat(skipping.code()).isEqualTo(1);
    assertThat(skipping.err()).contains("1.png: must be a PNG", "found 0 among 2");
  }

  @Test
  void optionsThatNeedLabelsAreRefused() {
    for (String option :
        new String[] {
          "--data=d",
          "--allow-shared-patients",
          "--checkpoints=c",
          "--sample=3",
          "--margin=6",
          "--preset=fast"
        }) {
      Cli run = Cli.run("train", "--unlabelled", data, "--model", "m.karyo", option);
      assertThat(run.code()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "--unlabelled: must be given without --data, --allow-shared-patients,"
                  + " --checkpoints, --sample, --margin and parts");
    }
    Cli neither = Cli.run("train", "--model", "m.karyo");
    assertThat(neither.code()).isEqualTo(2);
    assertThat(neither.err()).contains("Missing required option: '--data=MANIFEST'");
  }
}
