package io.karyo.cli.paper.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/**
 * Where figures come from.
 *
 * @param data which images
 * @param machine on what they were made
 * @param date when
 */
public record Provenance(String data, String machine, String date) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  /**
   * Describes this machine and day.
   *
   * @param data which images
   * @return where their figures come from
   */
  public static Provenance here(String data) {
    return new Provenance(
        data,
        Runtime.getRuntime().availableProcessors()
            + " processors ("
            + model()
            + "), "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", Java "
            + System.getProperty("java.version"),
        LocalDate.now(ZoneOffset.UTC).toString());
  }

  /** Returns the model of the processor on Linux, and the architecture elsewhere. */
  private static String model() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown model");
    } catch (IOException e) {
      return "unknown model";
    }
  }
}
