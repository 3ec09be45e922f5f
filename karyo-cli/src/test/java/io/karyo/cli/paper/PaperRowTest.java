package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.cli.paper.PaperRow.Statistic;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PaperRowTest {

  /** Table 1 as it is printed, written down once more. */
  private static final String PRINTED =
      """
      1 two-layer MLP | none | – | mean | 59.7
      2 two-layer MLP | SMAC | – | mean | 67.9
      3 two-layer MLP | SPV | – | mean | 72.3
      4 Deep CNN | none | – | mean | 68.5
      5 Deep CNN | SMAC | – | mean | 78.4
      6 Deep CNN | SPV | – | mean | 83.7
      7 Siamese + nearest | SPV | all | mean | 85.6
      8 Siamese + MLP | SMAC | random | mean | 78.5
      9 Siamese + MLP | SMAC | random | best | 79.4
      10 Siamese + MLP | SPV | random | mean | 81.3
      11 Siamese + MLP | SPV | random | best | 83.8
      12 Siamese + MLP | SMAC | balanced | mean | 78.6
      13 Siamese + MLP | SMAC | balanced | best | 80.4
      14 Siamese + MLP | SPV | balanced | mean | 83.3
      15 Siamese + MLP | SPV | balanced | best | 85.2
      16 Con-Siamese + MLP | SMAC | balanced | mean | 79.8
      17 Con-Siamese + MLP | SPV | balanced | mean | 84.6
      18 Siamese + MLP | none | balanced | mean | NaN
      """;

  @Test
  void theRowsAreThoseOfThePaperAndOneMore() {
    assertThat(PaperRow.ALL.stream().map(PaperRowTest::printed))
        .containsExactlyElementsOf(PRINTED.lines().toList());
  }

  private static String printed(PaperRow row) {
    return String.format(
        Locale.ROOT,
        "%d %s | %s | %s | %s | %s",
        row.number(),
        row.experiment().family().title(),
        row.experiment().method().title(),
        row.experiment().pairing().title(),
        row.statistic().title(),
        row.paperAccuracy());
  }

  @Test
  void meanAndBestShareTheirRuns() {
    for (int mean : List.of(8, 10, 12, 14)) {
      assertThat(PaperRow.of(mean).experiment()).isEqualTo(PaperRow.of(mean + 1).experiment());
      assertThat(PaperRow.of(mean + 1).statistic()).isEqualTo(Statistic.BEST);
    }
    assertThat(PaperRow.ALL.stream().map(PaperRow::experiment).distinct()).hasSize(14);
    assertThat(PaperRow.ALL.stream().map(row -> row.experiment().id()).distinct()).hasSize(14);
  }

  @Test
  void onlyTheLastRowIsNotInThePaper() {
    assertThat(PaperRow.ALL.stream().filter(row -> !row.inPaper()).map(PaperRow::number))
        .containsExactly(18);
  }

  @Test
  void aChoiceOfRowsIsReadInOrderAndEachOnce() {
    assertThat(PaperRow.parse("14, 1-3,2").stream().map(PaperRow::number))
        .containsExactly(1, 2, 3, 14);
    assertThat(PaperRow.parse("1-18")).isEqualTo(PaperRow.ALL);
  }

  @Test
  void aWrongChoiceSaysWhatIsWrong() {
    assertThatThrownBy(() -> PaperRow.parse("0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows: must be 1 to 18, found 0");
    assertThatThrownBy(() -> PaperRow.parse("1-19")).hasMessage("rows: must be 1 to 18, found 19");
    assertThatThrownBy(() -> PaperRow.parse("5-3")).hasMessage("rows: must rise, found '5-3'");
    for (String wrong : List.of("", "1,", "a", "1-2-3", "-1")) {
      assertThatThrownBy(() -> PaperRow.parse(wrong))
          .hasMessage("rows: must be numbers and ranges as in 1-6,14, found '" + wrong + "'");
    }
  }

  @Test
  void onlyThePerceptronOnPixelsIsTheSameInBothColumns() {
    assertThat(
            PaperRow.ALL.stream()
                .filter(row -> row.experiment().sameInBothColumns())
                .map(PaperRow::number))
        .containsExactly(1, 2, 3);
  }
}
