package io.karyo.benchmarks;

import com.sun.management.UnixOperatingSystemMXBean;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Classification;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.SiameseEncoders;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows whether a process that trains, saves, loads, predicts and closes without end grows. */
@Command(
    name = "soak",
    description = {
      "Trains a small model, saves it, loads it, classifies and karyotypes with 4 threads, with 64"
          + " and, where Java has them, with a virtual thread for each of 128 questions, closes it,"
          + " and so on, and counts what the process holds after each round.",
      "Every round must give the answers of the first. Writes soak.csv and soak.png.",
      "Start Java with -Xmx512m and a java.io.tmpdir of its own."
    },
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {

  private static final int TRAINING_CELLS = 10;
  private static final int EPOCHS = 2;
  private static final int IMAGES = 1_000;
  private static final int CELLS = 10;
  private static final int THREADS = 4;

  /** Many more than there are processors. */
  private static final int CROWD = 64;

  /** Questions for each crowd, so that none of its threads is without one. */
  private static final int CROWD_QUESTIONS = 2 * CROWD;

  /** So many rounds are a point of the plot. */
  private static final int GROUP = 10;

  private static final double SECONDS_A_MINUTE = 60;
  private static final double NANOS = 1e9;
  private static final double MEGABYTE = 1 << 20;

  /** Sizes of batches, in turn. */
  private static final int[] BATCHES = {1, 46, 7, 200, 17};

  private static final List<String> NAMES =
      List.of(
          "heap in use, MB",
          "resident, MB",
          "memory of JavaCPP, MB",
          "open files",
          "threads",
          "temporary files");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private MaterialOptions options = new MaterialOptions();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long; ${DEFAULT-VALUE} unless set.")
  private double minutes = 30;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "An empty folder.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(out);
    PrintWriter console = spec.commandLine().getOut();
    Material material = options.material();
    Machine.describe(console, material);
    ChromosomeDataset small = small(material.dataset());
    List<ChromosomeImage> images = material.images(IMAGES);
    List<Cell> cells = material.cells(CELLS);
    List<double[]> rounds = new ArrayList<>();
    List<String> first = null;
    long start = System.nanoTime();
    try (PrintWriter csv =
        new PrintWriter(Files.newBufferedWriter(out.resolve("soak.csv"), StandardCharsets.UTF_8))) {
      csv.println("minute," + String.join(",", NAMES).replace(", MB", " MB"));
      for (double minute = 0; minute < minutes; minute = minute(start)) {
        List<String> answers = round(small, images, cells);
        if (first == null) {
          first = answers;
        } else if (!first.equals(answers)) {
          throw new IllegalStateException("round " + rounds.size() + ": other answers");
        }
        double[] held = held();
        rounds.add(held);
        csv.printf(Locale.ROOT, "%.2f", minute(start));
        for (double value : held) {
          csv.printf(Locale.ROOT, ",%.1f", value);
        }
        csv.println();
        csv.flush();
      }
    }
    console.printf(
        Locale.ROOT,
        "%d rounds in %.1f minutes; %d images and %d cells each, the same answers in all%n",
        rounds.size(),
        minute(start),
        IMAGES,
        cells.size());
    Table table = new Table(console);
    int tenth = Math.max(1, rounds.size() / 10);
    for (int k = 0; k < NAMES.size(); k++) {
      table.ratio(
          NAMES.get(k) + ", last tenth",
          "",
          series(rounds.subList(rounds.size() - tenth, rounds.size()), k),
          "first tenth",
          series(rounds.subList(0, tenth), k),
          null);
    }
    plot(rounds);
    return 0;
  }

  private static double minute(long start) {
    return (System.nanoTime() - start) / NANOS / SECONDS_A_MINUTE;
  }

  private static ChromosomeDataset small(ChromosomeDataset all) {
    List<LabelledChromosome> items = new ArrayList<>();
    List<LabelledCell> training = all.split(ChromosomeDataset.TRAIN).cells();
    for (LabelledCell cell : Material.every(training, TRAINING_CELLS)) {
      items.addAll(cell.chromosomes());
    }
    return ChromosomeDataset.of(items);
  }

  private List<String> round(
      ChromosomeDataset small, List<ChromosomeImage> images, List<Cell> cells) throws Exception {
    Path file = out.resolve("soak.karyo");
    try (Karyotyper trained =
        Karyotyper.builder().encoder(SiameseEncoders.sameDiff().epochs(EPOCHS)).train(small)) {
      trained.save(file);
    }
    try (Karyotyper loaded = Karyotyper.load(file)) {
      List<Callable<List<String>>> questions = questions(loaded, images, cells);
      List<String> answers = answers(questions, Executors.newFixedThreadPool(THREADS));
      List<Callable<List<String>>> more = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int k = 0; k < CROWD_QUESTIONS; k++) {
        // Whole cells, which are the last.
        Callable<List<String>> question = questions.get(questions.size() - 1 - k % CELLS);
        more.add(question);
        expected.addAll(question.call());
      }
      check("64 threads", expected, answers(more, Executors.newFixedThreadPool(CROWD)));
      Optional<ExecutorService> virtual = virtualThreads();
      if (virtual.isPresent()) {
        check("virtual threads", expected, answers(more, virtual.get()));
      }
      return answers;
    }
  }

  private static void check(String who, List<String> expected, List<String> found) {
    if (!found.equals(expected)) {
      throw new IllegalStateException(who + ": other answers than one thread");
    }
  }

  /** A virtual thread for each task, since Java 21. */
  private static Optional<ExecutorService> virtualThreads() throws ReflectiveOperationException {
    try {
      Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
      return Optional.of((ExecutorService) factory.invoke(null));
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private static List<Callable<List<String>>> questions(
      Karyotyper karyotyper, List<ChromosomeImage> images, List<Cell> cells) {
    List<Callable<List<String>>> questions = new ArrayList<>();
    int from = 0;
    for (int k = 0; from < images.size(); k++) {
      int to = Math.min(images.size(), from + BATCHES[k % BATCHES.length]);
      List<ChromosomeImage> some = images.subList(from, to);
      questions.add(
          () ->
              karyotyper.classify(some).stream()
                  .map(Classification::probabilities)
                  .map(Object::toString)
                  .toList());
      from = to;
    }
    for (Cell cell : cells) {
      questions.add(
          () -> karyotyper.karyotype(cell).placements().stream().map(Object::toString).toList());
    }
    return questions;
  }

  /** Asks all questions at once, and ends the threads. */
  private static List<String> answers(
      List<Callable<List<String>>> questions, ExecutorService threads)
      throws InterruptedException, ExecutionException {
    try {
      List<String> answers = new ArrayList<>();
      for (Future<List<String>> answer : threads.invokeAll(questions)) {
        answers.addAll(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  /** What the process holds once the garbage is collected, in the order of the names. */
  private static double[] held() throws IOException {
    System.gc();
    UnixOperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE;
    try (Stream<Path> temporary = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return new double[] {
        heap,
        Machine.residentMegabytes(),
        Pointer.totalBytes() / MEGABYTE,
        system.getOpenFileDescriptorCount(),
        ManagementFactory.getThreadMXBean().getThreadCount(),
        temporary.count()
      };
    }
  }

  private static Series series(List<double[]> rounds, int k) {
    return new Series(rounds.stream().mapToDouble(round -> round[k]).toArray());
  }

  private void plot(List<double[]> rounds) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(480)
            .title("What the process holds, medians of ten rounds")
            .xAxisTitle("round")
            .yAxisTitle("share of its median")
            .build();
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(2.0).setXAxisMaxLabelCount(10);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    int groups = (rounds.size() + GROUP - 1) / GROUP;
    double[] numbers = new double[groups];
    for (int i = 0; i < groups; i++) {
      numbers[i] = Math.min(rounds.size(), (i + 1) * GROUP);
    }
    for (int k = 0; k < NAMES.size(); k++) {
      double median = series(rounds, k).median();
      double[] shares = new double[groups];
      for (int i = 0; i < groups; i++) {
        int to = (int) numbers[i];
        shares[i] = series(rounds.subList(i * GROUP, to), k).median() / Math.max(1, median);
      }
      String name = String.format(Locale.ROOT, "%s (median %.0f)", NAMES.get(k), median);
      chart.addSeries(name, numbers, shares).setMarker(SeriesMarkers.NONE);
    }
    BitmapEncoder.saveBitmap(
        chart, out.resolve("soak.png").toString(), BitmapEncoder.BitmapFormat.PNG);
  }
}
