package io.karyo.review.internal.export;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.li;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;

import io.karyo.classify.karyogram.Karyogram;
import io.karyo.review.internal.page.Pictures;
import io.karyo.review.internal.page.ReviewedCase;
import io.karyo.review.internal.page.ReviewedCell;
import io.karyo.review.internal.session.Session;
import j2html.tags.DomContent;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The report of a case as a page without scripts that refers to no other file. */
public final class CaseReport {

  private static final String STYLE =
      "body{font:1em/1.45 sans-serif;color:#222;background:#fff;max-width:60em;margin:2em auto;"
          + "padding:0 1em}table{border-collapse:collapse}th,td{text-align:left;"
          + "padding:.2em 1em .2em 0}figure{margin:0}img{max-width:100%;height:auto}"
          + "section{break-before:page}footer{margin-top:2em;color:#555}"
          + "ol{overflow-wrap:anywhere}";

  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

  private CaseReport() {}

  public static byte[] of(ReviewedCase reviewed) {
    String name = "Case " + reviewed.id();
    return document(
            html(
                    head(
                        meta().withCharset("utf-8"),
                        meta().withName("viewport").withContent("width=device-width"),
                        meta().attr("http-equiv", "Content-Security-Policy").withContent(POLICY),
                        title(name),
                        style(rawHtml(STYLE))),
                    body(
                        h1(name),
                        each(ReportText.summary(reviewed), line -> p(line)),
                        cells(reviewed),
                        each(reviewed.cells(), CaseReport::cell),
                        footer(ReportText.origin(reviewed.model()))))
                .withLang("en"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static DomContent cells(ReviewedCase reviewed) {
    return table(
        thead(tr(th("cell"), th("karyotype"), th("chromosomes"), th("for review"), th("name"))),
        tbody(
            each(
                reviewed.cells(),
                cell -> {
                  Session.View view = cell.session().view();
                  return tr(
                      td(String.valueOf(cell.index())),
                      td(view.karyotype().iscn().toString()),
                      td(String.valueOf(view.karyotype().placements().size())),
                      td(ReportText.review(view.karyotype())),
                      td(view.karyotype().cell()));
                })));
  }

  private static DomContent cell(ReviewedCell cell) {
    Session.View view = cell.session().view();
    byte[] png = Pictures.png(Karyogram.of(view.karyotype()).toImage());
    List<String> trail = view.trail().stream().map(ReportText::entry).toList();
    return section(
        h2("Cell " + cell.index() + ": " + view.karyotype().iscn()),
        figure(img().withSrc(Pictures.url(png)).withAlt("karyogram of " + view.karyotype().iscn())),
        each(ReportText.cell(view), line -> p(line)),
        h3("What was done"),
        trail.isEmpty() ? p("Nothing.") : ol(each(trail, line -> li(line))));
  }
}
