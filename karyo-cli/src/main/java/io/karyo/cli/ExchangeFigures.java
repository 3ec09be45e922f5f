package io.karyo.cli;

import io.karyo.audit.AuditReport;
import io.karyo.audit.ExchangedLabels;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many labels that were exchanged on purpose an audit finds; the fields are those of the JSON
 * file.
 *
 * @param pairs whether the types of exchanged pairs are any, or of one Denver group
 * @param labels how many labels there are
 * @param exchanged how many of them were exchanged
 * @param probability from which probability on labels are reported
 * @param reported how many labels are reported
 * @param found how many of the reported were exchanged
 * @param recall the share of the exchanged that are reported
 * @param precision the share of the reported that were exchanged; wrong labels that the data set
 *     had before count as false alarms
 * @param alsoBefore how many of the others are reported without any exchange, too
 * @param precisionOfOthers the precision without those
 */
record ExchangeFigures(
    String pairs,
    int labels,
    int exchanged,
    double probability,
    int reported,
    int found,
    double recall,
    double precision,
    int alsoBefore,
    double precisionOfOthers) {

  static ExchangeFigures of(
      ExchangedLabels exchanged,
      boolean sameGroup,
      AuditReport report,
      AuditReport before,
      double probability) {
    Set<Integer> reported = report.disputed(probability);
    Set<Integer> found = new TreeSet<>(reported);
    found.retainAll(exchanged.places());
    Set<Integer> alsoBefore = new TreeSet<>(reported);
    alsoBefore.removeAll(exchanged.places());
    alsoBefore.retainAll(before.disputed(probability));
    return new ExchangeFigures(
        sameGroup ? "of one Denver group" : "any",
        report.dataset().size(),
        exchanged.places().size(),
        probability,
        reported.size(),
        found.size(),
        found.size() / (double) exchanged.places().size(),
        found.size() / (double) reported.size(),
        alsoBefore.size(),
        found.size() / (double) (reported.size() - alsoBefore.size()));
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    return List.of(
        String.format(
            Locale.ROOT,
            "exchanged pairs %s: %d of %d labels exchanged, %d reported, %d of them exchanged",
            pairs,
            exchanged,
            labels,
            reported,
            found),
        String.format(
            Locale.ROOT,
            "  recall %.1f %%, precision %.1f %%; without %d labels that are reported as they were"
                + " recorded, too: precision %.1f %%",
            100 * recall,
            100 * precision,
            alsoBefore,
            100 * precisionOfOthers));
  }
}
