package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

  /** A run of ten test images, trained for two epochs. */
  private static Run run(int right, double trainingSeconds, double predictionSeconds) {
    List<String> truth = new ArrayList<>();
    List<String> predicted = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      truth.add("1");
      predicted.add(i < right ? "1" : "2");
    }
    return new Run(
        null,
        truth,
        predicted,
        0.5,
        List.of(new Run.Epoch(1, 0.5, true, 9, 18), new Run.Epoch(1, 0.4, false, 9, 18)),
        trainingSeconds,
        predictionSeconds,
        List.of());
  }

  private static Summary summary(int row, Run... runs) {
    return new Summary(PaperRow.of(row), Column.OURS, Arrays.asList(runs));
  }

  private static Figures.Check check(Figures figures, String claim) {
    return figures.checks(Column.OURS).stream()
        .filter(check -> check.claim().contains(claim))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void meanDeviationAndBestAreOfTheSoundRuns() {
    Summary summary =
        summary(14, run(8, 10, 1), run(9, 20, 3), Run.collapsed("why", 0.04, List.of(), 99));
    assertThat(summary.mean()).isEqualTo(85, within(1e-9));
    // Of 80 and 90, a sample: sqrt((25 + 25) / 1).
    assertThat(summary.deviation()).isEqualTo(Math.sqrt(50), within(1e-9));
    assertThat(summary.best()).isEqualTo(90, within(1e-9));
    assertThat(summary.trainingSeconds()).isEqualTo(15);
    assertThat(summary.predictionSeconds()).isEqualTo(2);
    assertThat(summary.collapsed()).isEqualTo(1);
    assertThat(summary.reason()).isEqualTo("why");
    assertThat(summary.epochs()).isEqualTo(2);
    assertThat(summary.epochsToBest()).isEqualTo(1);
    assertThat(summary.pairs()).isEqualTo("9:18");
    assertThat(summary(15, run(8, 1, 1), run(9, 1, 1)).accuracy()).isEqualTo(90, within(1e-9));
    assertThat(summary(14, run(8, 1, 1)).deviation()).isNaN();
  }

  @Test
  void theRatiosAreAsReckonedByHand() {
    // 100 pairs, two passes each, 0.5 s a pass: 100 s an epoch, 200 s for two.
    AllPairsTiming timing = new AllPairsTiming(100, 8, 4);
    assertThat(timing.secondsAnEpoch()).isEqualTo(100, within(1e-9));
    Figures figures =
        new Figures(List.of(summary(7, run(8, 6, 9)), summary(14, run(9, 2, 3))), timing);
    assertThat(figures.allPairsSeconds(Column.OURS)).hasValue(200.0);
    assertThat(figures.trainingRatio(Column.OURS)).hasValue(100.0);
    assertThat(figures.sharedTrainingRatio(Column.OURS)).hasValue(3.0);
    assertThat(figures.predictionRatio(Column.OURS)).hasValue(3.0);
    assertThat(figures.trainingRatio(Column.FAITHFUL)).isEmpty();
    assertThat(figures.headlines(Column.OURS))
        .hasSize(3)
        .first()
        .asString()
        .contains("balanced pairs: 100 (the paper: 83)", "200 s", "2 s at 90.0 %");
    assertThat(check(figures, "1/83").met()).isTrue();
    Figures slower = new Figures(figures.summaries(), new AllPairsTiming(80, 8, 4));
    assertThat(check(slower, "1/83").met()).isFalse();
    assertThat(check(slower, "1/83").numbers()).isEqualTo("1/80.0");
  }

  @Test
  void withoutATimingThereIsNoRatioAndNoCheckOfIt() {
    Figures figures = new Figures(List.of(summary(14, run(9, 2, 3))), null);
    assertThat(figures.trainingRatio(Column.OURS)).isEmpty();
    assertThat(figures.headlines(Column.OURS)).isEmpty();
    assertThat(figures.checks(Column.OURS))
        .extracting(Figures.Check::claim)
        .containsExactly("each Siamese row at least as accurate as the paper");
  }

  @Test
  void eachClaimIsMetOrMissedByItsNumbers() {
    Figures figures =
        new Figures(
            List.of(
                summary(1, run(6, 1, 1)),
                summary(2, run(7, 1, 1)),
                summary(3, run(6, 1, 1)),
                summary(6, run(9, 1, 1)),
                summary(7, run(9, 1, 1)),
                summary(14, run(9, 1, 1)),
                summary(15, run(8, 1, 1))),
            null);
    assertThat(check(figures, "each Siamese row"))
        .isEqualTo(
            new Figures.Check(
                "each Siamese row at least as accurate as the paper",
                false,
                "row 15 80.0 < 85.2 %"));
    // Equal is enough for the one, not for the others.
    assertThat(check(figures, "as accurate as all pairs").met()).isTrue();
    assertThat(check(figures, "than the Deep CNN").met()).isFalse();
    assertThat(check(figures, "two-layer MLP: SMAC").met()).isTrue();
    assertThat(check(figures, "two-layer MLP: SPV").met()).isFalse();
    assertThat(check(figures, "two-layer MLP: SPV").numbers())
        .isEqualTo("row 3 60.0 %, row 1 60.0 %");
    assertThat(figures.checks(Column.FAITHFUL)).isEmpty();
  }

  @Test
  void aCollapsedRowIsNotAsGoodAsThePaper() {
    Figures figures =
        new Figures(
            List.of(
                summary(14, Run.collapsed("why", Double.NaN, List.of(), 1)),
                summary(7, run(9, 1, 1))),
            null);
    assertThat(check(figures, "each Siamese row"))
        .isEqualTo(
            new Figures.Check(
                "each Siamese row at least as accurate as the paper", false, "row 14 collapsed"));
  }
}
