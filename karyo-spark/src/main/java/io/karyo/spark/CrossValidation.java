package io.karyo.spark;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.stddev_samp;
import static org.apache.spark.sql.functions.when;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.SplitUnit;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Compares training configurations by cross-validation, with one training per executor slot.
 *
 * <pre>{@code
 * Dataset<Row> runs =
 *     CrossValidation.runs(
 *         spark.read().parquet("packed"),
 *         List.of(
 *             new Trial(1, "Siamese", "SMAC", "in-batch",
 *                 () -> Karyotyper.builder().straightener(Straighteners.medialAxis())),
 *             new Trial(2, "Siamese", "none", "in-batch",
 *                 () -> Karyotyper.builder().straightener(Straighteners.none()))),
 *         5, 0.15, 42);
 * CrossValidation.table(runs).show();
 * }</pre>
 *
 * <p>The images are collected in the driver and broadcast, because each training needs most of
 * them. They must fit into the memory of the driver and of each executor. A training uses {@code
 * spark.task.cpus} threads; its result does not depend on them.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
public final class CrossValidation {

  private static final StructType RUN =
      new StructType()
          .add("row", DataTypes.IntegerType)
          .add("model", DataTypes.StringType)
          .add("straightening", DataTypes.StringType)
          .add("pairing", DataTypes.StringType)
          .add("fold", DataTypes.IntegerType)
          .add("testImages", DataTypes.IntegerType)
          .add("accuracy", DataTypes.DoubleType)
          .add("similarPairs", DataTypes.LongType)
          .add("dissimilarPairs", DataTypes.LongType)
          .add("epochs", DataTypes.IntegerType)
          .add("epochsToBest", DataTypes.IntegerType)
          .add("trainingSeconds", DataTypes.DoubleType)
          .add("predictionSeconds", DataTypes.DoubleType)
          .add("reason", DataTypes.StringType);

  private CrossValidation() {}

  /**
   * One training.
   *
   * @param trial the configuration
   * @param fold the index of the test fold, from 0
   */
  record Task(Trial trial, int fold) implements Serializable {
    @Serial private static final long serialVersionUID = 1L;
  }

  /**
   * The broadcast images.
   *
   * @param images the images in the order of their paths
   */
  record Material(List<LabelledFile> images) implements Serializable {
    @Serial private static final long serialVersionUID = 1L;

    ChromosomeDataset dataset() {
      return ChromosomeDataset.of(images.stream().map(LabelledFile::item).toList());
    }
  }

  /**
   * Trains and tests each trial on each fold. It is not lazy: the trainings run in this call. If a
   * training is rejected, for example because an image shows no chromosome, the job fails with a
   * message that names the cause.
   *
   * <p><b>Columns:</b> {@code row}, {@code model}, {@code straightening} and {@code pairing} of the
   * trial; the number of the fold, {@code testImages}, {@code accuracy} (percent, of lone images
   * that are assumed to be upright), {@code similarPairs}, {@code dissimilarPairs}, {@code epochs},
   * {@code epochsToBest}, {@code trainingSeconds} (reading and straightening included), {@code
   * predictionSeconds}, and {@code reason}, which explains why a failed training has no accuracy.
   *
   * @param images labelled images with the columns {@code path}, {@code content}, {@code label}
   *     and, if known, {@code cell} and {@code patient}; no patient is in two folds, and cells with
   *     equal names and different patients are different cells
   * @param trials the configurations to compare, with different row numbers
   * @param folds the number of folds, at least 2
   * @param validation the share of the images outside the test fold for choosing the best epochs, 0
   *     to less than 1
   * @param seed the seed of the folds and of all trainings
   * @return one row per training, by row and fold
   * @throws IllegalArgumentException if a column is missing, a label or content is, or a number is
   *     out of range
   */
  public static Dataset<Row> runs(
      Dataset<Row> images, List<Trial> trials, int folds, double validation, long seed) {
    if (trials.stream().map(Trial::row).distinct().count() != trials.size() || trials.isEmpty()) {
      throw new IllegalArgumentException(
          "trials: must be at least one, with different row numbers, found rows "
              + trials.stream().map(Trial::row).toList());
    }
    Material material = collect(images);
    // What is wrong with the numbers should be found here, not in a task.
    int parts = material.dataset().folds(SplitUnit.PATIENT, folds, validation, seed).size();
    List<Task> tasks = new ArrayList<>();
    for (int fold = 0; fold < parts; fold++) {
      for (Trial trial : trials) {
        tasks.add(new Task(trial, fold));
      }
    }
    SparkSession spark = images.sparkSession();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Material> broadcast = context.broadcast(material);
    try {
      int threads = spark.sparkContext().conf().getInt("spark.task.cpus", 1);
      Function<Task, Row> training = new TrainingTask(broadcast, folds, validation, seed, threads);
      List<Row> rows =
          new ArrayList<>(context.parallelize(tasks, tasks.size()).map(training).collect());
      rows.sort(
          Comparator.<Row>comparingInt(row -> row.getInt(0)).thenComparing(row -> row.getInt(4)));
      return spark.createDataFrame(rows, RUN);
    } finally {
      broadcast.destroy();
    }
  }

  private static Material collect(Dataset<Row> images) {
    List<Row> rows =
        images
            .select(
                ImageRows.required(images, ImageRows.PATH, DataTypes.StringType),
                ImageRows.required(images, ImageRows.CONTENT, DataTypes.BinaryType),
                ImageRows.required(images, ImageRows.LABEL, DataTypes.StringType),
                ImageRows.optional(images, ImageRows.CELL),
                ImageRows.optional(images, ImageRows.PATIENT))
            .collectAsList();
    List<LabelledFile> packed = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.isNullAt(1) || row.isNullAt(2)) {
        throw new IllegalArgumentException(
            "images: must have content and a label, found " + row.getString(0) + " without");
      }
      packed.add(
          new LabelledFile(
              row.getString(0),
              row.getAs(1),
              row.getString(2),
              row.getString(3),
              row.getString(4)));
    }
    // The folds depend on the order, Spark's partitions must not.
    packed.sort(
        Comparator.comparing(LabelledFile::path)
            .thenComparing(LabelledFile::content, Arrays::compare));
    return new Material(packed);
  }

  /**
   * Summarises the runs of each trial, in the columns of the command {@code paper-table}. Columns
   * that only the paper's own rows have are empty; {@code column} is {@code cross-validation}.
   *
   * @param runs the result of {@link #runs}, possibly saved and read again
   * @return one row per trial, by its number: mean, sample standard deviation and best accuracy of
   *     the folds in percent, without failed trainings
   */
  public static Dataset<Row> table(Dataset<Row> runs) {
    Column sound = col("reason").isNull();
    return runs.groupBy("row", "model", "straightening", "pairing")
        .agg(
            avg("accuracy").as("mean"),
            stddev_samp("accuracy").as("deviation"),
            max("accuracy").as("best"),
            count(lit(1)).as("runs"),
            count(when(sound, null).otherwise(1)).as("collapsed"),
            max("similarPairs").as("similar"),
            max("dissimilarPairs").as("dissimilar"),
            avg(when(sound, col("epochs"))).as("epochs"),
            avg(when(sound, col("epochsToBest"))).as("epochsToBest"),
            avg(when(sound, col("trainingSeconds"))).as("trainingSeconds"),
            avg(when(sound, col("predictionSeconds"))).as("predictionSeconds"),
            first("reason", true).as("reason"))
        .orderBy("row")
        .select(
            col("row"),
            lit("cross-validation").as("column"),
            col("model"),
            col("straightening"),
            col("pairing"),
            lit("mean").as("statistic"),
            empty("paperAccuracy", DataTypes.DoubleType),
            empty("paperDeviation", DataTypes.DoubleType),
            col("mean").as("accuracy"),
            col("mean"),
            col("deviation"),
            col("best"),
            col("runs"),
            col("collapsed"),
            concat(
                    col("similar").cast(DataTypes.StringType),
                    lit(":"),
                    col("dissimilar").cast(DataTypes.StringType))
                .as("similarPairs:dissimilarPairs"),
            col("epochs"),
            col("epochsToBest"),
            col("trainingSeconds"),
            col("predictionSeconds"),
            empty("paperTrainingHours", DataTypes.DoubleType),
            empty("paperPredictionSeconds", DataTypes.DoubleType),
            col("reason"));
  }

  private static Column empty(String name, DataType type) {
    return lit(null).cast(type).as(name);
  }

  /** Makes a row of {@link #runs}. */
  static Row row(
      Task task,
      int testImages,
      @Nullable Double accuracy,
      EpochLog epochs,
      double trainingSeconds,
      @Nullable Double predictionSeconds,
      @Nullable String reason) {
    Trial trial = task.trial();
    return RowFactory.create(
        trial.row(),
        trial.model(),
        trial.straightening(),
        trial.pairing(),
        task.fold(),
        testImages,
        accuracy,
        epochs.similarPairs(),
        epochs.dissimilarPairs(),
        epochs.epochs(),
        epochs.epochsToBest(),
        trainingSeconds,
        predictionSeconds,
        reason);
  }
}
