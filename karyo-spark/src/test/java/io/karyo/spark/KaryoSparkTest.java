package io.karyo.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.spark.TestCells.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's answers are those of one machine, whatever the partitions and the neighbours. */
class KaryoSparkTest extends SparkTest {

  private final Karyotyper karyotyper;
  private final KaryotyperSource model;
  private final List<File> files = new ArrayList<>();

  KaryoSparkTest() throws IOException {
    karyotyper = TestCells.train();
    model = KaryotyperSource.of(karyotyper);
    files.addAll(TestCells.cell(0, 46));
    files.addAll(TestCells.cell(1, 46));
    files.addAll(TestCells.cell(2, 9));
  }

  @AfterAll
  void close() {
    karyotyper.close();
  }

  private static Dataset<Row> images(List<Row> rows) {
    return spark().createDataFrame(rows, TestCells.SCHEMA);
  }

  private Dataset<Row> images() {
    List<Row> rows = new ArrayList<>(files.stream().map(File::row).toList());
    Collections.shuffle(rows, new Random(1));
    return images(rows);
  }

  @Test
  void imagesAreClassifiedAsOnOneMachine() throws IOException {
    Map<String, String> expected = Answers.classified(karyotyper, files);
    for (int partitions : new int[] {1, 7}) {
      Dataset<Row> answers = KaryoSpark.classify(images().repartition(partitions), model);
      assertThat(answers.columns())
          .containsExactly(
              "path",
              "cell",
              "type",
              "probability",
              "margin",
              "review",
              "polarity",
              "polarityProbability",
              "typicality",
              "error");
      assertThat(Answers.of(answers.collectAsList())).isEqualTo(expected);
    }
  }

  @Test
  void cellsAreKaryotypedAsOnOneMachine() throws IOException {
    Dataset<Row> answers = KaryoSpark.karyotype(images().repartition(5), model);
    assertThat(answers.columns())
        .startsWith("path", "cell", "patient", "type", "probability", "margin", "review")
        .endsWith("error");
    assertThat(Answers.of(answers.collectAsList()))
        .isEqualTo(Answers.karyotyped(karyotyper, files, true));
  }

  @Test
  void cellsOfOneNameAndDifferentPatientsAreKeptApart() throws IOException {
    List<Row> rows = new ArrayList<>();
    List<Row> expected = new ArrayList<>();
    @Nullable String[] patients = {"ada", "bob", null};
    for (int i = 0; i < patients.length; i++) {
      String patient = patients[i];
      List<File> chromosomes = TestCells.cell(i, 46);
      List<ChromosomeImage> images = new ArrayList<>();
      for (File file : chromosomes) {
        // Paths do not keep them apart either.
        String path = file.path().substring(file.path().indexOf('/') + 1) + patient;
        rows.add(RowFactory.create(path, file.content(), "1", patient));
        images.add(file.decode());
      }
      String karyotype = karyotyper.karyotype(new Cell("1", images)).iscn().toString();
      expected.add(RowFactory.create("1", patient, karyotype, 46L));
    }
    Collections.shuffle(rows, new Random(2));
    Dataset<Row> images =
        spark().createDataFrame(rows, TestCells.SCHEMA.add("patient", DataTypes.StringType));
    Dataset<Row> answers = KaryoSpark.karyotype(images, model);
    assertThat(answers.groupBy("cell", "patient", "karyotype").agg(count(lit(1))).collectAsList())
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(answers.filter(col("path").endsWith("ada")).select("patient").distinct().first())
        .isEqualTo(RowFactory.create("ada"));
  }

  @Test
  void imagesAreStraightenedAndEmbeddedAsOnOneMachine() throws IOException {
    List<File> few = files.subList(0, 40);
    Dataset<Row> images = images(few.stream().map(File::row).toList());
    List<Row> straightened = KaryoSpark.straighten(images, model).collectAsList();
    List<Row> embedded = KaryoSpark.embed(images, model).collectAsList();
    for (int i = 0; i < few.size(); i++) {
      var expected = karyotyper.classify(few.get(i).decode());
      // As it lies, which the classification may not be.
      Straightened straight =
          karyotyper.classify(few.get(i).decode().withPolarity(Polarity.P_UP)).straightened();
      Row row = straightened.get(i);
      assertThat(row.getString(0)).isEqualTo(few.get(i).path());
      assertThat(row.<Integer>getAs("length")).isEqualTo(straight.length());
      assertThat(row.<Integer>getAs("width")).isEqualTo(straight.width());
      assertThat(row.<String>getAs("method")).isEqualTo(straight.method());
      byte[] stain = row.getAs("stain");
      for (int p = 0; p < stain.length; p++) {
        assertThat(stain[p] & 0xff)
            .isEqualTo(
                Math.round(255 * straight.stain(p / straight.width(), p % straight.width())));
      }
      assertThat(embedded.get(i).<Float>getList(2))
          .containsExactly(boxed(expected.embedding().toArray()));
    }
  }

  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = values[i];
    }
    return boxed;
  }

  @Test
  void whatIsKnownOfPolarityIsBelieved() {
    Dataset<Row> images = images(files.subList(0, 6).stream().map(File::row).toList());
    for (Polarity known : Polarity.values()) {
      for (Row row :
          KaryoSpark.classify(images.withColumn("polarity", lit(known.name())), model)
              .collectAsList()) {
        assertThat(row.<String>getAs("polarity")).isEqualTo(known.name());
        assertThat(row.<Double>getAs("polarityProbability")).isEqualTo(1);
      }
    }
    List<Row> odd =
        KaryoSpark.classify(images.withColumn("polarity", lit("sideways")), model).collectAsList();
    assertThat(odd)
        .hasSize(6)
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("error"))
                    .isEqualTo("polarity: must be P_UP, P_DOWN or null, found 'sideways'"));
    List<Row> karyotyped =
        KaryoSpark.karyotype(images.withColumn("polarity", lit("P_DOWN")), model).collectAsList();
    assertThat(karyotyped).allMatch(row -> row.<String>getAs("polarity").equals("P_DOWN"));
  }

  @Test
  void aBadImageIsARowWithAnErrorAndItsNeighboursAreAnswered() throws IOException {
    List<Row> rows = new ArrayList<>(files.subList(0, 40).stream().map(File::row).toList());
    rows.add(7, RowFactory.create("garbage.png", TestCells.garbage(), null));
    rows.add(20, RowFactory.create("blank.png", TestCells.blank(), null));
    rows.add(38, RowFactory.create("nothing.png", null, null));
    for (Dataset<Row> answers :
        List.of(
            KaryoSpark.classify(images(rows).coalesce(1), model),
            KaryoSpark.embed(images(rows).coalesce(1), model),
            KaryoSpark.straighten(images(rows).coalesce(1), model))) {
      List<Row> found = answers.collectAsList();
      assertThat(found).extracting(row -> row.getString(0)).containsExactlyElementsOf(paths(rows));
      assertThat(found.get(7).<String>getAs("error")).contains("garbage.png");
      assertThat(found.get(20).<String>getAs("error")).startsWith("shows no chromosome: ");
      assertThat(found.get(38).<String>getAs("error"))
          .isEqualTo("content: must be the bytes of an image file, found none");
      assertThat(found).filteredOn(row -> row.getAs("error") != null).hasSize(3);
      assertThat(found).filteredOn(row -> row.isNullAt(2)).hasSize(3);
    }
    Map<String, String> good = Answers.of(KaryoSpark.classify(images(rows), model).collectAsList());
    assertThat(good).containsAllEntriesOf(Answers.classified(karyotyper, files.subList(0, 40)));
  }

  private static List<String> paths(List<Row> rows) {
    return rows.stream().map(row -> row.getString(0)).toList();
  }

  @Test
  void aCellWithABadImageHasTheKaryotypeOfItsGoodOnesAndIsMarked() throws IOException {
    List<File> good = files.subList(0, 46);
    List<Row> rows = new ArrayList<>(good.stream().map(File::row).toList());
    String cell = good.get(0).cell();
    rows.add(RowFactory.create(cell + "/00-blank.png", TestCells.blank(), cell));
    rows.add(RowFactory.create(cell + "/17-garbage.png", TestCells.garbage(), cell));
    rows.add(RowFactory.create("lone.png", good.get(0).content(), null));
    Map<String, String> answers =
        Answers.of(KaryoSpark.karyotype(images(rows), model).collectAsList());
    assertThat(answers)
        .hasSize(49)
        .containsAllEntriesOf(Answers.karyotyped(karyotyper, good, false));
    assertThat(answers.get(cell + "/00-blank.png")).contains("shows no chromosome");
    assertThat(answers.get(cell + "/17-garbage.png")).contains("17-garbage.png:");
    assertThat(answers.get("lone.png"))
        .contains("cell: must be known to find its karyotype, found none");
  }

  @Test
  void whatNobodyCouldPhotographInOneCellIsAnErrorNotAKaryotype() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      rows.add(RowFactory.create("image " + i, files.get(0).content(), "crowd"));
    }
    rows.addAll(files.subList(92, 101).stream().map(File::row).toList());
    List<Row> answers = KaryoSpark.karyotype(images(rows), model).collectAsList();
    assertThat(answers).hasSize(1010);
    assertThat(answers)
        .filteredOn(row -> "crowd".equals(row.getString(1)))
        .hasSize(1001)
        .allSatisfy(
            row ->
                assertThat(row.<String>getAs("error"))
                    .isEqualTo("cell 'crowd': must have at most 1000 chromosomes, found 1001"));
    assertThat(answers).filteredOn(row -> row.getAs("error") == null).hasSize(9);
  }

  @Test
  void filesAreReadBySparkItselfAndAnswersGoThroughParquet(@TempDir Path folder)
      throws IOException {
    for (File file : files) {
      Path path = folder.resolve("in").resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.write(path, file.content());
    }
    Dataset<Row> images =
        KaryoSpark.withCellsByFolder(
            spark()
                .read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .load(folder.resolve("in").toString()));
    String out = folder.resolve("out").toString();
    KaryoSpark.karyotype(images, model).write().parquet(out);
    List<Row> answers = spark().read().parquet(out).collectAsList();
    assertThat(answers)
        .extracting(row -> row.<String>getAs("type") + row.getAs("margin") + row.getAs("karyotype"))
        .containsExactlyInAnyOrderElementsOf(
            KaryoSpark.karyotype(images(), model).collectAsList().stream()
                .map(
                    row -> row.<String>getAs("type") + row.getAs("margin") + row.getAs("karyotype"))
                .toList());
    assertThat(answers)
        .allSatisfy(row -> assertThat(row.getString(0)).startsWith(row.getString(1) + "/"));
  }

  @Test
  void imagesInNoFolderAreOfNoCell() {
    Dataset<Row> images = images().select(lit("a.png").as("path")).limit(1);
    assertThat(KaryoSpark.withCellsByFolder(images).first().isNullAt(1)).isTrue();
  }

  @Test
  void aMissingOrWrongColumnIsNamed() {
    assertThatThrownBy(() -> KaryoSpark.classify(images().drop("content"), model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "images: must have the column 'content' of type binary, found"
                + " struct<path:string,cell:string>");
    assertThatThrownBy(() -> KaryoSpark.karyotype(images().drop("cell"), model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("images: must have the column 'cell' of type string, found ");
    assertThatThrownBy(() -> KaryoSpark.classify(images().withColumn("cell", lit(1)), model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images: column 'cell' must be of type string, found int");
  }

  @Test
  void aModelThatCannotBeLoadedFailsTheJobAndSaysWhy(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong.karyo"), "no model");
    KaryotyperSource wrong = KaryotyperSource.of(file);
    assertThatThrownBy(() -> KaryoSpark.classify(images(), wrong).collectAsList())
        .isInstanceOfAny(SparkException.class, RuntimeException.class)
        .hasStackTraceContaining("ModelFormatException: model stream");
  }

  @Test
  void executorsAreGivenOneNativeThreadATaskAndAMemoryBound() {
    SparkConf conf = new SparkConf(false).set("spark.executor.memory", "4g");
    KaryoSpark.configure(conf);
    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("1");
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("2g");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .contains("-Dorg.bytedeco.javacpp.maxphysicalbytes=5888m");
    SparkConf own =
        new SparkConf(false)
            .set("spark.executorEnv.OMP_NUM_THREADS", "4")
            .set("spark.executor.memory", "4096")
            .set("spark.executor.memoryOverhead", "512")
            .set("spark.executor.extraJavaOptions", "-Xss4m");
    KaryoSpark.configure(own);
    assertThat(own.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("4");
    assertThat(own.get("spark.executor.extraJavaOptions"))
        .startsWith("-Xss4m ")
        .endsWith("maxphysicalbytes=4352m");
    String before = own.get("spark.executor.extraJavaOptions");
    assertThat(KaryoSpark.configure(own).get("spark.executor.extraJavaOptions")).isEqualTo(before);
  }

  @Test
  void anErrorOfThePackersIsPassedOn() {
    Dataset<Row> images =
        images()
            .withColumn("content", lit(null).cast("binary"))
            .withColumn("error", lit("gone"))
            .filter(col("path").endsWith("/00.png"));
    assertThat(KaryoSpark.classify(images, model).select("error").distinct().collectAsList())
        .containsExactly(RowFactory.create("gone"));
  }
}
