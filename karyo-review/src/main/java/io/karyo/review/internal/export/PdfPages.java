package io.karyo.review.internal.export;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import io.karyo.classify.karyogram.Karyogram;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.jspecify.annotations.Nullable;

/**
 * A document of A4 pages, written from top to bottom. Each page ends with the name of the model and
 * the warning that it is not for diagnosis. Not safe for concurrent use.
 */
final class PdfPages implements Closeable {

  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
  static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 11);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 9);

  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
  private static final double MARGIN = 42;
  private static final double LINE = 1.35;
  private static final Color INK = new Color(0x222222);

  private final PDDocument document = new PDDocument();
  private final PdfFont font = new PdfFont(document);
  private final String footer;
  private final double width = PDRectangle.A4.getWidth();
  private final double height = PDRectangle.A4.getHeight();
  private @Nullable PdfBoxGraphics2D graphics;
  private double y;

  /**
   * Begins a document.
   *
   * @param title its title
   * @param footer the last line of each page
   */
  PdfPages(String title, String footer) throws IOException {
    this.footer = footer;
    document.getDocumentInformation().setTitle(title);
  }

  /** Writes a text, on as many lines and pages as it needs. */
  void write(String text, Font font) throws IOException {
    for (String line : wrapped(text, font)) {
      PdfBoxGraphics2D page = roomFor(LINE * font.getSize2D());
      y += LINE * font.getSize2D();
      draw(page, line, font, y);
    }
  }

  void space(double points) {
    y += points;
  }

  /** Draws a karyogram over the width of the page; it takes at most a share of the height. */
  void draw(Karyogram karyogram, double share) throws IOException {
    double karyogramWidth = karyogram.width();
    double karyogramHeight = karyogram.height();
    double scale =
        Math.min(
            (width - 2 * MARGIN) / karyogramWidth, share * (height - 3 * MARGIN) / karyogramHeight);
    PdfBoxGraphics2D page = roomFor(scale * karyogramHeight);
    PdfBoxGraphics2D copy = page.create(0, 0, (int) width, (int) height);
    copy.translate((width - scale * karyogramWidth) / 2, y);
    copy.scale(scale, scale);
    karyogram.draw(copy);
    copy.dispose();
    y += scale * karyogramHeight;
  }

  void newPage() throws IOException {
    endPage();
    PdfBoxGraphics2D page = new PdfBoxGraphics2D(document, (float) width, (float) height);
    page.setFontTextDrawer(font);
    graphics = page;
    y = MARGIN;
  }

  byte[] finish() throws IOException {
    endPage();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    document.save(bytes);
    return bytes.toByteArray();
  }

  private PdfBoxGraphics2D roomFor(double points) throws IOException {
    PdfBoxGraphics2D page = graphics;
    if (page == null || y + points > height - 1.5 * MARGIN) {
      newPage();
      page = graphics;
    }
    if (page == null) {
      throw new IllegalStateException("page: must have been begun");
    }
    return page;
  }

  private void endPage() throws IOException {
    PdfBoxGraphics2D page = graphics;
    if (page == null) {
      return;
    }
    double last = height - MARGIN;
    for (String line : wrapped(footer, TEXT)) {
      draw(page, line, TEXT, last);
      last += LINE * TEXT.getSize2D();
    }
    page.dispose();
    PDPage sheet = new PDPage(PDRectangle.A4);
    document.addPage(sheet);
    try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
      content.drawForm(page.getXFormObject());
    }
    graphics = null;
  }

  private static void draw(PdfBoxGraphics2D page, String line, Font font, double baseline) {
    page.setFont(font);
    page.setColor(INK);
    page.drawString(line, (float) MARGIN, (float) baseline);
  }

  /** Breaks a text into lines, between words if possible. */
  private List<String> wrapped(String text, Font font) {
    double room = width - 2 * MARGIN;
    List<String> lines = new ArrayList<>();
    for (String paragraph : text.lines().toList()) {
      StringBuilder line = new StringBuilder();
      for (int c : printable(paragraph).codePoints().toArray()) {
        line.appendCodePoint(c);
        if (font.getStringBounds(line.toString(), METRICS).getWidth() > room) {
          int space = line.lastIndexOf(" ");
          int end = space > 0 ? space + 1 : line.length() - Character.charCount(c);
          lines.add(line.substring(0, end).stripTrailing());
          line.delete(0, end);
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** Replaces what no font has a character for. */
  private static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Override
  public void close() throws IOException {
    if (graphics != null) {
      graphics.dispose();
    }
    font.close();
    document.close();
  }
}
