package io.karyo.examples.spark;

import io.karyo.spark.KaryoSpark;
import java.util.function.ToIntFunction;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to run. */
final class SparkOptions {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "The cluster, for example local[2] or spark://HOST:7077; spark-submit's unless set.")
  private @Nullable String master;

  /** Works with a session, and stops it. */
  int with(String name, ToIntFunction<SparkSession> work) {
    SparkConf conf = KaryoSpark.configure(new SparkConf()).setAppName(name);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "true");
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    try {
      return work.applyAsInt(spark);
    } finally {
      spark.stop();
    }
  }
}
