package io.karyo.classify.karyogram;

import io.karyo.chromosome.KaryoException;
import java.awt.Graphics2D;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.DefaultImageHandler;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A karyogram as an SVG document, alone or in a page. Nothing in it refers to another file. */
final class KaryogramSvg implements KaryogramPainter.Canvas {

  private static final String SVG = "http://www.w3.org/2000/svg";
  private static final String XLINK = "http://www.w3.org/1999/xlink";
  private static final String XHTML = "http://www.w3.org/1999/xhtml";
  private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

  /** No character in it needs to be escaped, which HTML and XML do differently. */
  private static final String STYLE =
      "body{margin:2em;background:#fff}svg{max-width:100%;height:auto}"
          + ".chromosome{cursor:help}.chromosome:hover{filter:drop-shadow(0 0 .15em #06c)}";

  private final Document document;
  private final Element root;
  private final SVGGraphics2D graphics;

  private KaryogramSvg(KaryogramPainter painter, String title) {
    document = document(SVG, "svg");
    root = document.getDocumentElement();
    root.setAttributeNS(XMLNS, "xmlns:xlink", XLINK);
    int width = (int) Math.ceil(painter.width());
    int height = (int) Math.ceil(painter.height());
    root.setAttribute("width", String.valueOf(width));
    root.setAttribute("height", String.valueOf(height));
    root.setAttribute("viewBox", "0 0 " + width + " " + height);
    append(root, SVG, "title", title);
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
      group.insertBefore(append(group, SVG, "title", title), group.getFirstChild());
    }
    root.appendChild(group);
  }

  /** Writes the drawing itself. */
  void writeSvg(OutputStream out) throws IOException {
    write(document, out, false);
  }

  /** Writes a page that shows the drawing. */
  void writeHtml(OutputStream out) throws IOException {
    Document page = document(XHTML, "html");
    Element html = page.getDocumentElement();
    html.setAttribute("lang", "en");
    Element head = append(html, XHTML, "head", "");
    append(head, XHTML, "meta", "").setAttribute("charset", "utf-8");
    append(head, XHTML, "title", root.getFirstChild().getTextContent());
    append(head, XHTML, "style", STYLE);
    append(html, XHTML, "body", "").appendChild(page.importNode(root, true));
    write(page, out, true);
  }

  private static Document document(String namespace, String name) {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(namespace, name, null);
    } catch (ParserConfigurationException e) {
      throw new KaryoException("karyogram: this Java cannot make XML documents", e);
    }
  }

  private static Element append(Element parent, String namespace, String name, String text) {
    Element child = parent.getOwnerDocument().createElementNS(namespace, name);
    if (!text.isEmpty()) {
      child.setTextContent(text);
    }
    parent.appendChild(child);
    return child;
  }

  private static void write(Document document, OutputStream out, boolean html) throws IOException {
    try {
      Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
      // HTML reads what is written so; the other way is no XML and would leave SVG to chance.
      transformer.setOutputProperty(OutputKeys.METHOD, "xml");
      if (html) {
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        transformer.setOutputProperty(OutputKeys.DOCTYPE_SYSTEM, "about:legacy-compat");
      }
      transformer.transform(new DOMSource(document), new StreamResult(out));
    } catch (TransformerException e) {
      throw new IOException("karyogram: cannot be written as XML", e);
    }
  }

  /** Puts an image into the document itself. */
  private static final class EmbeddedPng extends DefaultImageHandler {

    @Override
    protected void handleHREF(RenderedImage image, Element element, SVGGeneratorContext context)
        throws SVGGraphics2DIOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try {
        writePng(image, bytes);
      } catch (IOException e) {
        throw new SVGGraphics2DIOException(e.getMessage(), e);
      }
      String data = Base64.getEncoder().encodeToString(bytes.toByteArray());
      element.setAttributeNS(XLINK, "xlink:href", "data:image/png;base64," + data);
    }
  }

  /** Writes a PNG file without one on the disk between. */
  static void writePng(RenderedImage image, OutputStream out) throws IOException {
    try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(out)) {
      if (!ImageIO.write(image, "png", cache)) {
        throw new IOException("karyogram: this Java cannot write PNG files");
      }
    }
  }
}
