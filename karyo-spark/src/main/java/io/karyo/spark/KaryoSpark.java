package io.karyo.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_extract;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Straightens, embeds, classifies and karyotypes millions of images on Apache Spark, and finds the
 * karyotypes of photographs of whole cells.
 *
 * <pre>{@code
 * KaryotyperSource model = KaryotyperSource.of(Path.of("model.karyo"));
 * Dataset<Row> images = spark.read().parquet("packed");
 * KaryoSpark.karyotype(images, model).write().parquet("karyotypes");
 * }</pre>
 *
 * <p><b>Images</b> have the columns {@code path} (text) and {@code content} (the bytes of an image
 * file), and, if known, {@code cell}, {@code patient} (text) and {@code polarity} (text, P_UP or
 * P_DOWN); other columns are dropped. An image of unknown polarity is scored both ways up; {@code
 * images.withColumn("polarity", lit("P_UP"))} halves the time for those of karyograms. Spark's
 * {@code binaryFile} gives the first two, {@link #withCellsByFolder} the third; {@link ImagePacker}
 * packs all into Parquet, which is recommended for millions of small files.
 *
 * <p><b>Results</b> have one row per image, ready for Parquet, with {@code path} and {@code cell}
 * unchanged. For a bad image {@code error} has the reason and all other columns are null; for a
 * good one {@code error} is null. No image fails a job. For any partitioning, results equal those
 * of {@link io.karyo.Karyotyper} on one machine with the same native library, to the last bit.
 *
 * <p><b>Execution:</b> all methods are lazy, as is usual in Spark. The model is broadcast, and
 * loaded once in each executor. A task uses only its own thread, so an executor uses as many
 * threads as it has slots; {@link #configure} sets options that native code needs.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
public final class KaryoSpark {

  private static final String OPTIONS = "spark.executor.extraJavaOptions";
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final String MEMORY_BOUND = "-Dorg.bytedeco.javacpp.maxphysicalbytes=";

  /** For native arrays, code and buffers of the network. */
  private static final String USUAL_OVERHEAD = "2g";

  private static final long MEGABYTE = 1 << 20;
  private static final long KEPT_FREE = 256 * MEGABYTE;

  private KaryoSpark() {}

  /**
   * Straightens images with the model's straightener. The order of the rows is kept.
   *
   * <p><b>Columns:</b> {@code path}, {@code cell}, {@code length} and {@code width} (px), {@code
   * stain} ({@code length · width} unsigned bytes, row-major, 0 background to 255), {@code quality}
   * (0 to 1), {@code rotation} (degrees), {@code method}, {@code error}; see {@link
   * io.karyo.chromosome.Straightened}.
   *
   * @param images the images
   * @param model the model
   * @return one row per image
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  public static Dataset<Row> straighten(Dataset<Row> images, KaryotyperSource model) {
    return read(images, model, Reading.STRAIGHTEN);
  }

  /**
   * Embeds lone images, with the p arm up as found by {@link #classify}. The order of the rows is
   * kept.
   *
   * <p><b>Columns:</b> {@code path}, {@code cell}, {@code embedding} (an array of floats, as long
   * as the model's), {@code error}.
   *
   * @param images the images
   * @param model the model
   * @return one row per image
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  public static Dataset<Row> embed(Dataset<Row> images, KaryotyperSource model) {
    return read(images, model, Reading.EMBED);
  }

  /**
   * Classifies lone images of either polarity. The order of the rows is kept, and nothing is
   * shuffled. If cells are known, {@link #karyotype} is more accurate.
   *
   * <p><b>Columns:</b> {@code path}, {@code cell}, {@code type} (1 to 22, X or Y), {@code
   * probability} (0 to 1), {@code margin} (natural logarithm of the ratio to the second type's
   * probability), {@code review} (null, because review thresholds hold only in known cells), {@code
   * polarity} (P_UP or P_DOWN), {@code polarityProbability} (0 to 1), {@code typicality} (0 to 1,
   * null if the model cannot measure it), {@code error}; see {@link
   * io.karyo.chromosome.Classification}.
   *
   * @param images the images
   * @param model the model
   * @return one row per image
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  public static Dataset<Row> classify(Dataset<Row> images, KaryotyperSource model) {
    return read(images, model, Reading.CLASSIFY);
  }

  private static Dataset<Row> read(Dataset<Row> images, KaryotyperSource model, Reading reading) {
    return ImageRows.select(images)
        .mapPartitions(
            new ImageTask(broadcast(images, model), reading),
            Encoders.row(ImageTask.schema(reading)));
  }

  /**
   * Finds the karyotypes of cells. Images are grouped by the name of the cell and, if there is a
   * column {@code patient} (text), of the patient; this is the only shuffle. The images of a cell
   * are ordered by path. Cells with equal names and different patients are different cells; an
   * empty patient counts as a patient of its own.
   *
   * <p><b>Columns:</b> {@code path}, {@code cell}, {@code patient}, {@code type} (1 to 22, X, Y or
   * mar), {@code probability}, {@code margin} and {@code review} of the {@link
   * io.karyo.chromosome.Placement}, {@code polarity} (P_UP or P_DOWN), {@code karyotype} (that of
   * the cell, for example {@code 47,XY,+21}), {@code cellReview} (whether a person should check the
   * cell), {@code error}.
   *
   * <p>A cell with a bad image gets the karyotype of its good ones, and is marked for review. An
   * image without a cell, or of a cell with more than 1000 images, gets an error.
   *
   * @param images the images, with the column {@code cell}
   * @param model a model that has an assigner
   * @return one row per image, in no particular order
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  public static Dataset<Row> karyotype(Dataset<Row> images, KaryotyperSource model) {
    ImageRows.required(images, ImageRows.CELL, DataTypes.StringType);
    return ImageRows.select(images)
        // Images of no cell are spread by their paths.
        .repartition(coalesce(col(ImageRows.CELL), col(ImageRows.PATH)), col(ImageRows.PATIENT))
        .sortWithinPartitions(ImageRows.CELL, ImageRows.PATIENT, ImageRows.PATH, ImageRows.CONTENT)
        .mapPartitions(new CellTask(broadcast(images, model)), Encoders.row(CellTask.SCHEMA));
  }

  /**
   * Finds the karyotypes of photographs of metaphases, each by itself: nothing is shuffled, and the
   * order of the rows is kept. A task holds one photograph at a time; {@code
   * photographs.repartition(n)} spreads few large photographs over more tasks. Files are read
   * within {@link io.karyo.image.Metaphase#LIMITS}.
   *
   * <p><b>Columns:</b> {@code path}, {@code cell}, {@code patient}, {@code karyotype} (for example
   * {@code 47,XY,+21}), {@code cellReview} (whether a person should check the cell), {@code
   * chromosomes} (an array), {@code notes} (an array of text: what the segmenter could not do),
   * {@code json} ({@link io.karyo.Karyotype#toJson()}), {@code error}.
   *
   * <p>Each entry of {@code chromosomes} has {@code chromosome} (its number in the JSON, from 0),
   * {@code left}, {@code top}, {@code width} and {@code height} of its box (px of the photograph),
   * {@code type} (1 to 22, X, Y or mar), {@code probability}, {@code margin} and {@code review} of
   * the {@link io.karyo.chromosome.Placement}, and {@code polarity} (P_UP or P_DOWN).
   *
   * <p>A photograph in which nothing looks like a chromosome, or more than 1000 regions do, gets an
   * error. The column {@code polarity} of the input is ignored.
   *
   * @param photographs the photographs, one row each, with the columns of images
   * @param model a model that has an assigner; its segmenter, or that of the executors' class path,
   *     finds the chromosomes
   * @return one row per photograph
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  public static Dataset<Row> karyotypeMetaphases(Dataset<Row> photographs, KaryotyperSource model) {
    return ImageRows.select(photographs)
        .mapPartitions(
            new MetaphaseTask(broadcast(photographs, model)), Encoders.row(MetaphaseTask.SCHEMA));
  }

  private static Broadcast<KaryotyperSource> broadcast(
      Dataset<Row> images, KaryotyperSource model) {
    return JavaSparkContext.fromSparkContext(images.sparkSession().sparkContext()).broadcast(model);
  }

  /**
   * Adds cell names from folders: all images of a folder are of one cell.
   *
   * @param images the images, with the column {@code path}
   * @return the images with the column {@code cell}: the path without its last part, null for a
   *     path that has one part only
   * @throws IllegalArgumentException if there is no such column
   */
  public static Dataset<Row> withCellsByFolder(Dataset<Row> images) {
    return images.withColumn(
        ImageRows.CELL,
        org.apache.spark.sql.functions.nullif(
            regexp_extract(
                ImageRows.required(images, ImageRows.PATH, DataTypes.StringType),
                "^(.*)/[^/]*$",
                1),
            org.apache.spark.sql.functions.lit("")));
  }

  /**
   * Sets options that native code needs on executors, unless the application has set them: {@code
   * OMP_NUM_THREADS=1}, because Spark's tasks already keep the processors busy; a memory overhead
   * of 2 GB for memory outside the Java heap; and a memory bound for the whole executor, so that
   * native code fails with an error before the cluster kills it.
   *
   * <p>Does nothing for a {@code local} master, whose tasks run in the driver: start it with the
   * environment variable {@code OMP_NUM_THREADS=1}.
   *
   * @param conf a configuration; changed
   * @return the same
   */
  public static SparkConf configure(SparkConf conf) {
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    conf.setIfMissing(OVERHEAD, USUAL_OVERHEAD);
    String options = conf.get(OPTIONS, "");
    if (!options.contains(MEMORY_BOUND)) {
      long bytes =
          MEGABYTE * (conf.getSizeAsMb("spark.executor.memory", "1g") + conf.getSizeAsMb(OVERHEAD))
              - KEPT_FREE;
      conf.set(
          OPTIONS,
          (options
                  + " -Djava.awt.headless=true -Dorg.nd4j.log.initialization=false "
                  + MEMORY_BOUND
                  + bytes / MEGABYTE
                  + "m")
              .strip());
    }
    return conf;
  }
}
