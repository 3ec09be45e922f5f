package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableWriterTest {

  private static Run run(String predicted, double seconds) {
    return new Run(
        null,
        List.of("1", "1"),
        List.of("1", predicted),
        0.5,
        List.of(new Run.Epoch(1, 0.5, true, 9, 18)),
        seconds,
        0.25,
        List.of());
  }

  private static final List<Summary> SUMMARIES =
      List.of(
          new Summary(
              PaperRow.of(14),
              Column.FAITHFUL,
              List.of(Run.collapsed("one \"point\", no more", Double.NaN, List.of(), 7))),
          new Summary(PaperRow.of(14), Column.OURS, List.of(run("1", 10), run("2", 20))),
          new Summary(PaperRow.of(15), Column.FAITHFUL, List.of(run("1", 10), run("2", 20))),
          new Summary(PaperRow.of(15), Column.OURS, List.of(run("1", 10), run("2", 20))));

  @Test
  void aRowShowsBothColumns() {
    assertThat(TableWriter.cells(SUMMARIES))
        .containsExactly(
            List.of(
                "14",
                "Siamese + MLP",
                "SPV",
                "balanced 9:18",
                "83.3 ± 1.2 %",
                "collapsed",
                "75.0 ± 35.4 %, best 100.0",
                "–; 1.0 of 1",
                "–; 15",
                "–; 0.25",
                "1.50; 4.8"),
            List.of(
                "15",
                "Siamese + MLP, best",
                "SPV",
                "balanced 9:18",
                "85.2 %",
                "100.0 %",
                "100.0 %",
                "1.0 of 1",
                "15",
                "0.25",
                "1.50; 4.8"));
    assertThat(TableWriter.cells(SUMMARIES))
        .allSatisfy(row -> assertThat(row).hasSameSizeAs(TableWriter.headings()));
  }

  @Test
  void markdownEscapesWhatWouldEndACell() {
    assertThat(TableWriter.markdown(List.of("a", "b"), List.of(List.of("x|y", "two\nlines"))))
        .isEqualTo("| a | b |\n| --- | --- |\n| x\\|y | two lines |\n");
  }

  @Test
  void csvHasALineARowAndColumnAndQuotesWhatNeedsIt() {
    String[] lines = TableWriter.csv(SUMMARIES).split("\r\n", -1);
    assertThat(lines).hasSize(6);
    assertThat(lines[0]).startsWith("row,column,model,").endsWith(",reason");
    assertThat(lines[1])
        .isEqualTo(
            "14,faithful,Siamese + MLP,SPV,balanced,mean,83.3000,1.2000,,,,,1,1,,,,,,1.5000,4.8000,"
                + "\"one \"\"point\"\", no more\"");
    assertThat(lines[2])
        .isEqualTo(
            "14,ours,Siamese + MLP,SPV,balanced,mean,83.3000,1.2000,75.0000,75.0000,35.3553,"
                + "100.0000,2,0,9:18,1.0000,1.0000,15.0000,0.2500,1.5000,4.8000,");
    assertThat(lines[5]).isEmpty();
  }
}
