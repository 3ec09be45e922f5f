package io.karyo.classify.karyogram;

import io.karyo.Karyotype;
import io.karyo.photo.Segmentation;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A page with a karyogram and, if the cell was photographed as a whole, the photograph beside it.
 *
 * <p>A chromosome has the same class in both drawings. Where one of the two is under the pointer or
 * focused, a rule for that class marks both; a click focuses. This needs no script.
 */
final class KaryogramPage {

  // No character in the styles needs to be escaped, which HTML and XML do differently.

  private static final String STYLE =
      "body{margin:2em;background:#fff}svg{max-width:100%;height:auto}"
          + ".chromosome{cursor:help}.chromosome:hover{filter:drop-shadow(0 0 .15em #06c)}";

  private static final String PHOTOGRAPH_STYLE =
      "body{margin:1.5em;background:#fff;color:#222;font:.9em sans-serif}"
          + "main{display:grid;grid-template-columns:1fr 1fr;gap:1.5em;align-items:start}"
          + "figure{margin:0}.photograph{position:sticky;top:1em}svg{width:100%;height:auto}"
          + ".photograph svg{display:block;max-height:88vh;background:#eee}"
          + ".karyogram svg{max-height:94vh}"
          + "figcaption{margin-top:.6em;color:#555;line-height:1.4}"
          + ".chromosome{cursor:pointer;outline:none}"
          + ".photograph .chromosome{fill:#06c;fill-opacity:0;stroke:#06c;stroke-width:1.2;"
          + "vector-effect:non-scaling-stroke}"
          + ".photograph .review{stroke:#c85a00}"
          + ".aside{fill:none;stroke:#777;stroke-width:1;stroke-dasharray:3 3;"
          + "vector-effect:non-scaling-stroke;pointer-events:visible}"
          + ".number{fill:#fff;stroke:#222;paint-order:stroke;text-anchor:middle;"
          + "dominant-baseline:central;font-family:sans-serif;font-weight:bold;"
          + "pointer-events:none}"
          + ".mark{fill:#06c;fill-opacity:0;pointer-events:all}"
          + "main:has(#numbers:not(:checked)) .number{display:none}"
          + "@media(max-width:60em){main{display:block}.photograph{position:static}}"
          + "@media print{body{margin:0}main{display:block}.photograph{position:static}"
          + "figure{break-inside:avoid;margin-bottom:1em}label{display:none}"
          + ".photograph svg{max-height:11cm;background:none}.karyogram svg{max-height:14cm}}";

  private final KaryogramSvg karyogram;
  private final Karyotype karyotype;

  private KaryogramPage(KaryogramSvg karyogram, Karyotype karyotype) {
    this.karyogram = karyogram;
    this.karyotype = karyotype;
  }

  /** Writes a page that shows a karyogram. */
  static void write(KaryogramSvg karyogram, Karyotype karyotype, OutputStream out)
      throws IOException {
    new KaryogramPage(karyogram, karyotype).write(out);
  }

  private void write(OutputStream out) throws IOException {
    Optional<Segmentation> photographed = karyotype.segmentation();
    Document page = Xml.document(Xml.XHTML, "html");
    Element html = page.getDocumentElement();
    html.setAttribute("lang", "en");
    Element head = Xml.append(html, Xml.XHTML, "head", "");
    Xml.append(head, Xml.XHTML, "meta", "").setAttribute("charset", "utf-8");
    Xml.append(head, Xml.XHTML, "title", karyogram.root().getFirstChild().getTextContent());
    Xml.append(head, Xml.XHTML, "style", photographed.isEmpty() ? STYLE : linkedStyle());
    Element body = Xml.append(html, Xml.XHTML, "body", "");
    if (photographed.isEmpty()) {
      body.appendChild(page.importNode(karyogram.root(), true));
    } else {
      Element main = Xml.append(body, Xml.XHTML, "main", "");
      photograph(main, photographed.get());
      karyogram(main);
    }
    Xml.write(page, out, true);
  }

  /** Rules that mark each chromosome in both drawings; no mark is printed. */
  private String linkedStyle() {
    String rules =
        karyotype.placements().stream()
            .map(placement -> "c" + placement.chromosome())
            .map(name -> rule(name, "hover", ".15", "2.5") + rule(name, "focus", ".3", "3"))
            .collect(Collectors.joining());
    return PHOTOGRAPH_STYLE + "@media screen{" + rules + "}";
  }

  private static String rule(String name, String state, String opacity, String width) {
    String marked = "main:has(." + name + ":" + state + ") ";
    return marked
        + ".photograph ."
        + name
        + "{fill-opacity:"
        + opacity
        + ";stroke-width:"
        + width
        + "}"
        + marked
        + ".karyogram ."
        + name
        + " .mark{fill-opacity:"
        + opacity
        + ";stroke:#06c;stroke-width:"
        + width
        + "}";
  }

  private void photograph(Element main, Segmentation segmentation) throws IOException {
    Element figure = Xml.append(main, Xml.XHTML, "figure", "");
    figure.setAttribute("class", "photograph");
    new PhotographSvg(karyotype, segmentation).appendTo(figure);
    Element caption = Xml.append(figure, Xml.XHTML, "figcaption", "");
    Element label = Xml.append(caption, Xml.XHTML, "label", "");
    Element box = Xml.append(label, Xml.XHTML, "input", "");
    box.setAttribute("type", "checkbox");
    box.setAttribute("id", "numbers");
    box.setAttribute("checked", "checked");
    label.appendChild(label.getOwnerDocument().createTextNode(" numbers"));
    for (String note : segmentation.notes()) {
      Xml.append(caption, Xml.XHTML, "div", KaryogramPainter.printable(note));
    }
  }

  private void karyogram(Element main) {
    for (KaryogramSvg.Drawn drawn : karyogram.chromosomes()) {
      Element group = drawn.group();
      focusable(
          group,
          group.getAttribute("class"),
          drawn.placed().chromosome().placement().chromosome(),
          group.getFirstChild().getTextContent());
      Element mark = Xml.append(group, Xml.SVG, "rect", "");
      mark.setAttribute("class", "mark");
      mark.setAttribute("x", number(drawn.placed().x()));
      mark.setAttribute("y", number(drawn.placed().y()));
      mark.setAttribute("width", number(drawn.placed().width()));
      mark.setAttribute("height", number(drawn.placed().height()));
    }
    karyogram.root().setAttribute("role", "group");
    Element figure = Xml.append(main, Xml.XHTML, "figure", "");
    figure.setAttribute("class", "karyogram");
    figure.appendChild(figure.getOwnerDocument().importNode(karyogram.root(), true));
  }

  /** Makes a chromosome reachable, under the class that it has in both drawings. */
  static void focusable(Element element, String classes, int chromosome, String label) {
    element.setAttribute("class", String.join(" ", List.of(classes, "c" + chromosome)));
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "img");
    element.setAttribute("aria-label", label);
  }

  static String number(double px) {
    return String.format(Locale.ROOT, "%.1f", px);
  }
}
