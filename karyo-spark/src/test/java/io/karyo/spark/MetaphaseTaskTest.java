package io.karyo.spark;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Placement;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Photographs are karyotyped on Spark as on one machine, and a bad one is a row with its error. */
class MetaphaseTaskTest extends SparkTest {

  private final Karyotyper karyotyper;
  private final KaryotyperSource model;
  private final List<Row> rows = new ArrayList<>();

  MetaphaseTaskTest() throws IOException {
    karyotyper = TestCells.train();
    model = KaryotyperSource.of(karyotyper);
    for (int i = 0; i < 2; i++) {
      rows.add(RowFactory.create(i + ".png", drawn(30 + i), i == 0 ? null : "cell " + i));
    }
  }

  @AfterAll
  void close() {
    karyotyper.close();
  }

  private static byte[] drawn(long seed) throws IOException {
    Metaphase photograph =
        SyntheticMetaphase.scattered(
                SyntheticCells.builder().seed(seed).noise(0).rotation(180).build().cell(0), seed)
            .photograph();
    return TestCells.png(
        ChromosomeImage.of(photograph.height(), photograph.width(), photograph.greyLevels()));
  }

  private static Dataset<Row> photographs(List<Row> rows) {
    return spark().createDataFrame(rows, TestCells.SCHEMA);
  }

  private Karyotype expected(Row row) throws IOException {
    return karyotyper.karyotype(
        Metaphase.read(new ByteArrayInputStream(row.getAs(1)), row.getString(0), Metaphase.LIMITS));
  }

  @Test
  void photographsAreKaryotypedAsOnOneMachine() throws IOException {
    Dataset<Row> answers =
        KaryoSpark.karyotypeMetaphases(
            photographs(rows).coalesce(1).withColumn("patient", lit("ada")), model);
    assertThat(answers.columns())
        .containsExactly(
            "path",
            "cell",
            "patient",
            "karyotype",
            "cellReview",
            "chromosomes",
            "notes",
            "json",
            "error");
    List<Row> found = answers.collectAsList();
    assertThat(found).hasSize(rows.size());
    for (int i = 0; i < found.size(); i++) {
      Row row = found.get(i);
      Karyotype karyotype = expected(rows.get(i));
      assertThat(row.getString(0)).isEqualTo(i + ".png");
      assertThat(row.getString(1)).isEqualTo(rows.get(i).getString(2));
      assertThat(row.getString(2)).isEqualTo("ada");
      assertThat(row.getString(3)).isEqualTo(karyotype.iscn().toString());
      assertThat(row.getBoolean(4)).isEqualTo(karyotype.needsReview());
      assertThat(row.<Row>getList(5)).isEqualTo(chromosomes(karyotype));
      assertThat(row.<String>getList(6)).isEqualTo(karyotype.segmentation().orElseThrow().notes());
      assertThat(row.getString(7)).isEqualTo(karyotype.toJson());
      assertThat(row.isNullAt(8)).isTrue();
    }
  }

  private static List<Row> chromosomes(Karyotype karyotype) {
    List<Row> rows = new ArrayList<>();
    for (Placement placement : karyotype.placements()) {
      Box box = karyotype.segmentation().orElseThrow().chromosome(placement.chromosome()).box();
      rows.add(
          RowFactory.create(
              placement.chromosome(),
              box.left(),
              box.top(),
              box.width(),
              box.height(),
              placement.designation().label(),
              placement.probability(),
              placement.margin(),
              placement.review(),
              placement.polarity().name()));
    }
    return rows;
  }

  @Test
  void aBadPhotographIsARowWithAnError() throws IOException {
    List<Row> mixed = new ArrayList<>(rows.subList(0, 1));
    mixed.add(RowFactory.create("garbage.png", TestCells.garbage(), null));
    mixed.add(RowFactory.create("blank.png", TestCells.blank(), "empty"));
    mixed.add(RowFactory.create("nothing.png", null, null));
    List<Row> found =
        KaryoSpark.karyotypeMetaphases(photographs(mixed).coalesce(1), model).collectAsList();
    assertThat(found).hasSize(4);
    assertThat(found.get(0).isNullAt(8)).isTrue();
    assertThat(found.get(1).getString(8)).contains("garbage.png: must be a PNG");
    assertThat(found.get(2).getString(8))
        .isEqualTo("shows no chromosome: nothing stands out from the ground");
    assertThat(found.get(3).getString(8))
        .isEqualTo("content: must be the bytes of an image file, found none");
    assertThat(found.subList(1, 4))
        .allSatisfy(
            row -> {
              assertThat(row.isNullAt(3)).isTrue();
              assertThat(row.isNullAt(5)).isTrue();
              assertThat(row.isNullAt(7)).isTrue();
            });
    assertThat(found.get(2).getString(1)).isEqualTo("empty");
  }

  @Test
  void answersGoThroughParquet(@TempDir Path folder) {
    String out = folder.resolve("out").toString();
    KaryoSpark.karyotypeMetaphases(photographs(rows), model).write().parquet(out);
    Dataset<Row> answers = spark().read().parquet(out);
    assertThat(answers.selectExpr("path", "explode(chromosomes) as one").count()).isGreaterThan(60);
    assertThat(answers.select("json").first().getString(0)).contains("karyo-karyotype");
  }

  @Test
  void aMissingColumnIsNamed() {
    assertThatThrownBy(
            () -> KaryoSpark.karyotypeMetaphases(photographs(rows).drop("content"), model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("images: must have the column 'content' of type binary");
  }
}
