package io.karyo.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the table. */
@Command(
    name = "table",
    description = "Measures everything that takes minutes, and prints it as a table.",
    mixinStandardHelpOptions = true)
final class TableCommand implements Callable<Integer> {

  /** The parts of the table, in their order. */
  enum Part {
    /** Gradient steps, and the limit. */
    TRAINING,
    /** The forward pass. */
    EMBEDDING,
    /** Straighteners. */
    STRAIGHTENING,
    /** Whole cells. */
    KARYOTYPE,
    /** Photographs of metaphases. */
    PHOTOGRAPH,
    /** Programs of their own. */
    START,
    /** Cost as work grows. */
    GROWTH;

    private Section section() {
      return switch (this) {
        case TRAINING -> new TrainingSection();
        case EMBEDDING -> new EmbeddingSection();
        case STRAIGHTENING -> new StraighteningSection();
        case KARYOTYPE -> new KaryotypeSection();
        case PHOTOGRAPH -> new PhotographSection();
        case START -> new StartSection();
        case GROWTH -> new GrowthSection();
      };
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private MaterialOptions options = new MaterialOptions();

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Some parts of the table: ${COMPLETION-CANDIDATES}.")
  private List<Part> only = List.of(Part.values());

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "How often everything is measured, in turn; ${DEFAULT-VALUE} unless set.")
  private int rounds = 7;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "For how long each time; ${DEFAULT-VALUE} unless set.")
  private double seconds = 1;

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = "Record each part with Java Flight Recorder, to DIR/PART.jfr.")
  private @Nullable Path profile;

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    PrintWriter out = spec.commandLine().getOut();
    TorchNetwork.configure(Machine.processors());
    Material material = options.material();
    Machine.describe(out, material);
    out.printf("PyTorch %s, ImageJ %s%n%n", TorchNetwork.version(), ImageJ.version());
    Path folder = Files.createTempDirectory("karyo-benchmarks");
    try {
      Section.Context context =
          new Section.Context(
              material, new Rounds(rounds, seconds), new Table(out), options, folder);
      for (Part part : only) {
        run(part, context);
      }
    } finally {
      delete(folder);
    }
    out.printf(Locale.ROOT, "%nIn %.0f s.%n", (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private void run(Part part, Section.Context context) throws Exception {
    if (profile == null) {
      part.section().run(context);
      return;
    }
    Files.createDirectories(profile);
    try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
      recording.start();
      part.section().run(context);
      recording.dump(profile.resolve(part.name().toLowerCase(Locale.ROOT) + ".jfr"));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
