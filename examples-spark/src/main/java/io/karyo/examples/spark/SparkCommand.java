package io.karyo.examples.spark;

import io.karyo.spark.KaryoSpark;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands share. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = SparkCli.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
abstract class SparkCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--master",
      // After the command's own.
      order = Integer.MAX_VALUE,
      paramLabel = "URL",
      description =
          "The cluster, for example local[2] or spark://HOST:7077; spark-submit's unless set.")
  private @Nullable String master;

  /**
   * Checks what can be checked before a cluster starts.
   *
   * @return what to do with a session, and its exit code
   * @throws IllegalArgumentException if an option makes no sense
   */
  abstract Work prepare() throws IOException;

  /** What is done with a session. */
  @FunctionalInterface
  interface Work {
    int run(SparkSession spark) throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    Work work;
    try {
      work = prepare();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    SparkConf conf = KaryoSpark.configure(new SparkConf()).setAppName("karyo " + spec.name());
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "true");
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    try {
      return work.run(spark);
    } finally {
      spark.stop();
    }
  }

  /** Writes a line to standard output; the same everywhere in the world. */
  void say(String format, @Nullable Object... arguments) {
    spec.commandLine().getOut().println(String.format(Locale.ROOT, format, arguments));
  }
}
