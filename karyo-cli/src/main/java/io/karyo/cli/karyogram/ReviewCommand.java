package io.karyo.cli.karyogram;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.Interruption;
import io.karyo.cli.common.ModelOption;
import io.karyo.image.Metaphase;
import io.karyo.review.Review;
import io.karyo.review.ReviewServer;
import io.karyo.spi.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a page on which a person checks and corrects karyotypes. */
@Command(
    name = "review",
    description = {
      "Finds the karyotypes of the cells of a case and serves a page on this machine, on which a"
          + " person checks and corrects them. Prints the address of the page, which nobody else"
          + " knows, and runs until Control-C."
    })
public final class ReviewCommand extends CliCommand {

  private static final String SEVERAL = " Several: repeat it.";

  private static final String FOLDER = "karyo-review";

  private static final long MILLISECONDS_BETWEEN_LOOKS = 100;

  @Mixin private ModelOption model = new ModelOption();

  @Option(names = "--cell", paramLabel = "DIR", description = CellOptions.CELL + SEVERAL)
  private List<String> cells = new ArrayList<>();

  @Option(
      names = "--metaphase",
      paramLabel = "PHOTO",
      description = CellOptions.METAPHASE + SEVERAL)
  private List<Path> metaphases = new ArrayList<>();

  @Mixin private CellOptions cellOptions = new CellOptions();

  @Option(
      names = "--case",
      paramLabel = "ID",
      description = "The name of the case; default that of the first cell.")
  private @Nullable String caseId;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Where each action is stored at once, in a file for each cell, and found again the next"
              + " time; default '"
              + FOLDER
              + "' in the current folder.")
  private @Nullable Path folder;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "A karyotype that was saved from the page as JSON; its corrections are made again on the"
              + " cell of the same name."
              + SEVERAL)
  private List<Path> resumed = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port of the page, 1 to 65535; default any that is free.")
  private @Nullable Integer port;

  @Option(names = "--no-browser", description = "Do not open the page in a browser.")
  private boolean noBrowser;

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description =
          "Write the page of one cell as an HTML file that needs no server and corrects nothing,"
              + " instead of serving it.")
  private @Nullable Path page;

  @Override
  public Integer call() throws IOException {
    check();
    if (page != null) {
      requireOutput(page);
    }
    try (Karyotyper karyotyper = model.load()) {
      List<Karyotype> karyotypes = new ArrayList<>();
      for (String cell : cells) {
        Cell images = cellOptions.read(cell);
        karyotypes.add(karyotyper.karyotype(images));
      }
      for (Path photograph : metaphases) {
        Karyotype karyotype = karyotyper.karyotype(read(photograph));
        CellOptions.notes(karyotype).forEach(note -> say("%s: %s", photograph, note));
        karyotypes.add(karyotype);
      }
      for (Karyotype karyotype : karyotypes) {
        say("%s: %s", karyotype.cell(), karyotype.iscn());
        warnIfForeign("cell '" + karyotype.cell() + "'", karyotype.familiarity());
      }
      if (page == null) {
        serve(karyotypes);
      } else {
        Review.of(karyotypes.get(0), model.identity()).writeHtml(page);
        say("wrote %s", page);
      }
    }
    return FINE;
  }

  /** Names a photograph by its file alone, so that its journal is found from any folder. */
  private static Metaphase read(Path photograph) throws IOException {
    return Metaphase.read(photograph).withName(String.valueOf(photograph.getFileName()));
  }

  private void check() {
    int count = cells.size() + metaphases.size();
    if (count == 0) {
      throw wrongUsage("--cell, --metaphase: must be given at least once");
    }
    if (cellOptions.hasManifest() && cells.isEmpty()) {
      throw wrongUsage("--data: must be given with --cell only");
    }
    boolean serves = folder != null || port != null || caseId != null || !resumed.isEmpty();
    if (page != null && (count > 1 || serves)) {
      throw wrongUsage(
          "--page: must be given with one cell, without --case, --folder, --port and --resume");
    }
    if (port != null && (port < 1 || port > 65_535)) {
      throw wrongUsage("--port: must be 1 to 65535, found " + port);
    }
  }

  private void serve(List<Karyotype> karyotypes) throws IOException {
    Path journals = folder == null ? Path.of(FOLDER) : folder;
    ReviewServer.Builder builder = ReviewServer.builder().model(model.identity()).folder(journals);
    karyotypes.forEach(builder::add);
    resumed.forEach(builder::resume);
    if (caseId != null) {
      builder.caseId(caseId);
    }
    if (port != null) {
      builder.port(port);
    }
    // Ended within, because the program may be gone as soon as the interruption is closed.
    try (Interruption interruption = new Interruption()) {
      try (ReviewServer server = builder.start()) {
        say("%s", server.uri());
        say("actions are stored in %s; Control-C ends it", journals);
        out().flush();
        if (!noBrowser) {
          WebBrowser.open(
              server.uri(), why -> complain("warning: no browser could be opened: %s", why));
        }
        waitFor(interruption.cancellation());
      }
      say("ended");
      out().flush();
    }
  }

  private static void waitFor(Cancellation cancellation) {
    try {
      while (!cancellation.shouldFinish()) {
        Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
      }
    } catch (CancellationException controlC) {
      // As it should end; the server is closed next.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
