package io.karyo.cli.labels;

import io.karyo.audit.AuditReport;
import io.karyo.audit.Disputed;
import io.karyo.audit.Finding;
import io.karyo.cli.common.UnclassifiedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The findings of an audit; the fields are those of the JSON file.
 *
 * @param model the model file
 * @param data the data set
 * @param labels how many labels were audited
 * @param folds in how many parts
 * @param unit what stayed together in one part: patient, cell or image
 * @param probability from which probability on a finding counts
 * @param expectedWrong how many labels are wrong, as the probabilities expect
 * @param findings all findings, the most probable first
 * @param unjudged the chromosomes that could not be judged
 * @param notes what else a reader should know
 */
record AuditFigures(
    String model,
    String data,
    int labels,
    int folds,
    String unit,
    double probability,
    double expectedWrong,
    List<Found> findings,
    List<UnclassifiedImage> unjudged,
    List<String> notes) {

  /**
   * A finding.
   *
   * @param kind exchanged, shifted, wrong or double
   * @param cell the cell, null if it is unknown or the picture is in several
   * @param probability that it is right
   * @param reason a sentence
   * @param chromosomes the chromosomes
   */
  record Found(
      String kind,
      @Nullable String cell,
      double probability,
      String reason,
      List<Labelled> chromosomes) {

    private String line() {
      return String.format(
          Locale.ROOT,
          "%5.3f %-9s %-14s %s",
          probability,
          kind,
          cell == null ? "-" : cell,
          chromosomes.stream().map(Labelled::text).collect(Collectors.joining(", ")));
    }
  }

  /**
   * A chromosome of a finding.
   *
   * @param path its image
   * @param recorded its label
   * @param proposed the proposed label, the same if only the picture is in doubt
   * @param recordedProbability that of its label, by its picture alone; null if not judged
   * @param proposedProbability that of the proposed label, by its picture alone; null if not judged
   */
  record Labelled(
      String path,
      String recorded,
      String proposed,
      @Nullable Double recordedProbability,
      @Nullable Double proposedProbability) {

    private static Labelled of(Disputed one) {
      return new Labelled(
          one.chromosome().name(),
          one.chromosome().type().label(),
          one.proposed().label(),
          known(one.recordedProbability()),
          known(one.proposedProbability()));
    }

    private String text() {
      return path + " " + recorded + (recorded.equals(proposed) ? "" : ">" + proposed);
    }

    private static @Nullable Double known(double probability) {
      return Double.isNaN(probability) ? null : probability;
    }
  }

  static AuditFigures of(AuditReport report, String model, String data, double probability) {
    return new AuditFigures(
        model,
        data,
        report.dataset().size(),
        report.folds(),
        report.unit().name().toLowerCase(Locale.ROOT),
        probability,
        report.expectedWrong(),
        report.findings().stream().map(AuditFigures::found).toList(),
        report.unjudged().stream()
            .map(
                one ->
                    new UnclassifiedImage(
                        one.chromosome().name(), one.chromosome().type().label(), one.reason()))
            .toList(),
        report.notes());
  }

  private static Found found(Finding finding) {
    return new Found(
        finding.kind().name().toLowerCase(Locale.ROOT),
        finding.cell().orElse(null),
        finding.probability(),
        finding.reason(),
        finding.chromosomes().stream().map(Labelled::of).toList());
  }

  /** Returns the findings that count. */
  List<Found> probable() {
    return findings.stream().filter(finding -> finding.probability() >= probability).toList();
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    probable().forEach(finding -> lines.add(finding.line()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%d labels in %d parts by %s: %d findings with a probability of %.2f or more; about"
                + " %.0f labels are wrong",
            labels,
            folds,
            unit,
            probable().size(),
            probability,
            expectedWrong));
    if (!unjudged.isEmpty()) {
      lines.add(unjudged.size() + " labels could not be judged");
    }
    lines.addAll(notes);
    return lines;
  }
}
