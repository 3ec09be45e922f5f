package io.karyo.examples.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.karyo.spark.ImagePacker;
import io.karyo.spark.KaryoSpark;
import io.karyo.spark.KaryotyperSource;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Karyotypes many cells. */
@Command(
    name = "spark-karyotype",
    description = {
      "Finds the karyotypes of many cells and writes a row an image as Parquet: path, cell,"
          + " patient, type, probability, margin, review, polarity, karyotype, cellReview, error.",
      "A bad image is a row with an error; the exit code is then 1."
    })
final class KaryotypeCommand extends SparkCommand {

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description =
          "What spark-pack wrote, or a folder of images with a folder for each cell (fine for"
              + " thousands, slow for millions).")
  private String in = "";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "A saved model that has an assigner; a file of this machine.")
  @SuppressWarnings("NullAway.Init")
  private Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the rows; must not exist.")
  private String out = "";

  @Override
  Work prepare() throws IOException {
    KaryotyperSource source = KaryotyperSource.of(model);
    return spark -> karyotype(spark, source);
  }

  private int karyotype(SparkSession spark, KaryotyperSource source) throws IOException {
    KaryoSpark.karyotype(images(spark), source).write().parquet(out);
    Row sums =
        spark
            .read()
            .parquet(out)
            .agg(
                count(lit(1)),
                count_distinct(when(col("cell").isNotNull(), struct("patient", "cell"))),
                count(col("error")),
                count(when(col("review"), 1)))
            .first();
    say(
        "%d images of %d cells, %d to be looked at, %d bad: %s",
        sums.getLong(0), sums.getLong(1), sums.getLong(3), sums.getLong(2), out);
    return sums.getLong(2) == 0 ? 0 : 1;
  }

  private Dataset<Row> images(SparkSession spark) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(in);
    FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    for (FileStatus file : files.listStatus(folder)) {
      if (file.getPath().getName().endsWith(".parquet")) {
        return spark.read().parquet(in);
      }
    }
    return ImagePacker.STANDARD.read(spark, in);
  }
}
