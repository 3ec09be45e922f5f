package io.karyo.cli.labels;

import io.karyo.Karyotyper;
import io.karyo.audit.AuditReport;
import io.karyo.audit.AuditedImages;
import io.karyo.audit.ExchangedLabels;
import io.karyo.audit.LabelAudit;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.Interruption;
import io.karyo.cli.common.ModelOption;
import io.karyo.cli.common.ThreadOptions;
import io.karyo.cli.common.TrainingProgress;
import io.karyo.cli.output.Failures;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ChromosomeDataset;
import io.karyo.model.Require;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds labels that are probably wrong. */
@Command(
    name = "audit",
    description = {
      "Finds labels of a data set that are probably wrong: exchanged within a cell, shifted by one"
          + " type within a cell, wrong by themselves, and pictures that occur twice. Each"
          + " chromosome is judged by a classifier that learned from other patients of the same"
          + " data set. The data set is not changed.",
      "--out writes a page with pictures, all findings as JSON, which 'evaluate --disputed' takes,"
          + " and a manifest with corrected labels."
    })
public final class AuditCommand extends CliCommand {

  @Mixin private DataOptions data = new DataOptions();

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Write DIR/audit.html, DIR/audit.json and DIR/corrected.csv. The images are copied to DIR"
            + " unless they lie in it, because a manifest names only files of its own folder."
      })
  private @Nullable Path out;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write all findings, or the figures of --exchange, as JSON; - for standard output.")
  private @Nullable Path json;

  @Option(
      names = "--probability",
      paramLabel = "P",
      defaultValue = "" + AuditReport.PROBABLE,
      description =
          "Report and correct what is wrong with at least this probability; default"
              + " ${DEFAULT-VALUE}. The JSON has less probable findings, too.")
  private double probability = AuditReport.PROBABLE;

  @Option(
      names = "--folds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Into how many parts the patients are divided; default ${DEFAULT-VALUE}.")
  private int folds = 5;

  @Option(names = "--seed", paramLabel = "N", description = "The random seed; default 0.")
  private long seed;

  @Option(
      names = "--cells",
      paramLabel = "N",
      description =
          "Audit only N cells, drawn with the seed. The corrected.csv of --out then has only"
              + " these.")
  private @Nullable Integer cells;

  @Option(
      names = "--exchange",
      paramLabel = "SHARE",
      description = {
        "Measure the audit instead: exchange this share of the labels within cells, in memory, and"
            + " print how many of them are found and how many of the others are reported; once for"
            + " any pairs, once for pairs of one Denver group."
      })
  private @Nullable Double exchange;

  @Mixin private ThreadOptions threads = new ThreadOptions();

  @Override
  public Integer call() throws IOException {
    checkOptions(this::check);
    if (data.areSeveral() || data.arePhotographs()) {
      throw wrongUsage(
          "--data: must be one data set of cut-outs; 'cut' makes one from photographs");
    }
    if (exchange != null && out != null) {
      throw wrongUsage("--out: must not be given with --exchange");
    }
    requireOutput(json);
    CorrectedManifest manifest = out == null ? null : CorrectedManifest.in(out, data);
    ChromosomeDataset dataset = drawn(data.load());
    if (manifest != null) {
      manifest.requireFree(dataset);
    }
    TrainingProgress progress = progress();
    try (Interruption interruption = new Interruption();
        Karyotyper karyotyper = model.load(threads.apply())) {
      LabelAudit audit =
          LabelAudit.of(karyotyper)
              .folds(folds)
              .seed(seed)
              .threads(threads.apply())
              .listener(withoutSkipped(progress))
              .cancellation(interruption.cancellation());
      AuditedImages images = audit.read(dataset);
      AuditReport report = images.review(dataset);
      if (exchange != null) {
        return measure(images, report, progress, exchange);
      }
      progress.finish();
      return finish(report, karyotyper, manifest);
    } finally {
      progress.finish();
    }
  }

  /** Leaves out images that cannot be used, because they are reported as not judged. */
  private static TrainingListener withoutSkipped(TrainingProgress progress) {
    return new TrainingListener() {
      @Override
      public void onProgress(Progress one) {
        progress.onProgress(one);
      }
    };
  }

  private void check() {
    threads.check();
    Require.inRange("--probability", probability, 0, 1);
    Require.atLeast("--folds", folds, 2);
    if (exchange != null) {
      Require.inRange("--exchange", exchange, 0, 1);
    }
    requirePositive("--cells", cells);
  }

  private ChromosomeDataset drawn(ChromosomeDataset all) {
    return cells == null ? all : all.sampleCells(cells, seed);
  }

  private int finish(
      AuditReport report, Karyotyper karyotyper, @Nullable CorrectedManifest manifest)
      throws IOException {
    AuditFigures figures = AuditFigures.of(report, model.name(), data.name(), probability);
    figures.summary().forEach(line -> say("%s", line));
    String text = Outputs.json(figures) + "\n";
    if (json != null) {
      write(json, text);
    }
    if (manifest != null) {
      Path folder = manifest.folder();
      AuditPictures pictures = AuditPictures.of(report, karyotyper, probability);
      Outputs.text(folder.resolve("audit.html"), new AuditPage(figures, pictures).render());
      Outputs.text(folder.resolve("audit.json"), text);
      manifest.write(report, probability);
      say("wrote %s", folder);
    }
    return complainOfUnjudged(report);
  }

  private int complainOfUnjudged(AuditReport report) {
    report.unjudged().forEach(one -> complain("%s: %s", one.chromosome().name(), one.reason()));
    return report.unjudged().isEmpty() ? FINE : FAILED;
  }

  private int measure(
      AuditedImages images, AuditReport asRecorded, TrainingProgress progress, double share)
      throws IOException {
    ExchangedLabels any = ExchangedLabels.of(images.dataset(), share, false, seed);
    List<ExchangeFigures> figures = new ArrayList<>();
    figures.add(measure(images, asRecorded, any, false));
    String missing = "";
    try {
      ExchangedLabels hard = ExchangedLabels.of(images.dataset(), share, true, seed);
      figures.add(measure(images, asRecorded, hard, true));
    } catch (IllegalArgumentException e) {
      missing = Failures.message(e);
    }
    progress.finish();
    figures.forEach(one -> one.summary().forEach(line -> say("%s", line)));
    if (!missing.isEmpty()) {
      say("exchanged pairs of one Denver group: not measured: %s", missing);
    }
    if (json != null) {
      write(json, Outputs.json(figures) + "\n");
    }
    return complainOfUnjudged(asRecorded);
  }

  private ExchangeFigures measure(
      AuditedImages images, AuditReport asRecorded, ExchangedLabels exchanged, boolean sameGroup) {
    return ExchangeFigures.of(
        exchanged, sameGroup, images.review(exchanged.dataset()), asRecorded, probability);
  }
}
