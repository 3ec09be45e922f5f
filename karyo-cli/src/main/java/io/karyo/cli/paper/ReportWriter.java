package io.karyo.cli.paper;

import io.karyo.cli.output.Outputs;
import io.karyo.cli.paper.report.Charts;
import io.karyo.cli.paper.report.CrowdStudy;
import io.karyo.cli.paper.report.HtmlReport;
import io.karyo.cli.paper.report.Provenance;
import io.karyo.metrics.Evaluation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the table, the pictures and the report. */
final class ReportWriter {

  private static final String TITLE =
      "Table 1 of “Siamese Networks for Chromosome Classification”, reproduced";

  /** One model a family: what the scores and the map are drawn of. */
  private static final List<Integer> SCORED = List.of(3, 6, 7, 14, 17);

  private static final int MAPPED = 14;

  private static final String CROWD = "The crowd of SMAC, simulated";

  private static final String CROWD_SAYS =
      "The rows above straighten without a crowd. Ten simulated workers drew an axis on each of 46"
          + " synthetic chromosomes, bent up to 120°; spammers drew arbitrary lines. Spammers were"
          + " detected by the paper's test with α = 0.6; the consensus follows equation 1.";

  private final Figures figures;
  private final PaperTable.Options options;
  private final Budget budget;
  private final Provenance provenance;
  private final Draw draw;

  ReportWriter(
      Figures figures,
      PaperTable.Options options,
      Budget budget,
      Provenance provenance,
      Draw draw) {
    this.figures = figures;
    this.options = options;
    this.budget = budget;
    this.provenance = provenance;
    this.draw = draw;
  }

  void write(Path folder) throws IOException {
    Outputs.text(folder.resolve("table1.csv"), TableWriter.csv(figures.summaries()));
    Outputs.text(folder.resolve("table1.md"), markdown());
    Outputs.text(folder.resolve("report.html"), report(folder));
  }

  /** Returns what was run, a sentence a line. */
  private List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add(
        "Data: "
            + provenance.data()
            + ", "
            + draw.sizes()
            + " images for training, validation and test, drawn separately for each seed and equal"
            + " for all rows.");
    facts.add(
        options.protocol() == Protocol.PATIENT
            ? "Protocol: by patient; no patient is in two splits."
            : "Protocol: by image, as in the paper; a patient may be in several splits, which makes"
                + " accuracy look better than it is.");
    int seeds = figures.summaries().stream().mapToInt(s -> s.runs().size()).max().orElse(0);
    facts.add("Seeds: 1 to " + seeds + "; mean ± standard deviation, best.");
    facts.add(
        text(
            "Siamese network: %d and %d filters (the paper: 64 and 128), 512 coordinates, %d"
                + " epochs of the pairs; a Con-Siamese combines %d networks (the paper: 10).",
            budget.firstFilters(),
            budget.secondFilters(),
            budget.siameseEpochs(),
            budget.networks()));
    facts.add(
        text(
            "Deep CNN: %d, %d and %d filters (the paper: 64, 32 and 16), dense layers of 1024 and"
                + " 512, at most %d epochs, with early stopping on validation.",
            budget.cnnFilters(),
            budget.cnnFilters() / 2,
            budget.cnnFilters() / 4,
            budget.cnnEpochs()));
    facts.add(
        "Faithful: as the paper describes: Nesterov's momentum 0.99, the best of its learning rates"
            + " and weight decays on validation, sigmoid embedding, contrastive loss with margin"
            + " 0.5, no augmentation except mirroring. Ours: the same straightening, network size"
            + " and pairs; Adam on one cycle, a linear embedding of length 1, supervised"
            + " contrastive loss, augmentation. The perceptron is the library's in both.");
    facts.add(
        "Times include the classifier, but not reading and straightening, which all rows share."
            + " Pairs are similar:dissimilar.");
    facts.add("Machine: " + provenance.machine() + "; " + provenance.date() + ".");
    if (options.quick()) {
      facts.add("A quick run: it shows that everything works, not how accurate it is.");
    }
    return facts;
  }

  private List<String> collapses() {
    return figures.summaries().stream()
        .filter(summary -> summary.collapsed() > 0)
        .map(
            s ->
                text(
                    "Row %d, %s: %d of %d collapsed: %s",
                    s.row().number(),
                    s.column().title(),
                    s.collapsed(),
                    s.runs().size(),
                    s.reason()))
        .toList();
  }

  private List<String> checks(Column column) {
    return figures.checks(column).stream()
        .map(c -> (c.met() ? "met: " : "missed: ") + c.claim() + " (" + c.numbers() + ")")
        .toList();
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# " + TITLE + "\n\n");
    list(text, facts());
    text.append(
        TableWriter.markdown(TableWriter.headings(), TableWriter.cells(figures.summaries())));
    text.append('\n');
    list(text, collapses());
    for (Column column : Column.values()) {
      text.append("## ").append(title(column)).append("\n\n");
      list(text, figures.headlines(column));
      list(text, checks(column));
    }
    text.append("## ").append(CROWD).append("\n\n").append(CROWD_SAYS).append("\n\n");
    text.append(TableWriter.markdown(CrowdStudy.HEADINGS, crowd()));
    return text.toString().stripTrailing() + "\n";
  }

  private static void list(StringBuilder text, List<String> lines) {
    lines.forEach(line -> text.append("- ").append(line).append('\n'));
    if (!lines.isEmpty()) {
      text.append('\n');
    }
  }

  private static String title(Column column) {
    return column == Column.FAITHFUL
        ? "Trained as the paper describes"
        : "Trained as the library trains";
  }

  private String report(Path folder) throws IOException {
    HtmlReport report = new HtmlReport(TITLE);
    report.list(facts());
    report.table(TableWriter.headings(), TableWriter.cells(figures.summaries()));
    if (!collapses().isEmpty()) {
      report.list(collapses());
    }
    picture(
        report,
        folder,
        "straightening",
        "The most bent images of the first draw, one per type: original; not straightened;"
            + " SMAC; SPV",
        ContactSheet.of(draw));
    for (Column column : Column.values()) {
      report.heading(title(column));
      report.list(figures.headlines(column));
      report.list(checks(column));
      if (Charts.available()) {
        charts(report, folder, column);
      } else {
        report.paragraph("This machine has no fonts: charts are left out.");
      }
    }
    report.heading(CROWD).paragraph(CROWD_SAYS).table(CrowdStudy.HEADINGS, crowd());
    return report.render();
  }

  private static List<List<String>> crowd() {
    return CrowdStudy.all().stream().map(CrowdStudy::cells).toList();
  }

  private void charts(HtmlReport report, Path folder, Column column) throws IOException {
    Map<String, Evaluation> scored = new LinkedHashMap<>();
    for (int row : SCORED) {
      figures
          .sound(row, column)
          .ifPresent(s -> scored.put(s.row().experiment().title(), pooled(s)));
    }
    if (!scored.isEmpty()) {
      picture(
          report,
          folder,
          "f1-" + column.title(),
          "F1 of each type, over all seeds",
          Charts.scores("F1 of each type", scored));
    }
    curves(report, folder, column, true);
    curves(report, folder, column, false);
    for (Summary summary : mapped(column)) {
      Run run = summary.runs().get(0);
      picture(
          report,
          folder,
          "map-" + column.title(),
          "Embeddings of the first seed's test images, laid out by t-SNE",
          Charts.map(summary.row().experiment().title(), Run.types(run.truth()), run.map()));
    }
    for (Summary summary : oneAnExperiment(column)) {
      Experiment experiment = summary.row().experiment();
      picture(
          report,
          folder,
          "confusion-" + experiment.id() + "-" + column.title(),
          "Confusion matrix over all seeds: " + experiment.title(),
          Charts.confusion(experiment.title(), pooled(summary)));
    }
  }

  private List<Summary> mapped(Column column) {
    return figures.sound(MAPPED, column).stream()
        .filter(summary -> !summary.runs().get(0).hasCollapsed())
        .toList();
  }

  private List<Summary> oneAnExperiment(Column column) {
    Map<Experiment, Summary> summaries = new LinkedHashMap<>();
    figures.summaries().stream()
        .filter(s -> s.column() == column && !Double.isNaN(s.mean()))
        .forEach(s -> summaries.putIfAbsent(s.row().experiment(), s));
    return List.copyOf(summaries.values());
  }

  /** Puts the test images of all seeds together. */
  private static Evaluation pooled(Summary summary) {
    List<String> truth = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    for (Run run : summary.runs()) {
      truth.addAll(run.truth());
      predicted.addAll(run.predicted());
    }
    return Evaluation.ofTypes(Run.types(truth), Run.types(predicted));
  }

  /** Draws loss and accuracy of the first seed's trainings, Siamese ones or baselines. */
  private void curves(HtmlReport report, Path folder, Column column, boolean siamese)
      throws IOException {
    List<Charts.Line> losses = new ArrayList<>();
    List<Charts.Line> accuracies = new ArrayList<>();
    for (Summary summary : oneAnExperiment(column)) {
      Experiment experiment = summary.row().experiment();
      if (experiment.family().siamese() == siamese) {
        List<Run.Epoch> epochs = summary.runs().get(0).epochs();
        line(experiment.title(), epochs, false, losses);
        line(experiment.title(), epochs, true, accuracies);
      }
    }
    String who = siamese ? "Siamese networks" : "baselines";
    String name = (siamese ? "siamese-" : "baselines-") + column.title();
    if (!losses.isEmpty()) {
      picture(
          report,
          folder,
          "loss-" + name,
          "Training loss of the first seed's " + who,
          Charts.curves("Training loss", "loss", losses));
    }
    if (!accuracies.isEmpty()) {
      picture(
          report,
          folder,
          "accuracy-" + name,
          "Validation accuracy of the first seed's " + who,
          Charts.curves("Validation accuracy", "share classified correctly", accuracies));
    }
  }

  private static void line(
      String name, List<Run.Epoch> epochs, boolean accuracy, List<Charts.Line> lines) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < epochs.size(); i++) {
      double value = accuracy ? epochs.get(i).validationAccuracy() : epochs.get(i).loss();
      if (Double.isFinite(value)) {
        x.add(i + 1.0);
        y.add(value);
      }
    }
    if (!x.isEmpty()) {
      lines.add(new Charts.Line(name, x, y));
    }
  }

  private static void picture(
      HtmlReport report, Path folder, String name, String caption, BufferedImage image)
      throws IOException {
    Path file = folder.resolve(name + ".png");
    Outputs.png(image, file);
    report.picture(caption, Files.readAllBytes(file));
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
