package io.karyo.classify.karyogram;

import io.karyo.chromosome.KaryoException;
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
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Makes and writes SVG and HTML documents with embedded pictures. */
final class Xml {

  static final String SVG = "http://www.w3.org/2000/svg";
  static final String XLINK = "http://www.w3.org/1999/xlink";
  static final String XHTML = "http://www.w3.org/1999/xhtml";

  private Xml() {}

  static Document document(String namespace, String name) {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(namespace, name, null);
    } catch (ParserConfigurationException e) {
      throw new KaryoException("karyogram: this Java cannot make XML documents", e);
    }
  }

  static Element append(Element parent, String namespace, String name, String text) {
    Element child = parent.getOwnerDocument().createElementNS(namespace, name);
    if (!text.isEmpty()) {
      child.setTextContent(text);
    }
    parent.appendChild(child);
    return child;
  }

  static void write(Document document, OutputStream out, boolean html) throws IOException {
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

  /** {@return a PNG file as a URL that has the file itself} */
  static String embedded(RenderedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writePng(image, bytes);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
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
