package io.karyo.cli.labels;

import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;

import io.karyo.audit.Disputed;
import io.karyo.audit.Finding;
import io.karyo.audit.FindingKind;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.cli.output.Sheet;
import j2html.TagCreator;
import j2html.tags.DomContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A page with the pictures of disputed chromosomes beside known examples of the types in question,
 * so that a person can judge them. It needs no other file.
 */
final class AuditPage {

  private static final int ENLARGED = 3;

  /** A page of more findings is slow to open. */
  private static final int MOST = 300;

  private static final String STYLE =
      "body{font-family:sans-serif;max-width:80em;margin:2em auto;padding:0 1em;color:#222}"
          + "section{border-top:1px solid #ccc;margin-top:1.5em}h2{font-size:1.05em}"
          + ".row{display:flex;flex-wrap:wrap;gap:1em;align-items:flex-end}"
          + "figure{margin:0;text-align:center}"
          + "figcaption{font-size:.8em;color:#555;max-width:11em;overflow-wrap:anywhere}"
          + ".disputed{border:2px solid #c85a00;padding:.3em}.example{padding:.3em}"
          + ".own{border-bottom:2px solid #06c}p{color:#555;line-height:1.4}";

  private final AuditFigures figures;
  private final AuditPictures pictures;

  AuditPage(AuditFigures figures, AuditPictures pictures) {
    this.figures = figures;
    this.pictures = pictures;
  }

  String render() throws IOException {
    List<Finding> findings = pictures.report().probable(figures.probability());
    List<DomContent> sections = new ArrayList<>();
    for (Finding finding : findings.subList(0, Math.min(MOST, findings.size()))) {
      sections.add(section(finding));
    }
    List<String> notes = new ArrayList<>(figures.notes());
    if (findings.size() > MOST) {
      notes.add("The first " + MOST + " of " + findings.size() + " findings are shown.");
    }
    String name = "Labels of " + figures.data();
    return document(
            html(
                    head(meta().withCharset("utf-8"), title(name), style(STYLE)),
                    body(
                        h1(name),
                        p(introduction(findings.size())),
                        each(notes, note -> p(note)),
                        each(sections, one -> one)))
                .withLang("en"))
        + "\n";
  }

  private String introduction(int probable) {
    return String.format(
        Locale.ROOT,
        "%d of the findings on %d labels have a probability of %.2f or more; about %.0f labels are"
            + " wrong. Framed are the disputed chromosomes, straightened, with the p arm up; beside"
            + " them are undisputed chromosomes of the types in question, those of the same cell"
            + " underlined, all of cells that have a finding.",
        probable,
        figures.labels(),
        figures.probability(),
        figures.expectedWrong());
  }

  private DomContent section(Finding finding) throws IOException {
    List<DomContent> rows = new ArrayList<>();
    List<DomContent> disputed = new ArrayList<>();
    for (Disputed one : finding.chromosomes()) {
      if (pictures.of(one).isPresent()) {
        disputed.add(picture(pictures.of(one).get(), caption(one), "disputed"));
      }
    }
    rows.add(div(each(disputed, one -> one)).withClass("row"));
    if (finding.kind() != FindingKind.DOUBLE) {
      List<DomContent> examples = new ArrayList<>();
      for (ChromosomeType type : types(finding)) {
        List<AuditPictures.Example> ofType = pictures.examples(finding, type);
        missing(finding, type, ofType).ifPresent(text -> rows.add(p(text)));
        for (AuditPictures.Example example : ofType) {
          examples.add(
              picture(
                  example.straightened(),
                  "a " + type.label() + ": " + example.name(),
                  example.ofSameCell() ? "example own" : "example"));
        }
      }
      rows.add(div(each(examples, one -> one)).withClass("row"));
    }
    return TagCreator.section(
        h2(
            String.format(
                Locale.ROOT,
                "%s, probability %.3f%s",
                finding.kind().name().toLowerCase(Locale.ROOT),
                finding.probability(),
                finding.cell().map(cell -> ", cell " + cell).orElse(""))),
        p(finding.reason()),
        each(rows, row -> row));
  }

  /** Returns a sentence where the cell, or every cell that was read, has no example of a type. */
  private static Optional<String> missing(
      Finding finding, ChromosomeType type, List<AuditPictures.Example> examples) {
    String known = "an undisputed " + type.label() + " that the model recognises";
    if (examples.isEmpty()) {
      return Optional.of("No cell with a finding has " + known + ".");
    }
    boolean own = examples.stream().anyMatch(AuditPictures.Example::ofSameCell);
    return finding.cell().isEmpty() || own
        ? Optional.empty()
        : Optional.of("This cell does not have " + known + ".");
  }

  private static List<ChromosomeType> types(Finding finding) {
    return finding.chromosomes().stream()
        .flatMap(one -> Stream.of(one.chromosome().type(), one.proposed()))
        .distinct()
        .sorted()
        .toList();
  }

  private static String caption(Disputed one) {
    String name = one.chromosome().name() + ": labelled " + one.chromosome().type().label();
    return one.isRelabelled() ? name + ", proposed " + one.proposed().label() : name;
  }

  private static DomContent picture(Straightened straightened, String caption, String kind)
      throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(Sheet.picture(straightened), "png", png)) {
      throw new IOException("this Java cannot write PNG files");
    }
    return figure(
            img()
                .withSrc(
                    "data:image/png;base64,"
                        + Base64.getEncoder().encodeToString(png.toByteArray()))
                .withAlt(caption)
                .withWidth(String.valueOf(ENLARGED * straightened.width()))
                .withHeight(String.valueOf(ENLARGED * straightened.length())),
            figcaption(caption))
        .withClass(kind);
  }
}
