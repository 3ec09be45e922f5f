package io.karyo.cli.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.audit.AuditReport;
import io.karyo.audit.Disputed;
import io.karyo.audit.ExchangedLabels;
import io.karyo.audit.Finding;
import io.karyo.audit.FindingKind;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExchangeFiguresTest {

  private static final ChromosomeDataset DATASET =
      ChromosomeDataset.of(
          IntStream.range(0, 10)
              .mapToObj(
                  i ->
                      LabelledChromosome.of(
                          i + ".png",
                          ImageSource.of(ChromosomeImage.of(1, 1, new byte[1])),
                          ChromosomeType.C1))
              .toList());

  /** A report that disputes each of some labels with a probability of 0.6. */
  private static AuditReport disputing(int... places) {
    List<Finding> findings =
        IntStream.of(places)
            .mapToObj(
                place ->
                    new Finding(
                        FindingKind.WRONG,
                        Optional.empty(),
                        List.of(
                            new Disputed(
                                place, DATASET.items().get(place), ChromosomeType.C2, 0.1, 0.9)),
                        0.6,
                        "by hand"))
            .toList();
    return new AuditReport(DATASET, 2, SplitUnit.IMAGE, findings, List.of(), List.of());
  }

  @Test
  void foundAndFalseAlarmsAreCounted() {
    ExchangedLabels exchanged = new ExchangedLabels(DATASET, Set.of(0, 1, 2, 3));
    // Three of the four, one that was reported before, and one new false alarm.
    ExchangeFigures figures =
        ExchangeFigures.of(exchanged, true, disputing(0, 1, 2, 7, 8), disputing(2, 7, 9), 0.5);
    assertThat(figures.pairs()).isEqualTo("of one Denver group");
    assertThat(figures.exchanged()).isEqualTo(4);
    assertThat(figures.reported()).isEqualTo(5);
    assertThat(figures.found()).isEqualTo(3);
    assertThat(figures.recall()).isEqualTo(0.75);
    assertThat(figures.precision()).isEqualTo(0.6);
    assertThat(figures.alsoBefore()).isEqualTo(1);
    assertThat(figures.precisionOfOthers()).isEqualTo(0.75);
    assertThat(figures.summary().get(1))
        .isEqualTo(
            "  recall 75.0 %, precision 60.0 %; without 1 labels that are reported as they were"
                + " recorded, too: precision 75.0 %");
  }

  @Test
  void improbableFindingsAreNotReported() {
    ExchangedLabels exchanged = new ExchangedLabels(DATASET, Set.of(0, 1));
    ExchangeFigures figures =
        ExchangeFigures.of(exchanged, false, disputing(0, 1), disputing(), 0.7);
    assertThat(figures.recall()).isZero();
    assertThat(figures.precision()).isNull();
  }

  @Test
  void sharesOfNothingAreMissing() throws IOException {
    ExchangedLabels none = new ExchangedLabels(DATASET, Set.of());
    ExchangeFigures figures = ExchangeFigures.of(none, false, disputing(7), disputing(7), 0.5);
    assertThat(figures.recall()).isNull();
    assertThat(figures.precision()).isZero();
    assertThat(figures.precisionOfOthers()).isNull();
    assertThat(figures.summary().get(1)).contains("recall -,").endsWith("precision -");
    assertThat(Outputs.json(figures)).contains("\"recall\" : null").doesNotContain("NaN");
  }
}
