package io.karyo.classify.karyogram;

import java.awt.Graphics2D;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A karyogram as an SVG document. Nothing in it refers to another file. */
final class KaryogramSvg implements KaryogramPainter.Canvas {

  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

  /** The group of a chromosome, and its place. */
  record Drawn(Element group, KaryogramLayout.Placed placed) {}

  private final Document document;
  private final Element root;
  private final SVGGraphics2D graphics;
  private final List<Drawn> chromosomes = new ArrayList<>();

  private KaryogramSvg(KaryogramPainter painter, String title) {
    document = Xml.document(Xml.SVG, "svg");
    root = document.getDocumentElement();
    root.setAttributeNS(XMLNS, "xmlns:xlink", Xml.XLINK);
    int width = (int) Math.ceil(painter.width());
    int height = (int) Math.ceil(painter.height());
    root.setAttribute("width", String.valueOf(width));
    root.setAttribute("height", String.valueOf(height));
    root.setAttribute("viewBox", "0 0 " + width + " " + height);
    Xml.append(root, Xml.SVG, "title", title);
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
    context.setImageHandler(new EmbeddedPng());
    graphics = new SVGGraphics2D(context, false);
  }

  /**
   * Draws a karyogram.
   *
   * @param title what to call it
   */
  static KaryogramSvg of(KaryogramPainter painter, String title) {
    KaryogramSvg svg = new KaryogramSvg(painter, title);
    painter.paint(svg);
    return svg;
  }

  @Override
  public Graphics2D graphics() {
    return graphics;
  }

  @Override
  public void endPart(String kind, String title) {
    Element group = graphics.getTopLevelGroup();
    group.setAttribute("class", kind);
    if (!title.isEmpty()) {
      // First, as SVG wants it.
      group.insertBefore(Xml.append(group, Xml.SVG, "title", title), group.getFirstChild());
    }
    root.appendChild(group);
  }

  @Override
  public void endChromosome(KaryogramLayout.Placed placed, String title) {
    KaryogramPainter.Canvas.super.endChromosome(placed, title);
    chromosomes.add(new Drawn((Element) root.getLastChild(), placed));
  }

  /** The drawing, which may be changed before it is written. */
  Element root() {
    return root;
  }

  /** The chromosomes in the order in which they are read. */
  List<Drawn> chromosomes() {
    return chromosomes;
  }

  /** Writes the drawing. */
  void write(OutputStream out) throws IOException {
    Xml.write(document, out, false);
  }

  /** Puts an image into the document itself. */
  private static final class EmbeddedPng extends DefaultImageHandler {

    @Override
    protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context)
        throws SVGGraphics2DIOException {
      try {
        element.setAttributeNS(Xml.XLINK, "xlink:href", Xml.embedded(image));
      } catch (IOException e) {
        throw new SVGGraphics2DIOException(e.getMessage(), e);
      }
    }
  }
}
