package io.karyo.cli.paper.report;

import static j2html.TagCreator.body;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.li;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.style;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.TagCreator;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A page that needs no other file: pictures are part of it. All text is escaped. */
public final class HtmlReport {

  private static final String STYLE =
      "body{font-family:sans-serif;max-width:75em;margin:2em auto;padding:0 1em;color:#222}"
          + "table{border-collapse:collapse;font-size:90%}"
          + "th,td{border:1px solid #ccc;padding:.3em .6em;text-align:left}"
          + "th{background:#f0f0f0}figure{margin:1em 0}img{max-width:100%}"
          + "figcaption{color:#555}";

  private final String title;
  private final List<DomContent> parts = new ArrayList<>();

  /**
   * Begins a page.
   *
   * @param title its title
   */
  public HtmlReport(String title) {
    this.title = title;
  }

  /**
   * Adds a heading.
   *
   * @param text the heading
   * @return this page
   */
  public HtmlReport heading(String text) {
    parts.add(h2(text));
    return this;
  }

  /**
   * Adds a paragraph.
   *
   * @param text the paragraph
   * @return this page
   */
  public HtmlReport paragraph(String text) {
    parts.add(p(text));
    return this;
  }

  /**
   * Adds a list.
   *
   * @param lines its items
   * @return this page
   */
  public HtmlReport list(List<String> lines) {
    parts.add(ul(each(lines, line -> li(line))));
    return this;
  }

  /**
   * Adds a table.
   *
   * @param headings one for each column
   * @param rows the cells of each row
   * @return this page
   */
  public HtmlReport table(List<String> headings, List<List<String>> rows) {
    parts.add(
        TagCreator.table(
            thead(tr(each(headings, heading -> th(heading)))),
            tbody(each(rows, row -> tr(each(row, cell -> td(cell)))))));
    return this;
  }

  /**
   * Adds a picture.
   *
   * @param caption what it shows
   * @param png the PNG file
   * @return this page
   */
  public HtmlReport picture(String caption, byte[] png) {
    String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    parts.add(figure(img().withSrc(data).withAlt(caption), figcaption(caption)));
    return this;
  }

  /**
   * Writes the page.
   *
   * @return the HTML text
   */
  public String render() {
    return document(
            html(
                    head(meta().withCharset("utf-8"), TagCreator.title(title), style(STYLE)),
                    body(h1(title), each(parts, part -> part)))
                .withLang("en"))
        + "\n";
  }
}
