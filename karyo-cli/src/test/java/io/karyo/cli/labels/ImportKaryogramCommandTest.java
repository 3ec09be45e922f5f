package io.karyo.cli.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.cli.Cli;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code import-karyogram}. */
class ImportKaryogramCommandTest {

  private static final int ROW = 6;

  private static Path data = Path.of("");

  @TempDir Path folder = Path.of("");

  @BeforeAll
  static void drawKaryograms(@TempDir Path once) throws IOException {
    data = once;
    Outputs.png(karyogram(SyntheticCells.FEMALE), once.resolve("a.png"));
    List<ChromosomeType> trisomy = new ArrayList<>(SyntheticCells.MALE);
    trisomy.add(ChromosomeType.C21);
    Outputs.png(karyogram(trisomy), once.resolve("b.png"));
    Outputs.png(new BufferedImage(80, 60, BufferedImage.TYPE_BYTE_GRAY), once.resolve("blank.png"));
  }

  /** Draws the 24 types in four rows. */
  private static BufferedImage karyogram(List<ChromosomeType> types) {
    BufferedImage picture = new BufferedImage(700, 900, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 700, 900);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 18));
    List<SyntheticChromosome> cell =
        SyntheticCells.builder().seed(8).bend(0, 10).karyotype(types).build().cell(0).chromosomes();
    for (ChromosomeType type : ChromosomeType.ALL) {
      int left = 20 + 110 * (type.ordinal() % ROW);
      int bottom = 190 + 215 * (type.ordinal() / ROW);
      int x = left;
      for (SyntheticChromosome one : cell) {
        if (one.type() == type) {
          graphics.drawImage(Sheet.picture(one.image()), x, bottom - one.image().height(), null);
          x += one.image().width() + 4;
        }
      }
      int middle = (left + Math.max(x, left + 30)) / 2;
      int width = graphics.getFontMetrics().stringWidth(type.label());
      graphics.drawString(type.label(), middle - width / 2, bottom + 20);
    }
    graphics.dispose();
    return picture;
  }

  @Test
  void aKaryogramBecomesADataSet() throws IOException {
    Path out = folder.resolve("cells");
    Cli run =
        Cli.run(
            "import-karyogram",
            data.resolve("a.png"),
            "--out",
            out,
            "--patient",
            "p1",
            "--split",
            "train");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.lines().get(0))
        .isEqualTo(data.resolve("a.png") + ": 46 chromosomes, 46 of them used");
    ChromosomeDataset dataset = ChromosomeDataset.fromManifest(out.resolve("manifest.csv"));
    assertThat(dataset.size()).isEqualTo(46);
    LabelledChromosome last = dataset.items().get(45);
    assertThat(last.name()).isEqualTo("images/a/X-2.png");
    assertThat(last.type()).isEqualTo(ChromosomeType.X);
    assertThat(last.cell()).contains("a");
    assertThat(last.patient()).contains("p1");
    assertThat(last.split()).contains("train");
    assertThat(last.load().height()).isBetween(40, 140);
    List<String> report = Files.readAllLines(out.resolve("import.csv"));
    assertThat(report).hasSize(47);
    assertThat(report.get(1)).matches("images/a/1-1.png,1,a,p1,train,yes,\\d+,\\d+,\\d+,\\d+,,");
    assertThat(out.resolve("doubtful")).doesNotExist();
    assertThat(ImageIO.read(out.resolve("overview/a.png").toFile()).getWidth()).isEqualTo(1400);
  }

  @Test
  void doubtfulChromosomesStayOutUnlessTheirDoubtIsAccepted() throws IOException {
    Path out = folder.resolve("cells");
    Cli run = Cli.run("import-karyogram", data.resolve("b.png"), "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("47 chromosomes, 44 of them used", "note: place 21 has 3", "21-1: 21 has 3");
    assertThat(ChromosomeDataset.fromManifest(out.resolve("manifest.csv")).size()).isEqualTo(44);
    assertThat(out.resolve("doubtful/b/21-3.png")).exists();
    assertThat(Files.readString(out.resolve("import.csv")))
        .containsPattern("doubtful/b/21-3.png,21,b,,,no,\\d+,\\d+,\\d+,\\d+,count,21 has 3\n");

    Path accepting = folder.resolve("accepting");
    Cli.run("import-karyogram", data.resolve("b.png"), "--out", accepting, "--accept", "count");
    assertThat(ChromosomeDataset.fromManifest(accepting.resolve("manifest.csv")).size())
        .isEqualTo(47);
  }

  @Test
  void moreKaryogramsAreAppended() throws IOException {
    Path out = folder.resolve("cells");
    Cli.run("import-karyogram", data.resolve("a.png"), "--out", out, "--patient", "p1");
    Cli refused = Cli.run("import-karyogram", data.resolve("b.png"), "--out", out);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--append adds to it");
    Cli run =
        Cli.run(
            "import-karyogram", data.resolve("b.png"), "--out", out, "--patient", "p2", "--append");
    assertThat(run.code()).as(run.err()).isZero();
    ChromosomeDataset dataset = ChromosomeDataset.fromManifest(out.resolve("manifest.csv"));
    assertThat(dataset.size()).isEqualTo(90);
    assertThat(dataset.cells()).hasSize(2);
    assertThat(Files.readAllLines(out.resolve("import.csv"))).hasSize(94);
    Cli again = Cli.run("import-karyogram", data.resolve("a.png"), "--out", out, "--append");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("must have a new name, found another cell 'a'");
  }

  @Test
  void imagesThatAreThereAreNotTouched() throws IOException {
    Path out = Files.createDirectories(folder.resolve("cells"));
    byte[] unreadable = {1, 2, 3};
    Files.write(out.resolve("old.jpg"), unreadable);
    Files.writeString(out.resolve("manifest.csv"), "path,label,cell\nold.jpg,7,old\n");
    Cli run = Cli.run("import-karyogram", data.resolve("a.png"), "--out", out, "--append");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllBytes(out.resolve("old.jpg"))).isEqualTo(unreadable);
    ChromosomeDataset dataset = ChromosomeDataset.fromManifest(out.resolve("manifest.csv"));
    assertThat(dataset.size()).isEqualTo(47);
    assertThat(dataset.items().get(0).name()).isEqualTo("old.jpg");
  }

  @Test
  void filesOfTheSameNameAreNotReplaced() throws IOException {
    Path out = folder.resolve("cells");
    Path there = Files.createDirectories(out.resolve("images/a")).resolve("1-1.png");
    Files.writeString(there, "another");
    Cli run =
        Cli.run("import-karyogram", data.resolve("a.png"), data.resolve("b.png"), "--out", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("a.png: must have a new name, found " + there.getParent());
    assertThat(there).hasContent("another");
    assertThat(out.resolve("images/a/1-2.png")).doesNotExist();
    assertThat(ChromosomeDataset.fromManifest(out.resolve("manifest.csv")).cells()).hasSize(1);
  }

  @Test
  void cellsOfWhichNothingWasUsedAreKnown() throws IOException {
    Path out = Files.createDirectories(folder.resolve("cells"));
    Path named = Files.copy(data.resolve("a.png"), folder.resolve("a, 2.png"));
    String header = "path,label,cell,patient,split,used,left,top,width,height,doubts,reasons\n";
    Files.writeString(
        out.resolve("import.csv"),
        header + "\"doubtful/a, 2/1-1.png\",1,\"a, 2\",,,no,1,1,9,9,count,1 has 1\n");
    Cli run = Cli.run("import-karyogram", named, "--out", out, "--append");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(named + ": must have a new name, found another cell 'a, 2'");

    Files.writeString(out.resolve("import.csv"), header + "\"doubtful/a\n");
    Cli broken = Cli.run("import-karyogram", named, "--out", out, "--append");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err()).contains("import.csv, line 2: must have a path, a label and a cell");
    Files.writeString(out.resolve("import.csv"), "a,b\n");
    Cli foreign = Cli.run("import-karyogram", named, "--out", out, "--append");
    assertThat(foreign.err()).contains("import.csv: must begin with the line 'path,label,cell");
  }

  @Test
  void aMisspelledSplitIsRefusedBeforeAnythingIsWritten() {
    Path out = folder.resolve("cells");
    Cli run = Cli.run("import-karyogram", data.resolve("a.png"), "--out", out, "--split", "val");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--split: ", "found 'val'; did you mean 'validation'?");
    assertThat(out).doesNotExist();
  }

  @Test
  void aNameThatNamesNoCellIsRefused() throws IOException {
    Path out = folder.resolve("cells");
    Path blank = Files.copy(data.resolve("a.png"), folder.resolve(" .png"));
    Path dots = Files.copy(data.resolve("a.png"), folder.resolve("...png"));
    Cli run = Cli.run("import-karyogram", blank, dots, data.resolve("a.png"), "--out", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            blank + ": must have a name for the cell before the extension",
            dots + ": must have a name for the cell before the extension");
    assertThat(ChromosomeDataset.fromManifest(out.resolve("manifest.csv")).size()).isEqualTo(46);
  }

  @Test
  void aCellThatCannotBeWrittenLeavesNothingAndTheOthersAreKept() throws IOException {
    Path out = Files.createDirectories(folder.resolve("cells"));
    Files.writeString(out.resolve("doubtful"), "a file where the folder would be");
    Cli run =
        Cli.run("import-karyogram", data.resolve("b.png"), data.resolve("a.png"), "--out", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .contains(data.resolve("b.png") + ": ", "doubtful/b: folder cannot be created");
    assertThat(out.resolve("images/b")).doesNotExist();
    assertThat(ChromosomeDataset.fromManifest(out.resolve("manifest.csv")).size()).isEqualTo(46);
    assertThat(Files.readAllLines(out.resolve("import.csv"))).hasSize(47);
  }

  @Test
  void whatIsNoKaryogramIsReportedAndDoesNotStopTheOthers() throws IOException {
    Path out = folder.resolve("cells");
    Path blank = data.resolve("blank.png");
    Path none = data.resolve("none.png");
    Cli run = Cli.run("import-karyogram", blank, none, data.resolve("a.png"), "--out", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(blank + ": must show ", none + ": no such file");
    assertThat(ChromosomeDataset.fromManifest(out.resolve("manifest.csv")).size()).isEqualTo(46);

    Path empty = folder.resolve("empty");
    Cli nothing = Cli.run("import-karyogram", blank, "--out", empty);
    assertThat(nothing.code()).isEqualTo(1);
    assertThat(nothing.err()).contains("no manifest, because no chromosome is beyond doubt");
    assertThat(empty.resolve("manifest.csv")).doesNotExist();
    Cli wrong = Cli.run("import-karyogram", blank, "--out", empty, "--split", " ");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("--split: must not be blank");
  }
}
