package io.karyo.examples.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.sun.management.OperatingSystemMXBean;
import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.image.ChromosomeImage;
import io.karyo.spark.KaryoSpark;
import io.karyo.spark.KaryotyperSource;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what Spark costs beyond the work itself. */
@Command(
    name = "spark-measure",
    description = {
      "Karyotypes packed images, repeated, with Spark and then with the plain library on as many"
          + " threads, and prints images a second and processor seconds of both.",
      "Start it with a local master: both must have the same processors."
    })
final class MeasureCommand extends SparkCommand {

  private static final double SECOND = 1e9;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "Images of whole cells as spark-pack wrote them; must fit into memory.")
  private String in = "";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "A saved model that has an assigner.")
  @SuppressWarnings("NullAway.Init")
  private Path model;

  @Option(
      names = "--copies",
      paramLabel = "N",
      description = "How often to repeat the images; ${DEFAULT-VALUE} unless set.")
  private int copies = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads the plain library gets; ${DEFAULT-VALUE} unless set.")
  private int threads = 2;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "A new local folder.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  /** A clock of the machine and one of this process. */
  private record Times(long wall, long processor) {
    static Times now() {
      return new Times(
          System.nanoTime(),
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
    }
  }

  @Override
  Work prepare() throws IOException {
    KaryotyperSource source = KaryotyperSource.of(model);
    return spark -> measure(spark, source);
  }

  private int measure(SparkSession spark, KaryotyperSource source) throws IOException {
    Dataset<Row> packed =
        spark
            .read()
            .parquet(in)
            // Two patients may have cells of one name.
            .withColumn(
                "cell", when(col("cell").isNotNull(), concat_ws("/", col("patient"), col("cell"))))
            .select("path", "content", "cell")
            .filter(col("content").isNotNull());
    String repeated = out.resolve("images").toString();
    for (int copy = 0; copy < copies; copy++) {
      packed
          .withColumn("path", concat(lit(copy + "/"), col("path")))
          .withColumn("cell", concat(lit(copy + "/"), col("cell")))
          .write()
          .mode(SaveMode.Append)
          .parquet(repeated);
    }
    // Classes, code and the model are there before either clock starts.
    KaryoSpark.karyotype(packed.limit(2000), source).count();
    Times start = Times.now();
    KaryoSpark.karyotype(spark.read().parquet(repeated), source)
        .write()
        .parquet(out.resolve("rows").toString());
    say("Spark", start, spark.read().parquet(repeated).count());

    Map<String, List<Row>> cells = new LinkedHashMap<>();
    for (Row row : packed.orderBy("cell", "path").collectAsList()) {
      cells.computeIfAbsent(row.getString(2), absent -> new ArrayList<>()).add(row);
    }
    // One thread for each cell.
    try (Karyotyper karyotyper = Karyotyper.load(model, 1);
        BufferedWriter rows = Files.newBufferedWriter(out.resolve("rows.csv"))) {
      List<List<Row>> all = List.copyOf(cells.values());
      plain(karyotyper, all.subList(0, Math.min(all.size(), 40)), 1, rows);
      start = Times.now();
      say("plain", start, plain(karyotyper, all, copies, rows));
    }
    return 0;
  }

  private int plain(Karyotyper karyotyper, List<List<Row>> cells, int times, BufferedWriter rows) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger images = new AtomicInteger();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        workers.add(
            executor.submit(
                () -> {
                  int mine;
                  while ((mine = next.getAndIncrement()) < cells.size() * times) {
                    images.addAndGet(karyotype(karyotyper, cells.get(mine % cells.size()), rows));
                  }
                  return null;
                }));
      }
      for (Future<?> worker : workers) {
        worker.get();
      }
      return images.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static int karyotype(Karyotyper karyotyper, List<Row> cell, BufferedWriter rows)
      throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    for (Row row : cell) {
      images.add(
          ChromosomeImage.read(
              new ByteArrayInputStream(row.<byte[]>getAs("content")), row.getString(0)));
    }
    Karyotype karyotype = karyotyper.karyotype(new Cell(cell.get(0).getString(2), images));
    StringBuilder lines = new StringBuilder();
    karyotype
        .placements()
        .forEach(
            placement ->
                lines
                    .append(karyotype.image(placement.chromosome()).source())
                    .append(',')
                    .append(placement.designation())
                    .append(',')
                    .append(placement.probability())
                    .append('\n'));
    rows.append(lines);
    return images.size();
  }

  private void say(String what, Times start, long images) {
    Times end = Times.now();
    double wall = (end.wall() - start.wall()) / SECOND;
    double processor = (end.processor() - start.processor()) / SECOND;
    say(
        "%s: %d images in %.1f s, %.0f a second; %.1f processor seconds, %.3f ms an image",
        what, images, wall, images / wall, processor, 1000 * processor / images);
  }
}
