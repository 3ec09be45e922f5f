package io.karyo.examples.spark;

import io.karyo.spark.ImagePacker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Packs image files into Parquet. */
@Command(
    name = "spark-pack",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Packs a folder of images, or those that a manifest names, into Parquet.",
      "The same command goes on where it was stopped. A file that cannot be read is a row with an"
          + " error; the exit code is then 1."
    })
final class PackCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder of the images; without --manifest, the folder of an image is its cell.")
  private String in = "";

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "A CSV file with the columns path and, where known, cell, patient, label, split.")
  private @Nullable String manifest;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the packed images.")
  private String out = "";

  @Mixin private SparkOptions options = new SparkOptions();

  @Override
  public Integer call() {
    return options.with("karyo " + spec.name(), this::pack);
  }

  private int pack(SparkSession spark) {
    ImagePacker.Packed packed;
    try {
      packed =
          manifest == null
              ? ImagePacker.STANDARD.packFolder(spark, in, out)
              : ImagePacker.STANDARD.packManifest(spark, manifest, in, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "%d images, %d of them packed now, %d unreadable: %s",
                packed.images(),
                packed.added(),
                packed.unreadable(),
                out));
    return packed.unreadable() == 0 ? 0 : 1;
  }
}
