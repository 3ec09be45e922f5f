package io.karyo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaphaseTest {

  private static BufferedImage deep(int... levels) {
    BufferedImage picture = new BufferedImage(levels.length, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int x = 0; x < levels.length; x++) {
      picture.getRaster().setSample(x, 0, 0, levels[x]);
    }
    return picture;
  }

  private static Metaphase read(byte[] file) throws IOException {
    return Metaphase.read(new ByteArrayInputStream(file), "photo", Metaphase.LIMITS);
  }

  @Test
  void eightBitsStayAsTheyAre() {
    Metaphase photograph = Metaphase.of(2, 3, new byte[] {0, 1, 127, -128, -2, -1});
    assertThat(photograph.bits()).isEqualTo(8);
    assertThat(photograph.width()).isEqualTo(3);
    assertThat(photograph.height()).isEqualTo(2);
    assertThat(photograph.levels()).containsExactly(0, 1, 127, 128, 254, 255);
    assertThat(photograph.greyLevels()).containsExactly(0, 1, 127, -128, -2, -1);
    assertThat(photograph.name()).isEqualTo("photograph in memory");
  }

  @Test
  void sixteenBitsStayAsTheyAreAndAreScaledForDisplayOnly() {
    Metaphase photograph = Metaphase.of(deep(0, 300, 4095));
    assertThat(photograph.bits()).isEqualTo(16);
    assertThat(photograph.levels()).containsExactly(0, 300, 4095);
    assertThat(photograph.greyLevels()).containsExactly(0, 19, -1);
    assertThat(Metaphase.of(deep(0, 256, 65_535)).greyLevels()).containsExactly(0, 1, -1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "tiff"})
  void sixteenBitsSurviveAFile(String format) throws IOException {
    Metaphase photograph = read(Pictures.encode(deep(0, 300, 4095, 65_535), format));
    assertThat(photograph.levels()).containsExactly(0, 300, 4095, (short) 65_535);
    assertThat(photograph.name()).isEqualTo("photo");
  }

  @Test
  void colourBecomesGreyAndTransparencyGround() {
    BufferedImage colour = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    colour.setRGB(0, 0, 0x00ff00);
    assertThat(Metaphase.of(colour).levels()).containsExactly(149);
    BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0xff404040);
    assertThat(Metaphase.of(clear).bits()).isEqualTo(8);
    assertThat(Metaphase.of(clear).levels()).hasSize(2).startsWith((short) 0x40);
  }

  @Test
  void sizesMustFit() {
    assertThatThrownBy(() -> Metaphase.of(2, 2, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("levels: must be height x width of at least 1 x 1, found 2 x 2 and 3 levels");
    assertThatThrownBy(() -> Metaphase.of(0, 2, new short[0]))
        .hasMessage("levels: must be height x width of at least 1 x 1, found 0 x 2 and 0 levels");
    assertThatThrownBy(() -> Metaphase.of(65_536, 65_536, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHugePhotographIsRefusedByItsHeader() {
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(20_000).putInt(20_000);
    header.put(new byte[] {8, 0, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.array());
    ByteBuffer file = ByteBuffer.allocate(8 + 4 + 17 + 4);
    file.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}).putInt(13);
    file.put(header.array()).putInt((int) crc.getValue());
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(file.array()))
        .withMessageStartingWith(
            "photo: must be at most 8192 pixels a side and 16777216 in all, found 20000 x 20000");
  }

  @Test
  void aPhotographMayBeLargerThanAChromosome() throws IOException {
    byte[] file =
        Pictures.encode(new BufferedImage(4_200, 20, BufferedImage.TYPE_BYTE_GRAY), "png");
    assertThat(read(file).width()).isEqualTo(4_200);
    assertThatThrownBy(() -> ChromosomeImage.read(new ByteArrayInputStream(file), "photo"))
        .isInstanceOf(UnreadableImageException.class);
  }

  @Test
  void damageEndsInTheOneError() throws IOException {
    byte[] good = Pictures.encode(deep(5, 300, 4095, 65_535, 9, 0, 77), "png");
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) 0xff;
      for (byte[] file : new byte[][] {bad, Arrays.copyOf(good, i)}) {
        try {
          assertThat(read(file).levels()).isNotEmpty();
        } catch (UnreadableImageException e) {
          assertThat(e).hasMessageStartingWith("photo: must ");
        } catch (IOException | RuntimeException e) {
          fail("byte " + i, e);
        }
      }
    }
  }

  @Test
  void aFileIsNamedInMessages(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("cell.png"), "no picture");
    assertThatThrownBy(() -> Metaphase.read(file))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageStartingWith(file + ": must be a PNG");
    Files.write(file, Pictures.encode(deep(1, 2), "png"));
    assertThat(Metaphase.read(file).name()).isEqualTo(file.toString());
  }

  @Test
  void equalityIsOfPixelsAndDepth() {
    Metaphase photograph = Metaphase.of(1, 2, new byte[] {1, 2});
    assertThat(photograph)
        .isEqualTo(Metaphase.of(1, 2, new byte[] {1, 2}).withName("other"))
        .hasSameHashCodeAs(photograph.withName("other"))
        .isNotEqualTo(Metaphase.of(2, 1, new byte[] {1, 2}))
        .isNotEqualTo(Metaphase.of(1, 2, new short[] {1, 2}))
        .isNotEqualTo(Metaphase.of(1, 2, new byte[] {1, 3}))
        .isNotEqualTo("photograph")
        .hasToString("Metaphase[photograph in memory, 2x1, 8 bits]");
  }
}
