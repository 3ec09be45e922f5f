package io.karyo.examples.spark;

import io.karyo.spark.ImagePacker;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Packs image files into Parquet. */
@Command(
    name = "spark-pack",
    description = {
      "Packs a folder of images, or those that a manifest names, into Parquet.",
      "The same command goes on where it was stopped. A file that cannot be read is a row with an"
          + " error and is tried again the next time; the exit code is then 1."
    })
final class PackCommand extends SparkCommand {

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

  @Override
  Work prepare() {
    return this::pack;
  }

  private int pack(SparkSession spark) throws IOException {
    ImagePacker.Packed packed =
        manifest == null
            ? ImagePacker.STANDARD.packFolder(spark, in, out)
            : ImagePacker.STANDARD.packManifest(spark, manifest, in, out);
    say(
        "%d images, %d of them packed now, %d unreadable: %s",
        packed.images(), packed.added(), packed.unreadable(), out);
    return packed.unreadable() == 0 ? 0 : 1;
  }
}
