package io.karyo.cli.paper;

import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.Interruption;
import io.karyo.cli.common.ThreadOptions;
import io.karyo.cli.output.Outputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the paper's methods side by side. */
@Command(
    name = "paper-table",
    description = {
      "Runs the methods of the paper that karyo follows (Swati and others, ICCV workshops 2017)"
          + " on your data and reproduces its table 1: table1.md, table1.csv, charts"
          + " and report.html.",
      "Finished trainings are kept in the folder; after a stop, the same command resumes."
    })
public final class PaperTableCommand extends CliCommand {

  private static final int QUICK_SEEDS = 1;
  private static final int USUAL_SEEDS = 10;

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for all output.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--rows",
      paramLabel = "ROWS",
      description =
          "Numbers and ranges of rows, as in 1-6,14; default ${DEFAULT-VALUE}. Row 18 is not in the"
              + " paper: the Siamese network without straightening.")
  private String rows = "1-18";

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "The number of random draws of images; default 10, or 1 with --quick.")
  private @Nullable Integer seeds;

  @Option(
      names = "--epochs-scale",
      paramLabel = "F",
      description = "A factor for all numbers of epochs; default ${DEFAULT-VALUE}.")
  private double epochsScale = 1;

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      description = {
        "'patient' (the default): no patient is in two splits; 'image': drawn from all images, as"
            + " in the paper, which makes accuracy look better than it is."
      })
  private Protocol protocol = Protocol.PATIENT;

  @Option(
      names = "--filters",
      paramLabel = "N,N",
      split = ",",
      arity = "1",
      description =
          "Filters of the Siamese network's convolutions; default 16,32; 64,128 in the paper.")
  private int[] filters = {16, 32};

  @Option(
      names = "--quick",
      description = "Show in a few minutes that everything works, on fewer images and epochs.")
  private boolean quick;

  @Mixin private ThreadOptions threads = new ThreadOptions();

  @Override
  public Integer call() throws IOException {
    checkOptions(threads::check);
    if (filters.length != 2) {
      throw wrongUsage("--filters: must be two numbers, found " + filters.length);
    }
    checkOptions(() -> options(1));
    Outputs.folder(folder);
    var dataset = data.load();
    PaperTable.Options options = options(threads.apply());
    try (Interruption interruption = new Interruption()) {
      new PaperTable(
              dataset,
              data.name(),
              options,
              folder,
              line -> say("%s", line),
              interruption.cancellation())
          .make();
      return FINE;
    } catch (CancellationException e) {
      complain("cancelled; the same command resumes after the finished trainings");
      return FAILED;
    }
  }

  private PaperTable.Options options(int threads) {
    int count = seeds == null ? (quick ? QUICK_SEEDS : USUAL_SEEDS) : seeds;
    return new PaperTable.Options(
        rows, count, epochsScale, protocol, filters[0], filters[1], quick, threads);
  }
}
