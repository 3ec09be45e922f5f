package io.karyo.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The recogniser of characters. */
class GlyphReaderTest {

  private static final List<Font> FONTS =
      List.of(
          new Font(Font.SANS_SERIF, Font.PLAIN, 12),
          new Font(Font.SANS_SERIF, Font.BOLD, 12),
          new Font(Font.SERIF, Font.PLAIN, 12),
          new Font(Font.MONOSPACED, Font.ITALIC, 12));

  @Test
  void charactersOfTheFontsOfAnyJavaAreRecognised() throws IOException {
    assertThat(new GlyphTraining(FONTS, 9).accuracy(GlyphReader.load(), 1500)).isGreaterThan(0.95);
  }

  @Test
  void trainingTeachesMoreThanChance() throws IOException {
    GlyphReader trained = new GlyphTraining(FONTS, 3).train(1500);
    assertThat(new GlyphTraining(FONTS, 4).accuracy(trained, 500)).isGreaterThan(0.25);
  }

  @Test
  void theFileHasWhatIsWritten() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GlyphReader.load().write(new DataOutputStream(bytes));
    try (var file = Objects.requireNonNull(GlyphReader.class.getResourceAsStream("glyphs.bin"))) {
      assertThat(bytes.toByteArray()).isEqualTo(file.readAllBytes());
    }
  }
}
