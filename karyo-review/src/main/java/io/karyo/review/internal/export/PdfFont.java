package io.karyo.review.internal.export;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import java.awt.Font;
import java.io.IOException;
import java.io.InputStream;
import java.text.AttributedCharacterIterator;
import java.text.CharacterIterator;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Writes all text of a document in the font that PDFBox comes with, so that it can be searched and
 * looks the same everywhere. Text with characters that the font has not is drawn as shapes.
 *
 * <p>The standard fonts of documents are not used: PDFBox would look through all fonts of the
 * machine for them, which takes seconds, and leave a file in the person's home folder.
 */
final class PdfFont extends PdfBoxGraphics2DFontTextDrawer {

  private static final String FILE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final PDFont font;

  PdfFont(PDDocument document) throws IOException {
    try (InputStream file =
        Objects.requireNonNull(PDFont.class.getResourceAsStream(FILE), "font of PDFBox")) {
      font = PDType0Font.load(document, file);
    }
  }

  @Override
  public boolean canDrawText(AttributedCharacterIterator text, IFontTextDrawerEnv environment) {
    StringBuilder whole = new StringBuilder();
    for (char c = text.first(); c != CharacterIterator.DONE; c = text.next()) {
      whole.append(c);
    }
    text.first();
    try {
      var unused = font.encode(whole.toString());
      return true;
    } catch (IllegalArgumentException | IOException e) {
      return false;
    }
  }

  @Override
  protected PDFont mapFont(Font wanted, IFontTextDrawerEnv environment) {
    return font;
  }
}
