package io.karyo.examples.spark;

import io.karyo.Karyotyper;
import io.karyo.model.Settings;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spark.CrossValidation;
import io.karyo.spark.Trial;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares straighteners by cross-validation. */
@Command(
    name = "spark-compare",
    description = {
      "Compares straighteners by cross-validation, a training a slot of the cluster; no patient is"
          + " in two folds.",
      "Writes runs (Parquet, a row a training) and table (CSV, with the columns of paper-table)."
    })
final class CompareCommand extends SparkCommand {

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "Labelled images as spark-pack --manifest wrote them.")
  private String in = "";

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new folder.")
  private String out = "";

  @Option(
      names = "--straighteners",
      paramLabel = "ID,...",
      split = ",",
      description = "Their ids; ${DEFAULT-VALUE} unless set.")
  private List<String> straighteners = List.of("none", "medial-axis", "projection-vectors");

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "How many folds; ${DEFAULT-VALUE} unless set.")
  private int folds = 5;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Which share of what is not tested chooses the best epochs; ${DEFAULT-VALUE} unless set.")
  private double validation = 0.15;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How many epochs the network is trained; ${DEFAULT-VALUE} unless set.")
  private int epochs = 60;

  @Option(names = "--seed", paramLabel = "N", description = "The seed; 42 unless set.")
  private long seed = 42;

  @Override
  Work prepare() {
    if (folds < 2) {
      throw new IllegalArgumentException("--folds: must be at least 2, found " + folds);
    }
    List<Trial> trials = new ArrayList<>();
    for (String id : straighteners) {
      // Made here, too: an unknown id should fail before the cluster starts.
      Parts.create(PartKind.STRAIGHTENER, id, Settings.EMPTY);
      trials.add(trial(trials.size() + 1, id, epochs));
    }
    return spark -> compare(spark, trials);
  }

  /** Static, so that what travels to the executors is the id and the number only. */
  private static Trial trial(int row, String straightener, int epochs) {
    return new Trial(
        row,
        "Siamese",
        straightener,
        "in-batch",
        () ->
            Karyotyper.builder()
                .straightener(Parts.create(PartKind.STRAIGHTENER, straightener, Settings.EMPTY))
                .encoder(SiameseEncoders.sameDiff().epochs(epochs)));
  }

  private int compare(SparkSession spark, List<Trial> trials) throws IOException {
    // Before the trainings, not after them.
    Path folder = new Path(out);
    FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    if (!files.mkdirs(folder) || files.listStatus(folder).length > 0) {
      throw new IOException(out + ": must be a new or empty folder");
    }
    Dataset<Row> runs =
        CrossValidation.runs(spark.read().parquet(in), trials, folds, validation, seed);
    runs.write().mode(SaveMode.ErrorIfExists).parquet(out + "/runs");
    Dataset<Row> table = CrossValidation.table(runs).coalesce(1);
    table.write().option("header", true).csv(out + "/table");
    for (Row row : table.collectAsList()) {
      say(
          "%s: %s %% +- %s",
          row.<String>getAs("straightening"),
          row.<Double>getAs("mean"),
          row.<Double>getAs("deviation"));
    }
    return 0;
  }
}
