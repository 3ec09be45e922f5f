package io.karyo.benchmarks;

import io.karyo.Karyotyper;
import io.karyo.image.ChromosomeImage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows whether a process that classifies without end grows. */
@Command(
    name = "memory",
    description = {
      "Classifies a stream of images and prints the memory of the process, tenth by tenth.",
      "Start Java with -Xmx256m: the heap would else grow into what it is given."
    },
    mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

  private static final int DIFFERENT = 2_000;
  private static final int TENTHS = 10;
  private static final int LOOKS_A_TENTH = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private MaterialOptions options = new MaterialOptions();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many images; ${DEFAULT-VALUE} unless set.")
  private int count = 1_000_000;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "46",
      description = "How many at once; ${DEFAULT-VALUE} unless set.")
  private int batch = 46;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Material material = options.material();
    Machine.describe(out, material);
    List<ChromosomeImage> images = material.images(DIFFERENT);
    Path folder = Files.createTempDirectory("karyo-memory");
    Path model = options.model(folder);
    List<Series> tenths = new ArrayList<>();
    long start = System.nanoTime();
    try (Karyotyper karyotyper = Karyotyper.load(model)) {
      for (int tenth = 0; tenth < TENTHS; tenth++) {
        double[] looks = new double[LOOKS_A_TENTH];
        for (int look = 0; look < looks.length; look++) {
          classify(karyotyper, count / TENTHS / LOOKS_A_TENTH, i -> copy(images, i));
          looks[look] = Machine.residentMegabytes();
        }
        Series series = new Series(looks);
        tenths.add(series);
        out.printf(Locale.ROOT, "tenth %d: %.1f MB, median%n", tenth + 1, series.median());
      }
    } finally {
      Files.deleteIfExists(folder.resolve("synthetic.karyo"));
      Files.delete(folder);
    }
    out.printf(Locale.ROOT, "%,.0f images/s%n", count / ((System.nanoTime() - start) / 1e9));
    new Table(out)
        .ratio(
            "memory while classifying " + Table.number(count) + " images, last tenth",
            "MB",
            tenths.get(TENTHS - 1),
            "first tenth",
            tenths.get(0),
            Goal.atMost(1.02, 1));
    return 0;
  }

  /** An image of its own each time, as a stream has. */
  private static ChromosomeImage copy(List<ChromosomeImage> images, int place) {
    ChromosomeImage image = images.get(place % images.size());
    return ChromosomeImage.of(image.height(), image.width(), image.greyLevels());
  }

  private void classify(Karyotyper karyotyper, int images, IntFunction<ChromosomeImage> stream) {
    for (int from = 0; from < images; from += batch) {
      List<ChromosomeImage> some = new ArrayList<>();
      for (int i = from; i < Math.min(images, from + batch); i++) {
        some.add(stream.apply(i));
      }
      if (karyotyper.classify(some).size() != some.size()) {
        throw new IllegalStateException("classify: must answer for each image");
      }
    }
  }
}
