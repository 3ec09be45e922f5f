package io.karyo.cli.labels;

import io.karyo.audit.AuditReport;
import io.karyo.audit.ExchangedLabels;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
 * @param recall the share of the exchanged that are reported; null if none are exchanged
 * @param precision the share of the reported that were exchanged; wrong labels that the data set
 *     had before count as false alarms; null if none are reported
 * @param alsoBefore how many of the others are reported without any exchange, too
 * @param precisionOfOthers the precision without those; null if no others are reported
 */
record ExchangeFigures(
    String pairs,
    int labels,
    int exchanged,
    double probability,
    int reported,
    int found,
    @Nullable Double recall,
    @Nullable Double precision,
    int alsoBefore,
    @Nullable Double precisionOfOthers) {

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
        share(found.size(), exchanged.places().size()),
        share(found.size(), reported.size()),
        alsoBefore.size(),
        share(found.size(), reported.size() - alsoBefore.size()));
  }

  private static @Nullable Double share(int part, int all) {
    return all == 0 ? null : part / (double) all;
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
            "  recall %s, precision %s; without %d labels that are reported as they were"
                + " recorded, too: precision %s",
            percent(recall),
            percent(precision),
            alsoBefore,
            percent(precisionOfOthers)));
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
