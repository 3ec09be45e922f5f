package io.karyo.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What is measured on. */
final class Machine {

  private Machine() {}

  static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Says what the figures depend on, other work on the machine among it. */
  static void describe(PrintWriter out, Material material) throws IOException {
    out.printf(
        Locale.ROOT,
        "%s, %d processors, load average at the start %.1f; JDK %s; OMP_NUM_THREADS %s,"
            + " OMP_WAIT_POLICY %s; data: %s%n",
        field(Path.of("/proc/cpuinfo"), "model name"),
        processors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version(),
        environment("OMP_NUM_THREADS"),
        environment("OMP_WAIT_POLICY"),
        material.name());
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    return value == null ? "unset" : value;
  }

  /** How many megabytes of memory this process occupies. */
  static double residentMegabytes() throws IOException {
    String kilobytes = field(Path.of("/proc/self/status"), "VmRSS").replace(" kB", "");
    return Double.parseDouble(kilobytes) / 1024;
  }

  private static String field(Path file, String name) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
