package io.karyo.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.karyo.chromosome.KaryoException;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.ImageLimits;
import io.karyo.model.Require;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs images into Parquet, because a cluster spends more time on listing and opening millions of
 * small files than on reading them.
 *
 * <pre>{@code
 * ImagePacker.Packed packed = ImagePacker.STANDARD.packFolder(spark, "hdfs:/cells", "hdfs:/packed");
 * }</pre>
 *
 * <p><b>Columns:</b> {@code path} (relative to the folder of the images, with slashes), {@code
 * content} (the file, byte by byte), {@code cell}, {@code patient}, {@code label}, {@code split}
 * and {@code error}. A file that is missing, cannot be read or is larger than {@link
 * ImageLimits#DEFAULT} allows is a row with an error and no content.
 *
 * <p><b>Resuming:</b> an image is identified by its path. Images in the output are not packed
 * again, so the same call packs the rest after a stop of any kind, or after images were added.
 * Images are written in rounds; a stop loses only the unfinished part of a round. Each call tries
 * unreadable files again; their rows are in separate Parquet files, written last. At the end the
 * number of rows is compared with the list. A file that changed under the same path is not
 * detected, and two packers must not write to one output at the same time.
 *
 * <p>The driver holds the list of paths, about 200 bytes per image.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param imagesPerFile the number of images per Parquet file, at least 1
 * @param imagesPerRound the number of images per round, at least 1; finished rounds survive a stop
 */
public record ImagePacker(int imagesPerFile, int imagesPerRound) {

  /** 10,000 images per file, some ten MB, and 500,000 per round. */
  public static final ImagePacker STANDARD = new ImagePacker(10_000, 500_000);

  private static final Logger LOG = LoggerFactory.getLogger(ImagePacker.class);

  /** The number of tasks of a first check, in case all images are missing. */
  private static final int EXISTENCE_TASKS = 100;

  private static final String FILE = "file";

  private static final List<String> LISTED =
      List.of(ImageRows.PATH, ImageRows.CELL, ImageRows.PATIENT, ImageRows.LABEL, ImageRows.SPLIT);

  private static final StructType SCHEMA =
      new StructType()
          .add(ImageRows.PATH, DataTypes.StringType)
          .add(ImageRows.CONTENT, DataTypes.BinaryType)
          .add(ImageRows.CELL, DataTypes.StringType)
          .add(ImageRows.PATIENT, DataTypes.StringType)
          .add(ImageRows.LABEL, DataTypes.StringType)
          .add(ImageRows.SPLIT, DataTypes.StringType)
          .add(ImageRows.ERROR, DataTypes.StringType);

  /**
   * The content of an output.
   *
   * @param images the number of images
   * @param added the number of images that this call added, or that could be read for the first
   *     time
   * @param unreadable the number of rows with an error
   */
  public record Packed(long images, long added, long unreadable) {}

  /** Checks the numbers. */
  public ImagePacker {
    Require.atLeast("imagesPerFile", imagesPerFile, 1);
    Require.atLeast("imagesPerRound", imagesPerRound, 1);
  }

  /**
   * Packs a folder and its subfolders. Files with the extensions png, jpg, jpeg, bmp, tif and tiff
   * are included; hidden ones, whose names begin with a dot, are left out. The folder of an image
   * is its cell.
   *
   * @param spark the session
   * @param folder the folder, of any file system that Spark knows
   * @param out the folder of the output; may have an earlier one
   * @return what the output has now
   * @throws IOException if the folder cannot be listed
   * @throws IllegalArgumentException if there is no image
   * @throws KaryoException if the output lacks an image or has one twice
   */
  public Packed packFolder(SparkSession spark, String folder, String out) throws IOException {
    return pack(spark, folder, list(spark, new Path(folder)), folder, out);
  }

  /**
   * Packs the images of a manifest: comma-separated values with the columns {@code path} and, if
   * known, {@code cell}, {@code patient}, {@code label} and {@code split}, in any order.
   *
   * @param spark the session
   * @param manifest the manifest, of any file system that Spark knows
   * @param folder the folder that its paths are relative to
   * @param out the folder of the output; may have an earlier one
   * @return what the output has now
   * @throws IllegalArgumentException if the manifest has other columns, no image, a path twice or
   *     one that leads out of the folder, if a cell has images with and without a patient, or if
   *     none of the images is there and none was packed before
   * @throws KaryoException if the output lacks an image or has one twice
   */
  public Packed packManifest(SparkSession spark, String manifest, String folder, String out) {
    return pack(spark, manifest, rows(spark, manifest), folder, out);
  }

  private static Broadcast<SerializableConfiguration> configuration(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .broadcast(new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()));
  }

  /** Does not use new Path(root, name), which would read a colon in a name as a scheme. */
  private static Path file(Path root, String name) {
    return new Path(
        root.toUri().getScheme(), root.toUri().getAuthority(), root.toUri().getPath() + "/" + name);
  }

  /**
   * Reads a folder without packing it. This suits small numbers of images, because the cluster
   * opens one file per image.
   *
   * @param spark the session
   * @param folder the folder, as for {@link #packFolder}
   * @return one row per image, in the packed form
   * @throws IOException if the folder cannot be listed
   * @throws IllegalArgumentException if there is no image
   */
  public Dataset<Row> read(SparkSession spark, String folder) throws IOException {
    return contents(spark, list(spark, new Path(folder)), folder, null);
  }

  private static List<Row> list(SparkSession spark, Path folder) throws IOException {
    FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    String root = files.makeQualified(folder).toUri().getPath();
    String prefix = root.endsWith("/") ? root : root + "/";
    List<Row> rows = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
    while (all.hasNext()) {
      String path = all.next().getPath().toUri().getPath().substring(prefix.length());
      boolean hidden = Arrays.stream(path.split("/")).anyMatch(part -> part.startsWith("."));
      if (ChromosomeImage.isImageName(path) && !hidden) {
        int slash = path.lastIndexOf('/');
        rows.add(
            RowFactory.create(path, slash < 0 ? null : path.substring(0, slash), null, null, null));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(folder + ": must have images, found none");
    }
    return rows;
  }

  private static List<Row> rows(SparkSession spark, String manifest) {
    Dataset<Row> csv =
        spark
            .read()
            .option("header", true)
            .option("escape", "\"")
            .option("mode", "FAILFAST")
            .csv(manifest);
    List<String> columns = List.of(csv.columns());
    if (!columns.contains(ImageRows.PATH) || !LISTED.containsAll(columns)) {
      throw new IllegalArgumentException(
          manifest
              + ": header: must be path[,cell][,patient][,label][,split] in any order, found '"
              + String.join(",", columns)
              + "'");
    }
    List<Row> rows =
        csv.select(
                LISTED.stream()
                    .map(name -> ImageRows.optional(csv, name))
                    .toArray(org.apache.spark.sql.Column[]::new))
            .collectAsList();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(manifest + ": must have images, found none");
    }
    Set<String> seen = new HashSet<>();
    Map<String, Boolean> ownedCells = new HashMap<>();
    for (Row row : rows) {
      String path = row.getString(0);
      if (path == null || path.isBlank() || !isWithin(path)) {
        throw new IllegalArgumentException(
            manifest + ": path: must lie within the folder of the images, found '" + path + "'");
      }
      if (!seen.add(path)) {
        throw new IllegalArgumentException(
            manifest + ": path: must not occur twice, found '" + path + "'");
      }
      String cell = row.getString(1);
      boolean owned = !row.isNullAt(2);
      if (cell != null && owned != ownedCells.computeIfAbsent(cell, absent -> owned)) {
        throw new IllegalArgumentException(
            manifest
                + ": patient: must be known for all images of cell '"
                + cell
                + "' or for none, found some of each");
      }
    }
    return rows;
  }

  /** Checks that an untrusted manifest refers only to files in the folder. */
  private static boolean isWithin(String path) {
    return !path.startsWith("/")
        && !path.contains(":")
        && !Arrays.asList(path.split("/", -1)).contains("..");
  }

  private Packed pack(
      SparkSession spark, String source, List<Row> listed, String folder, String out) {
    removeUnfinished(spark, out);
    List<String> filesOfUnread = filesOfUnread(spark, out);
    Set<String> settled = settled(spark, out, filesOfUnread);
    List<Row> unreadBefore = unread(spark, out, filesOfUnread);
    List<Row> wanted = listed.stream().filter(row -> !settled.contains(row.getString(0))).toList();
    if (wanted.size() == listed.size() && isNoneThere(spark, wanted, folder)) {
      throw new IllegalArgumentException(
          source
              + ": path: must be that of a file in "
              + folder
              + ", found none of "
              + wanted.size()
              + " there, the first is '"
              + wanted.get(0).getString(0)
              + "'");
    }
    CollectionAccumulator<Row> failed = spark.sparkContext().collectionAccumulator("unreadable");
    for (int from = 0; from < wanted.size(); from += imagesPerRound) {
      List<Row> round = wanted.subList(from, Math.min(wanted.size(), from + imagesPerRound));
      contents(spark, round, folder, failed).write().mode(SaveMode.Append).parquet(out);
      LOG.info("{}: {} of {} images read", out, from + round.size(), wanted.size());
    }
    if (!wanted.isEmpty()) {
      settled.addAll(settled(spark, out, filesOfUnread));
    }
    // What the output has counts: a task that Spark repeated may have failed the first time only.
    Map<String, Row> unread = new LinkedHashMap<>();
    Stream.concat(unreadBefore.stream(), failed.value().stream())
        .filter(row -> !settled.contains(row.getString(0)))
        .forEach(row -> unread.put(row.getString(0), row));
    replaceUnread(spark, List.copyOf(unread.values()), filesOfUnread, out);
    Set<String> before = new HashSet<>();
    unreadBefore.forEach(row -> before.add(row.getString(0)));
    long added =
        wanted.stream()
            .map(row -> row.getString(0))
            .filter(path -> settled.contains(path) || !before.contains(path))
            .count();
    listed.forEach(row -> settled.add(row.getString(0)));
    settled.addAll(before);
    return counted(spark, out, settled.size(), added);
  }

  /**
   * Checks the existence of images on the executors: with one task first, and with more only if it
   * finds none.
   */
  private static boolean isNoneThere(SparkSession spark, List<Row> rows, String folder) {
    Broadcast<SerializableConfiguration> configuration = configuration(spark);
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(rows, Math.min(rows.size(), EXISTENCE_TASKS))
        .filter(
            row -> {
              Path root = new Path(folder);
              return root.getFileSystem(configuration.value().value())
                  .exists(file(root, row.getString(0)));
            })
        .isEmpty();
  }

  private static void removeUnfinished(SparkSession spark, String out) {
    // Hadoop would move what a killed packer's tasks had finished beside what is packed again.
    delete(spark, new Path(out, FileOutputCommitter.PENDING_DIR_NAME));
  }

  private static void delete(SparkSession spark, Path path) {
    try {
      path.getFileSystem(spark.sparkContext().hadoopConfiguration()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the rows of an output with the column of their Parquet file; none if there is no
   * output.
   */
  private static Dataset<Row> output(SparkSession spark, String out) {
    try {
      Path path = new Path(out);
      boolean there = path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path);
      return (there
              ? spark.read().schema(SCHEMA).parquet(out)
              : spark.createDataFrame(List.of(), SCHEMA))
          .withColumn(FILE, input_file_name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the URIs of the Parquet files that contain only rows with an error. */
  private static List<String> filesOfUnread(SparkSession spark, String out) {
    return output(spark, out)
        .groupBy(FILE)
        .agg(count(lit(1)).as("rows"), count(col(ImageRows.ERROR)).as("errors"))
        .filter(col("rows").equalTo(col("errors")))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** Returns the paths of the images that are not read again. */
  private static Set<String> settled(SparkSession spark, String out, List<String> filesOfUnread) {
    Set<String> paths = new HashSet<>();
    output(spark, out)
        .filter(not(col(FILE).isInCollection(filesOfUnread)))
        .select(ImageRows.PATH)
        .toLocalIterator()
        .forEachRemaining(row -> paths.add(row.getString(0)));
    return paths;
  }

  private static List<Row> unread(SparkSession spark, String out, List<String> filesOfUnread) {
    return output(spark, out)
        .filter(col(ImageRows.ERROR).isNotNull().and(col(FILE).isInCollection(filesOfUnread)))
        .drop(FILE)
        .collectAsList();
  }

  /**
   * Writes the rows with an error again. After a stop in between, images left out are tried by the
   * next call.
   */
  private void replaceUnread(
      SparkSession spark, List<Row> unread, List<String> filesOfUnread, String out) {
    filesOfUnread.forEach(file -> delete(spark, new Path(URI.create(file))));
    if (!unread.isEmpty()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      spark
          .createDataFrame(context.parallelize(unread, files(unread.size())), SCHEMA)
          .write()
          .mode(SaveMode.Append)
          .parquet(out);
    }
  }

  private static Packed counted(SparkSession spark, String out, long expected, long added) {
    Dataset<Row> all = spark.read().schema(SCHEMA).parquet(out);
    long rows = all.count();
    long paths = all.select(ImageRows.PATH).distinct().count();
    if (rows != expected || paths != rows) {
      throw new KaryoException(
          out
              + ": must have each of "
              + expected
              + " images once, found "
              + rows
              + " rows with "
              + paths
              + " paths");
    }
    long unreadable = all.filter(col(ImageRows.ERROR).isNotNull()).count();
    if (unreadable > 0) {
      LOG.warn("{}: {} of {} images could not be read", out, unreadable, rows);
    }
    return new Packed(rows, added, unreadable);
  }

  private int files(int images) {
    return 1 + (images - 1) / imagesPerFile;
  }

  /**
   * Reads images, lazily.
   *
   * @param failed takes the rows of those that cannot be read; null to leave them among the others
   */
  private Dataset<Row> contents(
      SparkSession spark,
      List<Row> rows,
      String folder,
      @Nullable CollectionAccumulator<Row> failed) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    StructType listed = new StructType();
    for (String name : LISTED) {
      listed = listed.add(name, DataTypes.StringType);
    }
    // Slices keep the order, so that the images of a cell lie together.
    return spark
        .createDataFrame(context.parallelize(rows, files(rows.size())), listed)
        .mapPartitions(new ReadTask(configuration(spark), folder, failed), Encoders.row(SCHEMA));
  }

  /** Reads the files of a partition. */
  private static final class ReadTask implements MapPartitionsFunction<Row, Row> {

    @Serial private static final long serialVersionUID = 1L;

    private static final int MAX_BYTES = ImageLimits.DEFAULT.maxBytes();

    private final Broadcast<SerializableConfiguration> configuration;
    private final String folder;
    private final @Nullable CollectionAccumulator<Row> failed;

    ReadTask(
        Broadcast<SerializableConfiguration> configuration,
        String folder,
        @Nullable CollectionAccumulator<Row> failed) {
      this.configuration = configuration;
      this.folder = folder;
      this.failed = failed;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
      Path root = new Path(folder);
      FileSystem files = root.getFileSystem(configuration.value().value());
      return new Chunks() {
        @Override
        List<Row> chunk() {
          while (rows.hasNext()) {
            Row row = read(files, root, rows.next());
            if (failed == null || row.isNullAt(SCHEMA.fieldIndex(ImageRows.ERROR))) {
              return List.of(row);
            }
            failed.add(row);
          }
          return List.of();
        }
      };
    }

    private static Row read(FileSystem files, Path root, Row row) {
      byte[] content = null;
      String error = null;
      try (FSDataInputStream in = files.open(file(root, row.getString(0)))) {
        byte[] read = in.readNBytes(MAX_BYTES + 1);
        if (read.length > MAX_BYTES) {
          error = row.getString(0) + ": must be at most " + MAX_BYTES + " bytes, found more";
        } else {
          content = read;
        }
      } catch (IOException e) {
        error = row.getString(0) + ": cannot be read, " + e.getMessage();
      }
      return packed(row, content, error);
    }

    private static Row packed(Row row, byte @Nullable [] content, @Nullable String error) {
      return RowFactory.create(
          row.get(0), content, row.get(1), row.get(2), row.get(3), row.get(4), error);
    }
  }
}
