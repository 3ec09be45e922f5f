package io.karyo.cli.paper.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static final String HOSTILE = "<script>alert('1')</script> & \"more\"";

  @Test
  void allTextIsEscaped() {
    String html =
        new HtmlReport(HOSTILE)
            .heading(HOSTILE)
            .paragraph(HOSTILE)
            .list(List.of(HOSTILE))
            .table(List.of(HOSTILE), List.of(List.of(HOSTILE)))
            .picture(HOSTILE, new byte[] {1})
            .render();
    assertThat(html).doesNotContain("<script").doesNotContain("\"more\"");
    // Title, first heading, heading, paragraph, list, two cells, caption and picture.
    assertThat(html.split("&lt;script&gt;", -1)).hasSize(10);
  }

  @Test
  void picturesArePartOfThePage() {
    String html = new HtmlReport("t").picture("c", new byte[] {1, 2, 3}).render();
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("<meta charset=\"utf-8\">")
        .contains("<img src=\"data:image/png;base64,AQID\" alt=\"c\">");
  }

  @Test
  void aTableHasItsHeadingsAndRows() {
    assertThat(new HtmlReport("t").table(List.of("a", "b"), List.of(List.of("1", "2"))).render())
        .contains(
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
                + "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>");
  }
}
