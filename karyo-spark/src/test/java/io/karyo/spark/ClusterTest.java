package io.karyo.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.Karyotyper;
import io.karyo.spark.TestCells.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two executors in Java virtual machines of their own, of which one is killed. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterTest {

  private static final int CELLS = 6;
  private static final int PARTITIONS = 24;

  private final Karyotyper karyotyper;
  private final List<File> files = new ArrayList<>();

  ClusterTest() throws IOException {
    karyotyper = TestCells.train();
    for (int cell = 0; cell < CELLS; cell++) {
      files.addAll(TestCells.cell(cell, 46));
    }
  }

  /** Kills one executor when some tasks of a job are done, once. */
  private static final class Killer extends SparkListener {
    private final AtomicInteger tasksLeft;
    private final CountDownLatch removed = new CountDownLatch(1);

    Killer(int tasks) {
      tasksLeft = new AtomicInteger(tasks);
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (tasksLeft.decrementAndGet() == 0) {
        // This Java virtual machine is master and workers in one: its children are the executors.
        ProcessHandle.current().children().findFirst().orElseThrow().destroyForcibly();
      }
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
      removed.countDown();
    }
  }

  @BeforeAll
  static void start() throws IOException {
    SparkSession.getActiveSession().foreach(ClusterTest::stop);
    // A worker looks for Spark's jars here; the executors' class path has them already.
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    SparkConf conf =
        new SparkConf()
            .setMaster("local-cluster[2,1,1024]")
            .setAppName("karyo")
            .set("spark.ui.enabled", "false")
            .set("spark.sql.shuffle.partitions", "12")
            .set("spark.sql.adaptive.enabled", "false")
            .set("spark.sql.warehouse.dir", "target/spark-warehouse")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.log.level", "ERROR")
            .set(
                "spark.executor.extraClassPath",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")));
    SparkSession.builder().config(KaryoSpark.configure(conf)).getOrCreate();
  }

  private static Object stop(SparkSession session) {
    session.stop();
    return session;
  }

  @AfterAll
  void stop() {
    spark().stop();
    karyotyper.close();
  }

  private static SparkSession spark() {
    return SparkSession.builder().getOrCreate();
  }

  private Dataset<Row> images() {
    return spark()
        .createDataFrame(files.stream().map(File::row).toList(), TestCells.SCHEMA)
        .repartition(PARTITIONS);
  }

  @Test
  void imagesAreClassifiedThoughAnExecutorIsKilled() throws Exception {
    Map<String, String> expected = Answers.classified(karyotyper, files);
    // The tasks that deal out the images count as well.
    List<Row> rows =
        whileKilling(5, KaryoSpark.classify(images(), KaryotyperSource.of(karyotyper)));
    assertThat(Answers.of(rows)).isEqualTo(expected);
  }

  @Test
  void cellsAreKaryotypedThoughAnExecutorIsKilledWithItsShareOfTheShuffle() throws Exception {
    Map<String, String> expected = Answers.karyotyped(karyotyper, files, true);
    List<Row> rows =
        whileKilling(
            PARTITIONS + 6, KaryoSpark.karyotype(images(), KaryotyperSource.of(karyotyper)));
    assertThat(Answers.of(rows)).isEqualTo(expected);
  }

  private static List<Row> whileKilling(int tasks, Dataset<Row> answers)
      throws InterruptedException {
    Killer killer = new Killer(tasks);
    spark().sparkContext().addSparkListener(killer);
    try {
      List<Row> rows = answers.collectAsList();
      // The listener may hear of it after the job has ended.
      assertThat(killer.removed.await(1, TimeUnit.MINUTES)).isTrue();
      return rows;
    } finally {
      spark().sparkContext().removeSparkListener(killer);
    }
  }
}
