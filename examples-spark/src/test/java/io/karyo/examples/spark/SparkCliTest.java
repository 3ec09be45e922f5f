package io.karyo.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands from image files to rows, on two threads. */
class SparkCliTest {

  private static final int CELLS = 3;

  @TempDir Path folder = Path.of("");

  private record Result(int code, String out, String err) {}

  private static Result run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    int code = SparkCli.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Result(code, out.toString(), err.toString());
  }

  @Test
  void lostOutputIsAFailure() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    StringWriter err = new StringWriter();
    int code =
        SparkCli.run(
            new PrintWriter(full, true, StandardCharsets.UTF_8), new PrintWriter(err), "--help");
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("standard output: must be writable, failed");
  }

  /** Writes images and a manifest, and one in which the cell of each patient has the same name. */
  private Path write() throws IOException {
    SyntheticCells cells = SyntheticCells.builder().seed(8).build();
    List<String> lines = new ArrayList<>(List.of("path,label,cell,patient"));
    for (int cell = 0; cell < CELLS; cell++) {
      List<SyntheticChromosome> chromosomes = cells.cell(cell).chromosomes();
      for (int i = 0; i < chromosomes.size(); i++) {
        var image = chromosomes.get(i).image();
        BufferedImage picture =
            new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
        picture
            .getRaster()
            .setDataElements(0, 0, image.width(), image.height(), image.greyLevels());
        Path file = folder.resolve("images/cell" + cell + "/" + i + ".png");
        Files.createDirectories(file.resolveSibling(""));
        ImageIO.write(picture, "png", file.toFile());
        lines.add(
            String.join(
                ",",
                "cell" + cell + "/" + i + ".png",
                chromosomes.get(i).type().label(),
                "cell" + cell,
                "p" + cell));
      }
    }
    Files.write(
        folder.resolve("same-names.csv"),
        lines.stream().map(line -> line.replaceFirst(",cell\\d,", ",1,")).toList());
    return Files.write(folder.resolve("manifest.csv"), lines);
  }

  @Test
  void imagesArePackedKaryotypedAndComparedFromTheCommandLine() throws IOException {
    Path manifest = write();
    Path images = folder.resolve("images");
    Path model = folder.resolve("model.karyo");
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .encoder(SiameseEncoders.sameDiff().epochs(1))
            .train(ChromosomeDataset.fromManifest(manifest, images))) {
      karyotyper.save(model);
    }
    Path packed = folder.resolve("packed");
    Result pack =
        run(
            "spark-pack",
            "--in",
            images,
            "--manifest",
            folder.resolve("same-names.csv"),
            "--out",
            packed,
            "--master",
            "local[2]");
    assertThat(pack.code()).as(pack.err()).isZero();
    assertThat(pack.out()).startsWith("138 images, 138 of them packed now, 0 unreadable: ");

    Result found =
        run(
            "spark-karyotype",
            "--in",
            packed,
            "--model",
            model,
            "--out",
            folder.resolve("rows"),
            "--master",
            "local[2]");
    assertThat(found.code()).as(found.err()).isZero();
    assertThat(found.out()).matches("138 images of 3 cells, \\d+ to be looked at, 0 bad: .*\\R");

    Files.writeString(images.resolve("cell1/bad.png"), "bad");
    for (int cell = CELLS; cell < 11; cell++) {
      Path small = Files.createDirectory(images.resolve("cell" + cell));
      Files.copy(images.resolve("cell0/0.png"), small.resolve("0.png"));
    }
    Result bad =
        run(
            "spark-karyotype",
            "--in",
            images,
            "--model",
            model,
            "--out",
            folder.resolve("rows2"),
            "--master",
            "local[2]");
    assertThat(bad.code()).as(bad.err()).isEqualTo(1);
    assertThat(bad.out()).startsWith("147 images of 11 cells, ").contains(", 1 bad: ");

    Result compared =
        run(
            "spark-compare",
            "--in",
            packed,
            "--out",
            folder.resolve("compared"),
            "--straighteners",
            "none",
            "--folds",
            3,
            "--epochs",
            1,
            "--validation",
            0,
            "--master",
            "local[2]");
    assertThat(compared.code()).as(compared.err()).isZero();
    assertThat(compared.out()).matches("none: \\d+\\.\\d+ % \\+- \\d.*\\R");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Result missing =
        run(
            "spark-karyotype",
            "--in",
            "nowhere",
            "--model",
            "no.karyo",
            "--out",
            "o",
            "--master",
            "local[2]");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err()).contains("no.karyo");
    assertThat(run("spark-karyotype").code()).isEqualTo(2);
    Result unknown =
        run("spark-compare", "--in", "i", "--out", "o", "--straighteners", "crystal-ball");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("crystal-ball");
    Result fold = run("spark-compare", "--in", "i", "--out", "o", "--folds", 1);
    assertThat(fold.code()).isEqualTo(2);
    assertThat(fold.err()).contains("--folds: must be at least 2, found 1");
    Files.writeString(folder.resolve("kept"), "x");
    Result full = run("spark-compare", "--in", folder, "--out", folder, "--master", "local[1]");
    assertThat(full.code()).isEqualTo(1);
    assertThat(full.err()).contains(folder + ": must be a new or empty folder");
    assertThat(run("spark-pack", "--version").out()).startsWith("karyo ");
  }
}
