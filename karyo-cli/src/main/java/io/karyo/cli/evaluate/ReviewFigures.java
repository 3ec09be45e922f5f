package io.karyo.cli.evaluate;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.metrics.KaryotypeEvaluation;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a person has to look at if a share of right designations is wanted; the fields are those of
 * the JSON file.
 *
 * @param precision the share that is wanted
 * @param vouched the share that the validation cells of the model vouch for with 95 % confidence,
 *     the mean over the cells; null if nothing vouches for one of them
 * @param reviewShare the share of chromosomes marked for review
 * @param kept how many chromosomes are not marked
 * @param keptWrong how many of those are designated wrongly
 * @param accuracyOfKept the share of right designations among them; 1 if there is none
 * @param cellReviewShare the share of cells that a person should look at
 * @param exactOfKept the share of cells whose numbers are right among the other cells; 1 if there
 *     is none
 * @param perfectOfKept the share of cells without an error among them; 1 if there is none
 */
record ReviewFigures(
    double precision,
    @Nullable Double vouched,
    double reviewShare,
    int kept,
    int keptWrong,
    double accuracyOfKept,
    double cellReviewShare,
    double exactOfKept,
    double perfectOfKept) {

  /** Marks karyotypes for a target precision and compares them with the truth. */
  static ReviewFigures of(
      double precision, List<Karyotype> karyotypes, List<List<ChromosomeType>> truth) {
    List<Karyotype> marked =
        karyotypes.stream().map(karyotype -> karyotype.withPrecision(precision)).toList();
    KaryotypeEvaluation evaluation = KaryotypeEvaluation.of(marked, truth);
    int kept = (int) Math.round((1 - evaluation.reviewShare()) * evaluation.chromosomes());
    return new ReviewFigures(
        precision,
        vouched(marked),
        evaluation.reviewShare(),
        kept,
        (int) Math.round((1 - evaluation.accuracyOfKept()) * kept),
        evaluation.accuracyOfKept(),
        evaluation.cellReviewShare(),
        evaluation.exactOfKept(),
        evaluation.perfectOfKept());
  }

  private static @Nullable Double vouched(List<Karyotype> karyotypes) {
    double sum = 0;
    for (Karyotype karyotype : karyotypes) {
      OptionalDouble vouched = karyotype.vouchedPrecision();
      if (vouched.isEmpty()) {
        return null;
      }
      sum += vouched.getAsDouble();
    }
    return sum / karyotypes.size();
  }

  /** Returns the lines that a reader wants to see. */
  List<String> summary() {
    return List.of(
        String.format(
            Locale.ROOT,
            "for review at %.1f %% (%s vouched for):",
            100 * precision,
            vouched == null ? "nothing" : String.format(Locale.ROOT, "%.2f %%", 100 * vouched)),
        String.format(
            Locale.ROOT,
            "  chromosomes %6.2f %%, %6.2f %% of the others correct (%d wrong of %d)",
            100 * reviewShare,
            100 * accuracyOfKept,
            keptWrong,
            kept),
        String.format(
            Locale.ROOT,
            "  cells       %6.2f %%, %6.2f %% of the others without an error, %.2f %% with the"
                + " correct numbers",
            100 * cellReviewShare,
            100 * perfectOfKept,
            100 * exactOfKept));
  }
}
