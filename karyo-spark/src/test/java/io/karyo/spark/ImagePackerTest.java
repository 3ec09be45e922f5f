package io.karyo.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.KaryoException;
import io.karyo.spark.TestCells.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePackerTest extends SparkTest {

  private static final ImagePacker SMALL = new ImagePacker(4, 8);

  @TempDir Path folder = Path.of("");

  private final Map<String, byte[]> expected = new TreeMap<>();
  private Path in = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void writeImages() throws IOException {
    expected.clear();
    in = Files.createDirectory(folder.resolve("in"));
    out = folder.resolve("out");
    for (int cell = 0; cell < 3; cell++) {
      for (File file : TestCells.cell(cell, 7)) {
        write(file.path(), file.content());
      }
    }
  }

  private void write(String path, byte[] content) throws IOException {
    Files.createDirectories(in.resolve(path).getParent());
    Files.write(in.resolve(path), content);
    expected.put(path, content);
  }

  private ImagePacker.Packed pack() throws IOException {
    return SMALL.packFolder(spark(), in.toString(), out.toString());
  }

  private Dataset<Row> packed() {
    return spark().read().parquet(out.toString());
  }

  @Test
  void allMayGoIntoOneFile() throws IOException {
    ImagePacker large = new ImagePacker(Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertThat(large.packFolder(spark(), in.toString(), out.toString()).images()).isEqualTo(21);
    assertNothingIsLost();
  }

  private void assertNothingIsLost() {
    List<Row> rows = packed().collectAsList();
    assertThat(rows)
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (Row row : rows) {
      assertThat(row.<byte[]>getAs("content")).isEqualTo(expected.get(row.getString(0)));
    }
  }

  @Test
  void aFolderIsPackedByteByByteWithItsFoldersAsCells() throws IOException {
    write("no cell.JPG", TestCells.garbage());
    write("deep/er: cell/ü%20+.tiff", TestCells.blank());
    Files.writeString(in.resolve("manifest.csv"), "no image");
    Files.write(in.resolve(".hidden.png"), TestCells.blank());
    assertThat(pack()).isEqualTo(new ImagePacker.Packed(23, 23, 0));
    assertNothingIsLost();
    assertThat(packed().filter(col("cell").isNull()).select("path").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("no cell.JPG");
    assertThat(packed().filter(col("path").startsWith("deep")).first().<String>getAs("cell"))
        .isEqualTo("deep/er: cell");
    assertThat(parquetFiles()).hasSize(6);
  }

  private List<Path> parquetFiles() throws IOException {
    try (Stream<Path> all = Files.walk(out, FileVisitOption.FOLLOW_LINKS)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  @Test
  void afterAStopOnlyTheRestIsPacked() throws IOException {
    pack();
    List<Path> files = parquetFiles();
    // As a kill while files are moved to their place leaves it.
    Files.delete(files.get(1));
    Files.delete(files.get(4));
    Files.delete(out.resolve("_SUCCESS"));
    Path finished = out.resolve("_temporary/0/task_1/part-finished.snappy.parquet");
    Files.createDirectories(finished.getParent());
    Files.copy(files.get(0), finished);
    Path torn = out.resolve("_temporary/0/_temporary/attempt_2/part-torn.snappy.parquet");
    Files.createDirectories(torn.getParent());
    Files.writeString(torn, "torn");
    List<Path> left = new ArrayList<>(files);
    left.remove(4);
    left.remove(1);
    long lost = 21 - packed().count();
    assertThat(lost).isPositive();
    assertThat(pack()).isEqualTo(new ImagePacker.Packed(21, lost, 0));
    assertNothingIsLost();
    assertThat(parquetFiles()).containsAll(left);
  }

  @Test
  void whatWasCancelledIsGoneOnWith() throws Exception {
    for (int i = 0; i < 30; i++) {
      write("more/" + i + ".png", TestCells.blank());
    }
    CompletableFuture<Void> packing =
        CompletableFuture.runAsync(
            () -> {
              try {
                new ImagePacker(1, 5).packFolder(spark(), in.toString(), out.toString());
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    while (!packing.isDone() && (!Files.isDirectory(out) || parquetFiles().isEmpty())) {
      Thread.onSpinWait();
    }
    spark().sparkContext().cancelAllJobs();
    packing.handle((done, failed) -> failed).get();
    assertThat(pack().images()).isEqualTo(51);
    assertNothingIsLost();
  }

  @Test
  void imagesThatCameLaterAreAdded() throws IOException {
    pack();
    assertThat(pack()).isEqualTo(new ImagePacker.Packed(21, 0, 0));
    write("late/1.png", TestCells.blank());
    assertThat(pack()).isEqualTo(new ImagePacker.Packed(22, 1, 0));
    assertNothingIsLost();
  }

  @Test
  void aManifestNamesCellsPatientsAndLabels() throws IOException {
    List<String> lines = new ArrayList<>(List.of("label,path,cell,patient"));
    for (String path : expected.keySet()) {
      lines.add("X," + path + ",\"c, 1\",p");
    }
    lines.add(",gone.png,,");
    Path manifest = Files.write(folder.resolve("list.csv"), lines);
    assertThat(SMALL.packManifest(spark(), manifest.toString(), in.toString(), out.toString()))
        .isEqualTo(new ImagePacker.Packed(22, 22, 1));
    Row gone = packed().filter(col("path").equalTo("gone.png")).first();
    assertThat(gone.isNullAt(1)).isTrue();
    assertThat(gone.<String>getAs("error")).startsWith("gone.png: cannot be read, ");
    assertThat(gone.isNullAt(2)).isTrue();
    List<Row> good = packed().filter(col("error").isNull()).collectAsList();
    assertThat(good).hasSize(21);
    assertThat(good)
        .allSatisfy(
            row -> {
              assertThat(row.<byte[]>getAs("content")).isEqualTo(expected.get(row.getString(0)));
              assertThat(row.<String>getAs("cell")).isEqualTo("c, 1");
              assertThat(row.<String>getAs("patient")).isEqualTo("p");
              assertThat(row.<String>getAs("label")).isEqualTo("X");
              assertThat(row.<String>getAs("split")).isNull();
            });
  }

  @Test
  void filesThatCouldNotBeReadAreTriedAgain() throws IOException {
    out = folder.resolve("out put, 100% ü");
    Path manifest = manifestOf("a.png", "b.png", "cell 1/c.png");
    write("b.png", TestCells.blank());
    assertThat(SMALL.packManifest(spark(), manifest.toString(), in.toString(), out.toString()))
        .isEqualTo(new ImagePacker.Packed(3, 3, 2));
    // Rows of another list are not tried, and kept.
    assertThat(pack()).isEqualTo(new ImagePacker.Packed(24, 21, 2));
    write("a.png", TestCells.blank());
    assertThat(SMALL.packManifest(spark(), manifest.toString(), in.toString(), out.toString()))
        .isEqualTo(new ImagePacker.Packed(24, 1, 1));
    assertThat(SMALL.packManifest(spark(), manifest.toString(), in.toString(), out.toString()))
        .isEqualTo(new ImagePacker.Packed(24, 0, 1));
    assertThat(packed().filter(col("error").isNotNull()).select("path", "label").collectAsList())
        .containsExactly(RowFactory.create("cell 1/c.png", "X"));
    write("cell 1/c.png", TestCells.blank());
    assertThat(SMALL.packManifest(spark(), manifest.toString(), in.toString(), out.toString()))
        .isEqualTo(new ImagePacker.Packed(24, 1, 0));
    assertNothingIsLost();
  }

  @Test
  void rowsWithAnErrorThatWereMovedAmongOthersAreKept() throws IOException {
    Path manifest = manifestOf("a.png", expected.keySet().iterator().next());
    SMALL.packManifest(spark(), manifest.toString(), in.toString(), out.toString());
    Path compacted = folder.resolve("compacted");
    packed().coalesce(1).write().parquet(compacted.toString());
    write("a.png", TestCells.blank());
    assertThat(
            SMALL.packManifest(spark(), manifest.toString(), in.toString(), compacted.toString()))
        .isEqualTo(new ImagePacker.Packed(2, 0, 1));
  }

  private Path manifestOf(String... paths) throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,label"));
    for (String path : paths) {
      lines.add(path + ",X");
    }
    return Files.write(folder.resolve("list.csv"), lines);
  }

  @Test
  void aManifestOfAnotherFolderIsRefusedAndNothingIsWritten() throws IOException {
    Path manifest = manifestOf(expected.keySet().toArray(String[]::new));
    Path wrong = Files.createDirectory(folder.resolve("wrong"));
    assertThatThrownBy(
            () ->
                SMALL.packManifest(spark(), manifest.toString(), wrong.toString(), out.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            manifest
                + ": path: must be that of a file in "
                + wrong
                + ", found none of 21 there, the first is '"
                + expected.keySet().iterator().next()
                + "'");
    assertThat(out).doesNotExist();
    // The last one is enough to go on.
    Files.createDirectories(wrong.resolve("x"));
    Files.write(wrong.resolve("x/z.png"), TestCells.blank());
    Files.writeString(manifest, "x/z.png,X\n", StandardOpenOption.APPEND);
    assertThat(SMALL.packManifest(spark(), manifest.toString(), wrong.toString(), out.toString()))
        .isEqualTo(new ImagePacker.Packed(22, 22, 21));
    Files.delete(wrong.resolve("x/z.png"));
    assertThat(SMALL.packManifest(spark(), manifest.toString(), wrong.toString(), out.toString()))
        .as("packed before")
        .isEqualTo(new ImagePacker.Packed(22, 0, 21));
  }

  @Test
  void aManifestThatIsNotAsSaidIsRefused() throws IOException {
    assertThatThrownBy(() -> packManifest("path,colour", "a.png,red"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "header: must be path[,cell][,patient][,label][,split] in any order, found"
                + " 'path,colour'");
    assertThatThrownBy(() -> packManifest("path,cell", "a.png,1", "a.png,2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("path: must not occur twice, found 'a.png'");
    for (String path : List.of("../a.png", "/etc/a.png", "file:/a.png", "b/../../a.png")) {
      assertThatThrownBy(() -> packManifest("path,cell", path + ",1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(
              "path: must lie within the folder of the images, found '" + path + "'");
    }
    assertThatThrownBy(() -> packManifest("path,cell,patient", "a.png,1,p", "b.png,2,", "c.png,1,"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "patient: must be known for all images of cell '1' or for none, found some of each");
    assertThatThrownBy(() -> packManifest("path,cell"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("must have images, found none");
  }

  private void packManifest(String... lines) throws IOException {
    Path manifest = Files.write(folder.resolve("wrong.csv"), List.of(lines));
    SMALL.packManifest(spark(), manifest.toString(), in.toString(), out.toString());
  }

  @Test
  void anOutputThatHasAnImageTwiceIsNoted() throws IOException {
    pack();
    packed().limit(1).write().mode("append").parquet(out.toString());
    assertThatThrownBy(this::pack)
        .isInstanceOf(KaryoException.class)
        .hasMessageEndingWith("must have each of 21 images once, found 22 rows with 21 paths");
  }

  @Test
  void aFolderWithoutImagesIsRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> SMALL.packFolder(spark(), empty.toString(), out.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("must have images, found none");
    assertThatThrownBy(() -> new ImagePacker(0, 1))
        .hasMessage("imagesPerFile: must be at least 1, found 0");
    assertThatThrownBy(() -> new ImagePacker(1, 0))
        .hasMessage("imagesPerRound: must be at least 1, found 0");
  }
}
